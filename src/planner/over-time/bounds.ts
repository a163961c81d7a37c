import { overpriced } from "../../bounds/infeasible/overworked.ts";
import { certified } from "../../bounds/prices/certified.ts";
import { loadPriceBounds } from "../../bounds/prices/load.ts";
import { bestBound } from "../../bounds/registry.ts";
import {
  type AreaGoal,
  type AreaProgram,
  areaProgram,
  pricedMeasures,
} from "../../bounds/schedule/area-program.ts";
import { type Candidate, candidateMeasures } from "../../bounds/schedule/candidates.ts";
import { energyPrices, isMakespan } from "../../bounds/schedule/makespan.ts";
import { busyPrices } from "../../bounds/schedule/slopes.ts";
import { sumsOf } from "../../bounds/sums.ts";
import { type Target, withoutMigrations } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { AreaMeasure } from "../../plan/certificate/over-time/types.ts";
import type { Certificate } from "../../plan/certificate/types.ts";
import { SolverError } from "../../util/errors.ts";
import { Incumbent } from "../incumbent.ts";
import { solveCounted } from "../linear-solver.ts";
import type { Event, LevelTask } from "../method.ts";

/** Rounds of prices, each without the places that the bound so far rules out. */
const ROUNDS = 3;

/** Passes of prices on loads; each reads all pairs. */
const LOAD_PASSES = 300;

/** Due dates that are looked at for late tasks. */
const DATES = 60;

/** Charges are whole numbers over this. */
const RENT_DENOMINATOR = 2 ** 16;

/** Milliseconds of one unit of time in the linear programs. */
const UNIT = 60_000;

/** The part of the time left that one linear program may take, and what it may take in any case, up to half: solvers are slow to begin. */
const SHARE = 0.2;
const LEAST = 3000;

/** Milliseconds that one linear program may take where nothing else limits it. */
const LONGEST = 20_000;

/** Takes, by resource entry, what a millisecond of a whole copy is worth. */
type Keep = (worths: Float64Array) => void;

/**
 * Every bound that areas and times prove, each with a certificate whose value is what the checker makes of it. `keep` is called
 * once if a linear program could be solved. Its work is counted where programs are solved.
 */
export async function* boundsOverTime(task: LevelTask, keep: Keep): AsyncGenerator<Event, void> {
  const target = withoutMigrations(task.incumbent.target);
  yield* target.terms.length === 1 ? boundsOfTerm(task, keep) : boundsOfSum(task, target, keep);
}

/**
 * The sum of what is known of each term of a weighted target, at first the quick bounds: with a certificate of those terms
 * that have one, and without where that is more.
 */
async function* boundsOfSum(
  task: LevelTask,
  target: Target,
  keep: Keep,
): AsyncGenerator<Event, void> {
  const { instance } = task.incumbent;
  const terms = target.terms.map((term) => {
    const single = { ...target, terms: [term] };
    const own = new Incumbent(instance, single);
    const quick = bestBound(instance, single);
    if (quick !== undefined) own.raise({ ...quick, given: [] });
    return own;
  });
  let isKept = false;
  const keepFirst = (worths: Float64Array) => {
    if (!isKept) keep(worths);
    isKept = true;
  };
  for (const own of terms) {
    for await (const { bound, infeasible } of boundsOfTerm(
      { ...task, incumbent: own },
      keepFirst,
    )) {
      if (bound !== undefined) own.raise(bound);
      yield { work: 0, isWithin: true, ...(infeasible !== undefined && { infeasible }) };
    }
    for (const bound of sumsOf(instance, target, terms)) yield { bound, work: 0 };
  }
}

async function* boundsOfTerm(task: LevelTask, keep: Keep): AsyncGenerator<Event, void> {
  const { incumbent } = task;
  const { instance } = incumbent;
  const target = withoutMigrations(incumbent.target);
  const [{ objective }] = target.terms;
  yield eventOf(task, { kind: "critical-path" });
  if (objective.name === "balance") yield* boundsOfLoads(task);
  const candidates = candidateMeasures(instance);
  if (objective.name === "cost" || objective.name === "energy") {
    yield* boundsOfRents(task, candidates, objective.name);
    return;
  }
  let measures: readonly AreaMeasure[] = [];
  const rounds = isMakespan(target) ? ROUNDS : 1;
  for (let round = 0; round < rounds; round++) {
    const before = incumbent.bound?.value ?? 0;
    const last = isMakespan(target) && round > 0 ? before / target.terms[0].factor : Infinity;
    const found = await solveAreas(task, candidates, "time", last);
    if (found === undefined) break;
    measures = pricedMeasures(instance, candidates, found.area, found.duals);
    if (round === 0) keep(worths(instance, found.area, found.duals));
    const infeasible = refutedBy(task, measures);
    if (infeasible !== undefined) return yield { infeasible, work: 0 };
    if (!isMakespan(target)) break;
    const known = Math.ceil((incumbent.bound?.value ?? 0) / target.terms[0].factor);
    const most =
      incumbent.value === undefined ? 4 * known + 1 : incumbent.value / target.terms[0].factor;
    const certificate = energyPrices(instance, measures, known, Math.floor(most));
    if (certificate !== undefined) yield eventOf(task, certificate);
    if ((incumbent.bound?.value ?? 0) <= before) break;
  }
  if (measures.length === 0) return;
  for (const certificate of proposals(instance, target, measures)) {
    yield eventOf(task, certificate);
  }
}

/** Why there is no plan, if at these prices more must run at some time than there is. */
function refutedBy({ incumbent }: LevelTask, measures: readonly AreaMeasure[]): string | undefined {
  if (incumbent.plan !== undefined || incumbent.limits.length > 0 || measures.length === 0) {
    return undefined;
  }
  return overpriced(incumbent.instance, measures);
}

function* proposals(
  instance: Instance,
  target: Target,
  measures: readonly AreaMeasure[],
): Generator<Certificate, void, void> {
  const [{ objective }] = target.terms;
  if (objective.name === "weighted-completion" || objective.name === "weighted-tardiness") {
    yield* busyPrices(instance, target, measures);
  }
  if (objective.name !== "late-tasks") return;
  const dates = [...new Set(instance.tasks.flatMap(({ due }) => due ?? []))].sort((a, b) => a - b);
  const step = Math.max(1, dates.length / DATES);
  for (let i = 0; i < dates.length; i += step) {
    yield { kind: "late-prices", at: dates[Math.floor(i)], measures };
  }
}

/** Prices on how full resource copies are on average. */
function* boundsOfLoads({ incumbent }: LevelTask): Generator<Event, void> {
  const { instance, target } = incumbent;
  for (const bound of loadPriceBounds(instance, target, { passes: LOAD_PASSES })) {
    yield bound === undefined ? { work: 0 } : { bound, work: 0 };
  }
}

async function* boundsOfRents(
  task: LevelTask,
  candidates: readonly Candidate[],
  goal: "cost" | "energy",
): AsyncGenerator<Event, void> {
  const found = await solveAreas(task, candidates, goal, Infinity);
  if (found === undefined) return;
  const per = goal === "cost" ? 3_600_000 : 1000;
  // A hair less than the duals, whose sums a solver knows to nine digits.
  const scale = (RENT_DENOMINATOR * (1 - 1e-9) * per) / UNIT;
  const { instance } = task.incumbent;
  const measures = pricedMeasures(instance, candidates, found.area, found.duals, scale);
  if (measures.length === 0) return;
  yield eventOf(task, { kind: "rent-prices", denominator: RENT_DENOMINATOR, measures });
}

async function solveAreas(
  { incumbent, clock }: LevelTask,
  candidates: readonly Candidate[],
  goal: AreaGoal,
  last: number,
): Promise<{ readonly area: AreaProgram; readonly duals: Float64Array } | undefined> {
  const { instance, target, bound } = incumbent;
  const known = isMakespan(target) ? (bound?.value ?? 0) / target.terms[0].factor : 0;
  const area = areaProgram(instance, candidates, goal, last, UNIT, known);
  // Under a work limit no clock may decide.
  const isTimed = clock.workLeft() === undefined;
  const limits = isTimed ? { timeLimit: timeFor(clock.left() ?? Infinity) } : {};
  const hooks = clock.signal === undefined ? {} : { signal: clock.signal };
  try {
    const { duals } = await solveCounted("highs", area.program, limits, hooks, clock);
    return duals === undefined ? undefined : { area, duals };
  } catch (error) {
    // The search goes on without prices.
    if (error instanceof SolverError) return undefined;
    throw error;
  }
}

function timeFor(left: number): number {
  return Math.min(LONGEST, Math.max(SHARE * left, Math.min(LEAST, left / 2)));
}

function eventOf({ incumbent }: LevelTask, certificate: Certificate): Event {
  const bound = certified(incumbent.instance, incumbent.target, certificate.kind, certificate);
  return { work: 0, ...(bound !== undefined && { bound }) };
}

/** What the duals say a millisecond of a whole copy is worth, relative to the mean. */
function worths(instance: Instance, { areas }: AreaProgram, duals: Float64Array): Float64Array {
  const worth = new Float64Array(instance.resources.length);
  for (const { entry, row } of areas) if (entry >= 0) worth[entry] += Math.max(0, -duals[row]);
  const mean = worth.reduce((sum, one) => sum + one, 0) / Math.max(1, worth.length);
  return worth.map((one) => (mean > 0 ? one / mean + 0.01 : 1));
}
