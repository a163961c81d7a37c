import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";
import type { Method } from "./method.ts";
import { areas } from "./methods/areas.ts";
import { bins } from "./methods/bins.ts";
import { clauses } from "./methods/clauses.ts";
import { branch, coreList, exchange, patterns } from "./methods/core.ts";
import { fleet } from "./methods/fleet.ts";
import { identical } from "./methods/identical.ts";
import { learned } from "./methods/learned.ts";
import { limits } from "./methods/limits.ts";
import { greedy, LISTS } from "./methods/lists.ts";
import { local } from "./methods/local.ts";
import { milp } from "./methods/milp.ts";
import { neighbourhoods } from "./methods/neighbourhoods.ts";
import { packing } from "./methods/packing.ts";
import { parts } from "./methods/parts.ts";
import { prices } from "./methods/prices.ts";
import { dp, trees } from "./methods/stages.ts";
import { tabu } from "./methods/tabu.ts";
import { wide } from "./methods/wide.ts";

/** Every method, in about the order in which `auto` runs those that fit. */
export const METHODS: readonly Method[] = [
  coreList,
  wide,
  dp,
  identical,
  areas,
  clauses,
  prices,
  trees,
  fleet,
  patterns,
  branch,
  exchange,
  learned,
  greedy,
  ...LISTS,
  local,
  packing,
  bins,
  limits,
  neighbourhoods,
  parts,
  tabu,
  milp,
];

const BY_NAME: ReadonlyMap<string, Method> = new Map(METHODS.map((one) => [one.name, one]));

/** What a caller may ask for: every method, and all that fit. */
export const METHOD_NAMES: readonly string[] = ["auto", ...BY_NAME.keys()];

/** Throws UsageError, with the nearest name or all of them, for an unknown one. */
export function findMethod(name: string): Method {
  const method = BY_NAME.get(name);
  if (method !== undefined) return method;
  const guess = nearest(name, METHOD_NAMES);
  const hint = guess === undefined ? `one of: ${METHOD_NAMES.join(", ")}` : `"${guess}"`;
  throw new UsageError(`Unknown method "${name}". Maybe ${hint}.`);
}

/** Throws UsageError for a name that is neither a method's nor "auto". */
export function checkMethodName(name: string): void {
  if (name !== "auto") findMethod(name);
}
