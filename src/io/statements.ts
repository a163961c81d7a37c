import type { ObjectiveValue } from "../planner/objective-value.ts";
import { METHOD_NAMES } from "../planner/registry.ts";
import { TERMINATIONS } from "../planner/termination.ts";
import type { Termination, TraceEntry } from "../planner/types.ts";
import { SOLVER_NAMES } from "../solvers/registry.ts";
import { defined } from "../util/defined.ts";
import { InstanceError, type Issue } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";
import { show } from "../util/show.ts";

/**
 * What a plan file, or the output of `berth solve --json`, says beside its plan. Every field has its type and nothing else is
 * there; whether it is so is for `verifyPlanFile`.
 */
export interface Statements {
  /** True of the output of a run, which has no room for certificates. */
  readonly isRun: boolean;
  readonly instance?: string;
  readonly instance_hash?: string;
  readonly termination?: Termination;
  readonly method?: string;
  readonly without?: readonly string[];
  readonly solver?: string;
  /** In the order of the file, each objective once. */
  readonly objectives: readonly StatedObjective[];
  readonly verdict?: string;
  readonly notes?: readonly string[];
  readonly trace?: readonly StatedTrace[];
  readonly seconds?: number;
  /** How it was run. */
  readonly run?: Fields;
}

/** One objective as a file states it. */
export type StatedObjective = Partial<ObjectiveValue> &
  Pick<ObjectiveValue, "name"> & {
    /** Untrusted: for `checkCertificate`. */
    readonly certificate?: unknown;
    /** JSON pointer of its place. */
    readonly path: string;
  };

/** One line of a trace, in printed units. */
export interface StatedTrace extends Pick<TraceEntry, "seconds" | "source" | "value" | "bound"> {
  readonly objective: string;
}

/** What a CSV file states. */
export const NO_STATEMENTS: Statements = { isRun: false, objectives: [] };

/** A type of value: what a message expects, and whether a value is that. */
type Kind = readonly [expected: string, is: (value: unknown) => boolean];
type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown) => typeof value === "string" && !/\p{Cc}/u.test(value);
const isList = (value: unknown, of: (item: unknown) => boolean) =>
  Array.isArray(value) && value.every(of);
const isMap = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const TEXT: Kind = ["a text on one line", isText];
const NUMBER: Kind = ["a number", Number.isFinite];
const FROM_0: Kind = [
  "a number from 0 on",
  (value) => Number.isFinite(value) && Number(value) >= 0,
];
const WHOLE: Kind = ["a whole number below 2^53", Number.isSafeInteger];
const COUNT: Kind = ["a whole number from 1 on", (n) => Number.isSafeInteger(n) && Number(n) >= 1];
const MAPS: Kind = ["a list of maps", (value) => isList(value, isMap)];
const TEXTS: Kind = ["a list of texts", (value) => isList(value, isText)];
const HASH: Kind = ["16 hexadecimal digits", (value) => /^[0-9a-f]{16}$/.test(String(value))];
const ANY: Kind = ["anything", () => true];
const oneOf = (...words: readonly string[]): Kind => [
  `one of ${words.join(", ")}`,
  (value) => typeof value === "string" && words.includes(value),
];
const TERMINATION = oneOf(...TERMINATIONS);

/** What `parsePlan` and `readRecord` read has any type here. */
const RUN = {
  instance: TEXT,
  instance_hash: HASH,
  termination: TERMINATION,
  method: oneOf(...METHOD_NAMES),
  without: TEXTS,
  solver: oneOf(...SOLVER_NAMES),
  replan: ["a map", isMap],
  objectives: MAPS,
} as const satisfies Record<string, Kind>;

const FILE_KINDS: Readonly<Record<string, Kind>> = {
  ...RUN,
  berth_plan: ANY,
  assignments: ANY,
  recoveries: ANY,
};

const RUN_KINDS: Readonly<Record<string, Kind>> = {
  ...RUN,
  plan: ["a map", isMap],
  verdict: ["a text", (value) => typeof value === "string"],
  notes: TEXTS,
  unmet: MAPS,
  trace: MAPS,
  seconds: FROM_0,
  run: ["a map", isMap],
};

const PLAN_KINDS: Readonly<Record<string, Kind>> = { assignments: ANY, recoveries: ANY };

const RECORD_KINDS: Readonly<Record<string, Kind>> = {
  now_ms: ANY,
  down: ANY,
  migrations: ANY,
  objective: TEXT,
  robust: ANY,
};

const RUN_RECORD_KINDS: Readonly<Record<string, Kind>> = {
  ...RECORD_KINDS,
  changes: MAPS,
  moves: ["a map", isMap],
  lost: ["a map", isMap],
  before: MAPS,
};

const OBJECTIVE_KINDS: Readonly<Record<keyof ObjectiveValue | "certificate", Kind>> = {
  name: TEXT,
  unit: TEXT,
  sense: oneOf("min", "max"),
  per_unit: COUNT,
  value: NUMBER,
  value_exact: WHOLE,
  bound: NUMBER,
  bound_exact: WHOLE,
  condition: TEXT,
  proof: oneOf("ours", "claimed"),
  source: TEXT,
  gap: FROM_0,
  best: NUMBER,
  best_exact: WHOLE,
  best_gap: FROM_0,
  certified: NUMBER,
  certified_exact: WHOLE,
  certified_condition: TEXT,
  termination: TERMINATION,
  certificate: ANY,
};

const TRACE_KINDS: Readonly<Record<keyof StatedTrace, Kind>> = {
  seconds: FROM_0,
  objective: TEXT,
  source: TEXT,
  value: NUMBER,
  bound: NUMBER,
};

/**
 * The statements in the document of a plan file or a run. Throws InstanceError with every issue: unknown keys at any level,
 * values of another type, an objective without a name or named twice.
 */
export function readStatements(document: unknown): Statements {
  const issues: Issue[] = [];
  const fields = isMap(document) ? document : {};
  const isRun = !("berth_plan" in fields);
  read(issues, "", fields, isRun ? RUN_KINDS : FILE_KINDS);
  if (isRun) read(issues, "/plan", fields.plan, PLAN_KINDS);
  read(issues, "/replan", fields.replan, isRun ? RUN_RECORD_KINDS : RECORD_KINDS);
  const objectives = items(fields.objectives).map((item, i) => {
    const path = `/objectives/${i}`;
    read(issues, path, item, OBJECTIVE_KINDS);
    if (item.name === undefined) issues.push({ path, message: "the objective has no name" });
    return { ...item, path } as StatedObjective;
  });
  for (const { name, path } of objectives) {
    if (objectives.find((other) => other.name === name)?.path === path) continue;
    issues.push({ path: `${path}/name`, message: `the objective ${show(name)} is there twice` });
  }
  for (const [i, item] of items(fields.trace).entries()) {
    read(issues, `/trace/${i}`, item, TRACE_KINDS);
  }
  if (issues.length > 0) throw new InstanceError(issues);
  const { instance, instance_hash, termination, method, without, solver } = fields;
  const { verdict, notes, trace, seconds, run: how } = fields;
  const run = { verdict, notes, trace, seconds, run: how };
  const head = { instance, instance_hash, termination, method, without, solver };
  return { isRun, objectives, ...(defined({ ...head, ...run }) as Partial<Statements>) };
}

/** The maps in a list; whatever is no map was told already. */
function items(list: unknown): readonly Fields[] {
  return Array.isArray(list) ? list.filter(isMap) : [];
}

function read(
  issues: Issue[],
  path: string,
  fields: unknown,
  kinds: Readonly<Record<string, Kind>>,
): void {
  if (!isMap(fields)) return;
  for (const [key, value] of Object.entries(fields)) {
    const at = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (kind === undefined) {
      const near = nearest(key, Object.keys(kinds));
      const hint = near === undefined ? {} : { hint: `Maybe ${show(near)} is meant.` };
      issues.push({ path: at, message: "unknown key, so what it says is not read", ...hint });
    } else if (!kind[1](value)) {
      issues.push({ path: at, message: `expected ${kind[0]}, got ${show(value)}` });
    }
  }
}
