import type { Random } from "../../util/random.ts";
import type { MoveSampler } from "./moves.ts";
import type { Snapshot, Walk } from "./walk.ts";

/** One cooling of a walk. */
export interface Cooling {
  /** Moves proposed in all. */
  readonly moves: number;
  /** Initial temperature, the rise of the guide that is accepted with probability 1/e; it falls to a thousandth. */
  readonly initial: number;
}

/** Moves between two yields: at least, and so many that snapshots do not weigh. */
const SLICE = 256;
const PIECES_PER_MOVE = 8;
/** Moves between two looks at the clock within a slice, where pieces are so many that a slice takes long. */
const BREATH = 2048;
/** A moment to look at the clock, and no more. */
export const BREATHES = Symbol("breathes");
/** Moves between two yields where each that stays is dear to confirm. */
const DEAR = 40;
const COLDEST = 1e-3;

/**
 * Simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983, DOI 10.1126/science.220.4598.671) with geometric cooling over
 * a fixed number of proposals. Yields after each slice the best snapshot below `best`, if there is a new one, and within long ones
 * that it breathes.
 * A snapshot costs O(pieces), so it is only taken when the walk is about to leave a new best.
 */
export function* anneal(
  walk: Walk,
  sampler: MoveSampler,
  random: Random,
  { moves, initial }: Cooling,
  best: number,
): Generator<Snapshot | typeof BREATHES | undefined, void, void> {
  let guide = walk.gauge.guide();
  let found: Snapshot | undefined;
  let unsaved = false;
  let record = best;
  const slice = walk.isDear
    ? DEAR
    : Math.max(SLICE, Math.ceil(walk.state.pieces.count / PIECES_PER_MOVE));
  const factor = COLDEST ** (slice / Math.max(slice, moves));
  let temperature = initial;
  const save = () => {
    found = walk.snapshot();
    unsaved = false;
  };
  for (let done = 0; done < moves; done += slice) {
    for (let i = 0; i < slice; i++) {
      if (i > 0 && i % BREATH === 0) yield BREATHES;
      const steps = sampler.draw();
      if (steps.length === 0 || !walk.attempt(steps)) continue;
      const rise = walk.gauge.guide() - guide;
      if (rise > 0 && random.unit() >= Math.exp(-rise / temperature)) {
        walk.undo();
        continue;
      }
      if (!walk.confirm()) continue;
      const value = walk.gauge.value();
      if (value < record) {
        record = value;
        unsaved = true;
      } else if (unsaved && value > record) {
        walk.undo();
        save();
        if (!walk.attempt(steps) || !walk.confirm()) continue;
      }
      guide += rise;
    }
    if (unsaved) save();
    yield found;
    found = undefined;
    temperature *= factor;
    guide = walk.gauge.guide();
  }
}

/** Moves that a usual rise is sampled from. */
const SAMPLES = 300;
/** Which of the sampled rises, from the smallest on, stands for them: rises may differ by orders of magnitude. */
const QUANTILE = 0.25;

/** A usual rise among the moves that stand and make things worse, among those sampled; 0 if there are none. */
export function usualRise(walk: Walk, sampler: MoveSampler): number {
  const guide = walk.gauge.guide();
  const rises: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const steps = sampler.draw();
    if (steps.length === 0 || !walk.attempt(steps)) continue;
    const rise = walk.gauge.guide() - guide;
    walk.undo();
    if (rise > 0) rises.push(rise);
  }
  rises.sort((a, b) => a - b);
  return rises.length === 0 ? 0 : rises[Math.floor(QUANTILE * rises.length)];
}
