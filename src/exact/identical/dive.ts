import type { Random } from "../../util/random.ts";
import { makeDecision } from "./decide.ts";
import { relaxFillings } from "./duals.ts";
import type { Share } from "./master.ts";
import type { IdenticalCore } from "./types.ts";

/** With so few resources left a search takes over. */
const FEW = 6;
const STEPS = 100_000;
/** How far chance may lift the share of a filling. */
const WHIM = 0.4;

/**
 * An assignment with no load above `limit`, by diving into the relaxation over fillings: what it takes once or more is kept,
 * else what it takes most, and the rest is relaxed anew; the last resources are filled by search. Undefined if that leads
 * nowhere. Yields after every relaxation. Source: Vanderbeck (2000), DOI 10.1287/opre.48.1.111.12453, on rounding in branch and price.
 */
export function* dive(
  core: IdenticalCore,
  limit: number,
  random: Random,
  stopped: () => boolean,
): Generator<void, Int32Array | undefined, void> {
  const { kind, count, resources } = core;
  const left = Int32Array.from(count);
  const fillings: Int32Array[] = [];
  while (resources - fillings.length > FEW && left.some((one) => one > 0)) {
    const { rest, kinds } = restOf(core, left, resources - fillings.length);
    if (rest.total > rest.resources * limit) return undefined;
    const shares = relaxFillings(rest, limit, stopped);
    yield;
    if (shares === undefined) return undefined;
    for (const items of chosen(shares, random)) {
      if (fillings.length === resources) return undefined;
      const filling = new Int32Array(kind.length);
      let room = limit;
      kinds.forEach((k, at) => {
        filling[k] = Math.min(items[at], left[k]);
        left[k] -= filling[k];
        room -= filling[k] * kind[k];
      });
      // What was taken too often leaves room.
      for (const k of kinds) {
        const more = Math.min(left[k], Math.floor(room / kind[k]));
        filling[k] += more;
        left[k] -= more;
        room -= more * kind[k];
      }
      fillings.push(filling);
    }
  }
  const { rest, kinds } = restOf(core, left, resources - fillings.length);
  if (rest.runtime.length > 0) {
    if (rest.resources === 0 || rest.kind[0] > limit) return undefined;
    const found = makeDecision(rest, limit)?.run(STEPS, stopped);
    if (!(found instanceof Int32Array)) return undefined;
    const last = Array.from({ length: rest.resources }, () => new Int32Array(kind.length));
    let j = 0;
    kinds.forEach((k, at) => {
      for (let a = 0; a < rest.count[at]; a++) last[found[j++]][k]++;
    });
    fillings.push(...last);
  }
  return assignmentOf(count, fillings);
}

function chosen(shares: readonly Share[], random: Random): readonly Float64Array[] {
  const whole = shares.flatMap(({ items, level }) =>
    Array.from({ length: Math.floor(level + 1e-6) }, () => items),
  );
  if (whole.length > 0) return whole;
  let best = shares[0];
  let most = -1;
  for (const share of shares) {
    const wish = share.level + WHIM * random.unit();
    if (wish > most) [best, most] = [share, wish];
  }
  return [best.items];
}

/** What is left as a core of its own, with the kinds that it keeps. */
function restOf(
  { kind }: IdenticalCore,
  left: Int32Array,
  resources: number,
): { readonly rest: IdenticalCore; readonly kinds: readonly number[] } {
  const kinds = [...kind.keys()].filter((k) => left[k] > 0);
  const runtime = kinds.flatMap((k) => new Array<number>(left[k]).fill(kind[k]));
  return {
    kinds,
    rest: {
      resources,
      runtime: Float64Array.from(runtime),
      kind: Float64Array.from(kinds, (k) => kind[k]),
      count: Int32Array.from(kinds, (k) => left[k]),
      total: runtime.reduce((sum, one) => sum + one, 0),
      divisor: 1,
    },
  };
}

function assignmentOf(count: Int32Array, fillings: readonly Int32Array[]): Int32Array {
  const assignment: number[] = [];
  count.forEach((_, k) => {
    fillings.forEach((filling, i) => {
      for (let a = 0; a < filling[k]; a++) assignment.push(i);
    });
  });
  return Int32Array.from(assignment);
}
