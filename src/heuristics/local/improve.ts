import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { evaluateTarget } from "../../plan/evaluate.ts";
import type { Plan } from "../../plan/types.ts";
import type { Random } from "../../util/random.ts";
import { anneal, BREATHES, type Cooling, usualRise } from "./anneal.ts";
import { Elite, relink } from "./elite.ts";
import { MoveSampler } from "./moves.ts";
import { type Snapshot, Walk } from "./walk.ts";

/** What a local search has to tell after each slice of work. */
export interface LocalEvent {
  /** A better plan, if the slice found one. */
  readonly plan?: Plan;
  /** Set in the middle of a slice: a moment to look at the clock. */
  readonly isWithin?: true;
  /** Units of work; 1 if absent. */
  readonly work?: number;
}

/** What a local search is given. */
export interface LocalTask {
  readonly instance: Instance;
  readonly target: Target;
  readonly limits: readonly LevelLimit[];
  /** Feasible. */
  readonly start: Plan;
  /** The best plan that anyone has by now, asked for between two rounds. */
  readonly heard?: () => Plan | undefined;
}

/** Proposals of the first round: at least, and for each piece; later rounds take longer, up to a limit. */
const FIRST = { least: 4000, each: 30, most: 200_000 } as const;
const LONGER = 1.5;
const LONGEST = 3_000_000;
/** Where rounds begin, in usual rises: near the best plan first, then ever further off, and again. */
const TEMPERATURES = [0.05, 0.3, 1] as const;

/**
 * Local search for any instance and target: rounds of annealing by shifts, swaps, ejections and drains from the best
 * plan, or from half-way between two of the best. Every plan that comes out keeps all rules and all limits, and has its
 * recoveries where it must survive losses; the start needs them too. Never ends
 * by itself unless nothing can move; the caller counts events, which are equal pieces of work.
 */
export function* improvePlan(task: LocalTask, random: Random): Generator<LocalEvent, void, void> {
  let walk = walkFrom(task, task.start);
  let sampler = new MoveSampler(walk, random);
  if (sampler.idle) return;
  let best = walk.snapshot();
  let plan = task.start;
  const elite = new Elite();
  elite.add(best);
  for (let round = 0; ; round++) {
    const heard = task.heard?.();
    if (heard !== undefined && heard !== plan && valueUnder(task, heard) < best.value) {
      walk = walkFrom(task, heard);
      sampler = new MoveSampler(walk, random);
      if (walk.state.pieces.fixed.includes(1)) elite.clear();
      best = walk.snapshot();
      plan = heard;
      elite.add(best);
    }
    begin(walk, best, elite, round, random);
    let last: Snapshot | undefined;
    for (const found of anneal(
      walk,
      sampler,
      random,
      coolingOf(walk, sampler, round),
      best.value,
    )) {
      if (found === undefined || found === BREATHES) {
        yield found === BREATHES ? { isWithin: true, work: 0 } : {};
        continue;
      }
      best = found;
      last = found;
      plan = reached(walk, found);
      yield { plan };
    }
    elite.add(last ?? walk.snapshot());
  }
}

/** Every third round from between two of the best, the others from the best. */
function begin(walk: Walk, best: Snapshot, elite: Elite, round: number, random: Random): void {
  if (round % 3 !== 2 || elite.size < 2) {
    walk.restore(best);
    return;
  }
  const [from, to] = elite.pair(random);
  walk.restore(from);
  relink(walk, to, random);
}

function coolingOf(walk: Walk, sampler: MoveSampler, round: number): Cooling {
  const first = Math.min(FIRST.most, FIRST.least + FIRST.each * walk.state.pieces.count);
  const moves = Math.min(LONGEST, Math.ceil(first * LONGER ** round));
  const rise = usualRise(walk, sampler);
  return { moves, initial: Math.max(1e-9, rise * TEMPERATURES[round % TEMPERATURES.length]) };
}

function walkFrom({ instance, target, limits }: LocalTask, plan: Plan): Walk {
  return new Walk(instance, target, limits, plan);
}

/** The plan of a snapshot; the walk comes back to where it was. */
function reached(walk: Walk, found: Snapshot): Plan {
  const now = walk.snapshot();
  walk.restore(found);
  const plan = walk.toPlan();
  walk.restore(now);
  return plan;
}

function valueUnder({ instance, target }: LocalTask, plan: Plan): number {
  return evaluateTarget(instance, plan, target);
}
