import type { Decider, Refutation } from "./decide.ts";

/** Rounds of price steps for one limit at the root: few at first, so that limits beyond reach cost little. */
const ROUNDS = [1, 8] as const;

/** Share of the work at the root that passes without a gain may take before the search below it begins. */
const FRUITLESS = 0.3;

/** A larger limit than before that is refuted. */
interface Climbed {
  readonly bound: number;
  readonly refutation: Refutation;
}

/**
 * Refutes limits at the root, with ever more rounds of price steps. Where knapsacks are coarse, nodes below it take long and
 * decide little, while prices go on learning from trials that fail: passes go on until those without a gain have taken
 * `FRUITLESS` of all the work. Yields bounds and moments.
 */
export function* climb(
  decider: Decider,
  from: number,
  upper: () => number,
): Generator<Climbed | undefined, void, void> {
  const { grain, unit, work } = decider;
  const began = work.cells;
  let refuted = Math.floor(from / grain) - 1;
  for (const rounds of ROUNDS) refuted = yield* climbWith(decider, refuted, upper, rounds);
  if (grain === 1 && unit === 1) return;
  for (let fruitless = 0; (refuted + 1) * grain < upper(); ) {
    const before = { refuted, cells: work.cells };
    refuted = yield* climbWith(decider, refuted, upper, ROUNDS[1]);
    if (refuted === before.refuted) fruitless += work.cells - before.cells;
    if (work.cells === before.cells || fruitless > FRUITLESS * (work.cells - began)) return;
  }
}

/**
 * Steps from the `refuted` limit that double while they succeed, then halve, down to a unit of the knapsacks. Returns the
 * largest limit refuted.
 */
function* climbWith(
  { grain, unit, most, refute }: Decider,
  from: number,
  upper: () => number,
  rounds: number,
): Generator<Climbed | undefined, number, void> {
  let refuted = from;
  let open = Number.POSITIVE_INFINITY;
  let stride = unit;
  for (;;) {
    const last = Math.min(most, Math.floor((upper() - 1) / grain), open - 1);
    if (refuted >= last || open - refuted <= unit) return refuted;
    const limit =
      open === Number.POSITIVE_INFINITY
        ? Math.min(last, refuted + stride)
        : refuted + Math.max(1, (open - refuted) >> 1);
    const trial = refute(limit, rounds);
    let step = trial.next();
    for (; !step.done; step = trial.next()) yield undefined;
    if (step.value !== undefined) {
      refuted = limit;
      stride *= 2;
      yield { bound: (refuted + 1) * grain, refutation: step.value };
    } else open = limit;
  }
}
