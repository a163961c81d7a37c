import type { IdenticalCore } from "../../cores/identical.ts";
import type { Random } from "../../util/random.ts";
import { makeDecision } from "./decide.ts";
import { relaxPatterns } from "./duals.ts";
import type { Share } from "./master.ts";

/** With so few resources left a search takes over. */
const FEW = 6;
const STEPS = 100_000;
/** How far chance may lift the share of a pattern. */
const WHIM = 0.4;

/**
 * An assignment with no load above `limit`, by diving into the relaxation over patterns: what it takes once or more is kept,
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
  const patterns: Int32Array[] = [];
  while (resources - patterns.length > FEW && left.some((one) => one > 0)) {
    const { rest, kinds } = restOf(core, left, resources - patterns.length);
    if (rest.total > rest.resources * limit) return undefined;
    const shares = relaxPatterns(rest, limit, stopped);
    yield;
    if (shares === undefined) return undefined;
    for (const items of chosen(shares, random)) {
      if (patterns.length === resources) return undefined;
      const pattern = new Int32Array(kind.length);
      let room = limit;
      kinds.forEach((k, at) => {
        pattern[k] = Math.min(items[at], left[k]);
        left[k] -= pattern[k];
        room -= pattern[k] * kind[k];
      });
      // What was taken too often leaves room.
      for (const k of kinds) {
        const more = Math.min(left[k], Math.floor(room / kind[k]));
        pattern[k] += more;
        left[k] -= more;
        room -= more * kind[k];
      }
      patterns.push(pattern);
    }
  }
  const { rest, kinds } = restOf(core, left, resources - patterns.length);
  if (rest.runtime.length > 0) {
    if (rest.resources === 0 || rest.kind[0] > limit) return undefined;
    const found = makeDecision(rest, limit)?.run(STEPS, stopped);
    if (!(found instanceof Int32Array)) return undefined;
    const last = Array.from({ length: rest.resources }, () => new Int32Array(kind.length));
    let j = 0;
    kinds.forEach((k, at) => {
      for (let a = 0; a < rest.count[at]; a++) last[found[j++]][k]++;
    });
    patterns.push(...last);
  }
  return assignmentOf(count, patterns);
}

function chosen(shares: readonly Share[], random: Random): readonly Float64Array[] {
  const whole = shares.flatMap(({ items, times }) =>
    Array.from({ length: Math.floor(times + 1e-6) }, () => items),
  );
  if (whole.length > 0) return whole;
  let best = shares[0];
  let most = -1;
  for (const share of shares) {
    const wish = share.times + WHIM * random.unit();
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

function assignmentOf(count: Int32Array, patterns: readonly Int32Array[]): Int32Array {
  const assignment: number[] = [];
  count.forEach((_, k) => {
    patterns.forEach((pattern, i) => {
      for (let a = 0; a < pattern[k]; a++) assignment.push(i);
    });
  });
  return Int32Array.from(assignment);
}
