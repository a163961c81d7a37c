import type { GapCore, MakespanCore } from "../../cores/types.ts";
import type { Random } from "../../util/random.ts";
import { annealLoads } from "../assignment/anneal.ts";
import { makeDiver } from "../assignment/dive.ts";
import { emptyLoads, setLoads } from "../assignment/loads.ts";
import { pricedCoreOf } from "../assignment/priced-core.ts";
import { completed } from "../assignment/start.ts";

/** Larger limits make knapsack tables too large for quick dives. */
const MOST_LIMIT = 2 ** 16;
/** Costs in a typical task: fine enough to tell places apart. */
const FINENESS = 2000;
/** Near resources of each task. */
const WIDTH = 16;
/** Every limit has a root of its own, so it may cost less than one that serves for all dives. */
const ROOT_CELLS = 3e8;
/** Of the free tasks that a dive decides at once; dives take turns. */
const SHARES = [0.06, 0.03];
/** Moves that spread what does not fit, by task. */
const MOVES = 2000;

/**
 * Assignments whose loads come near `limit`, maybe a little above: Lagrangian dives (see `makeDiver`) on the assignment
 * problem with capacity `limit` everywhere, where a task costs what it pays at prices `mu` on load (by entry) above its
 * least. One dive after another, for as long as the caller asks: yields an assignment after each, undefined in between;
 * nothing where limits are large or tables do not fit.
 */
export function* diveUnder(
  core: MakespanCore,
  mu: Float64Array,
  limit: number,
  random: Random,
): Generator<Int32Array | undefined, void, void> {
  if (limit > MOST_LIMIT) return;
  const priced = pricedCoreOf(coreUnder(core, mu, limit), WIDTH);
  yield;
  if (priced === undefined) return;
  const diving = makeDiver(priced, () => Number.POSITIVE_INFINITY, ROOT_CELLS);
  let step = diving.next();
  for (; !step.done; step = diving.next()) yield;
  if (step.value === undefined) return;
  for (let round = 0; ; round++) {
    const dive = step.value.dive(SHARES[round % SHARES.length], random);
    let part = dive.next();
    for (; !part.done; part = dive.next()) yield;
    const loads = emptyLoads(priced.core);
    setLoads(loads, completed(priced, part.value));
    const scale = priced.step;
    const cooling = { initial: 0.2 * scale, final: 0.05 * scale, soft: 2, hard: 60 };
    const moves = MOVES * core.tasks;
    for (const _ of annealLoads(priced, loads, { ...cooling, moves }, random)) yield;
    yield Int32Array.from(loads.at);
  }
}

function coreUnder(
  { tasks, resources, runtime, entry }: MakespanCore,
  mu: Float64Array,
  limit: number,
): GapCore {
  const cost = new Int32Array(tasks * resources);
  const weight = new Int32Array(tasks * resources);
  // A forbidden pair stays forbidden where load has no price.
  const priced = Float64Array.from(runtime, (one, e) =>
    one === Number.POSITIVE_INFINITY ? one : mu[entry[e % resources]] * one,
  );
  const least = new Float64Array(tasks).fill(Number.POSITIVE_INFINITY);
  priced.forEach((one, e) => {
    const j = Math.floor(e / resources);
    least[j] = Math.min(least[j], one);
  });
  const allowed = priced.filter((one) => one < Number.POSITIVE_INFINITY);
  const meanOf = (values: Float64Array) =>
    values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
  // Where every task has a free place, the others are the measure.
  const mean = meanOf(least) || meanOf(allowed);
  const scale = mean > 0 ? FINENESS / mean : 0;
  for (let e = 0; e < weight.length; e++) {
    weight[e] = Math.min(runtime[e], limit + 1);
    const reducedCost = priced[e] - least[Math.floor(e / resources)];
    cost[e] = Math.round(Math.min(scale * reducedCost, 1000 * FINENESS));
  }
  const capacity = new Int32Array(resources).fill(limit);
  return { tasks, resources, cost, weight, capacity, step: 1, offset: 0 };
}
