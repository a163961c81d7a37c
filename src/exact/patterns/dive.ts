import type { Random } from "../../util/random.ts";
import type { PatternDecider, PatternQuestion } from "./decide.ts";
import type { TakenPattern } from "./master.ts";
import type { Pattern, PatternProblem } from "./problem.ts";

/** Rounds of pricing of one relaxation in a dive. */
const ROUNDS = 60;
const WHOLE = 1e-6;
/** How far chance may lift the share of a pattern. */
const WHIM = 0.4;

/** What is left of a question while patterns are fixed. */
interface Rest {
  readonly demand: Int32Array;
  readonly copies: Int32Array;
  readonly fixed: readonly Pattern[];
}

/** Ways that dives take. */
export interface DivePath {
  /** Second choices on a path. */
  readonly discrepancies: number;
  /** Absent: what is taken most comes first. */
  readonly random?: Random;
}

/**
 * Patterns of at most a limit that cover so many tasks on so many resources, by diving into the relaxation with limited discrepancy: what is taken once or more
 * is fixed, else what is taken most; on the way back the next most, at most `discrepancies` times on a path. Undefined if none of
 * this ends with all covered. Source: Sadykov, Vanderbeck, Pessoa, Tahiri, Uchoa (2019), DOI 10.1287/ijoc.2018.0822.
 */
export function* dive(
  decider: PatternDecider,
  { limit, demand, copies }: Omit<PatternQuestion, "rounds">,
  course: DivePath,
): Generator<undefined, readonly Pattern[] | undefined, void> {
  const found = yield* below(decider, limit, { demand, copies, fixed: [] }, course);
  return found && trimmed(decider.problem, demand, found);
}

/** Without what is covered too often. */
function trimmed(
  { classes, length }: PatternProblem,
  demand: Int32Array,
  patterns: readonly Pattern[],
): readonly Pattern[] {
  const left = demand.slice();
  return patterns.map((pattern) => {
    const counts = pattern.counts.map((count, i) => {
      const taken = Math.min(count, left[pattern.classes[i]]);
      left[pattern.classes[i]] -= taken;
      return taken;
    });
    const at = [...counts.keys()].filter((i) => counts[i] > 0);
    const sum = (total: number, i: number) =>
      total + counts[i] * length[pattern.kind * classes + pattern.classes[i]];
    return {
      kind: pattern.kind,
      classes: at.map((i) => pattern.classes[i]),
      counts: at.map((i) => counts[i]),
      length: at.reduce(sum, 0),
    };
  });
}

function* below(
  decider: PatternDecider,
  limit: number,
  rest: Rest,
  { discrepancies, random }: DivePath,
): Generator<undefined, readonly Pattern[] | undefined, void> {
  const { demand, copies, fixed } = rest;
  if (demand.every((one) => one === 0)) return fixed;
  const shares = yield* decider.ask({ limit, demand, copies, rounds: ROUNDS });
  if (!Array.isArray(shares)) return undefined;
  const wish = new Map(
    (shares as readonly TakenPattern[]).map((one) => [
      one,
      one.times + WHIM * (random?.unit() ?? 0),
    ]),
  );
  const sorted = [...wish].sort(([, a], [, b]) => b - a).map(([one]) => one);
  const whole = sorted.filter(({ times }) => times >= 1 - WHOLE);
  for (let t = 0; t <= discrepancies && t < sorted.length; t++) {
    const taken =
      t === 0 && whole.length > 0
        ? whole.map(({ pattern, times }) => ({ pattern, times: Math.floor(times + WHOLE) }))
        : [{ pattern: sorted[t].pattern, times: 1 }];
    const next = fix(rest, taken);
    if (next === undefined) continue;
    const found = yield* below(decider, limit, next, {
      discrepancies: discrepancies - t,
      ...(random !== undefined && { random }),
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

function fix({ demand, copies, fixed }: Rest, taken: readonly TakenPattern[]): Rest | undefined {
  const next = { demand: demand.slice(), copies: copies.slice(), fixed: [...fixed] };
  for (const { pattern, times } of taken) {
    if (next.copies[pattern.kind] < times) return undefined;
    next.copies[pattern.kind] -= times;
    pattern.classes.forEach((c, i) => {
      next.demand[c] = Math.max(0, next.demand[c] - times * pattern.counts[i]);
    });
    for (let n = 0; n < times; n++) next.fixed.push(pattern);
  }
  return next;
}
