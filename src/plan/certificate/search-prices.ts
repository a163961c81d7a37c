import { CertificateRejection } from "./reading.ts";
import type { SearchCore } from "./search-core.ts";
import { bothEnds, type Effort, type Knapsack, worthOf } from "./search-penalties.ts";
import type { NodeState } from "./search-state.ts";

/**
 * Puts prices to use on a settled state: false if they lift the relaxation above `slack` (the limit times the
 * denominator), else every pair is closed that would do so if it were taken. The relaxation with task j on resource i is
 * its value + what i loses by taking j + what every other resource loses by leaving j. Throws Rejection if sums are
 * not exact.
 */
export function usePrices(
  core: SearchCore,
  state: NodeState,
  prices: readonly number[],
  denominator: number,
  slack: number,
  effort: Effort,
): boolean {
  const { tasks, resources } = core;
  refuseLarge(core, prices, denominator);
  let value = state.fixed * denominator;
  for (let j = 0; j < tasks; j++) if (state.home[j] === -1) value += prices[j];
  const offers: (Knapsack & { readonly task: readonly number[] })[] = [];
  const worth: number[] = [];
  for (let i = 0; i < resources; i++) {
    const offer = offerOf(core, state, prices, denominator, i);
    offers.push(offer);
    worth.push(worthOf(offer, effort));
    value -= worth[i];
  }
  if (value > slack) return false;
  const taking = new Float64Array(tasks * resources);
  const leaving = new Float64Array(tasks * resources);
  offers.forEach((offer, i) => {
    const { withItem, without } = bothEnds(offer, effort);
    const place = new Map(offer.task.map((j, t) => [j, t]));
    for (let j = 0; j < tasks; j++) {
      const e = j * resources + i;
      if (state.home[j] !== -1 || state.open[e] === 0) continue;
      const t = place.get(j);
      const profit = prices[j] - denominator * core.cost[e];
      const weight = Math.floor(core.weight[e] / core.grain[i]);
      taking[e] = worth[i] - withItem(weight, profit, t ?? offer.task.length);
      leaving[e] = t === undefined ? 0 : worth[i] - without(t);
    }
  });
  closePairs(core, state, taking, leaving, slack - value);
  return true;
}

function closePairs(
  { tasks, resources }: SearchCore,
  { home, open }: NodeState,
  taking: Float64Array,
  leaving: Float64Array,
  slack: number,
): void {
  for (let j = 0; j < tasks; j++) {
    if (home[j] !== -1) continue;
    let all = 0;
    for (let e = j * resources; e < (j + 1) * resources; e++) all += open[e] * leaving[e];
    for (let e = j * resources; e < (j + 1) * resources; e++) {
      if (open[e] === 1 && taking[e] + all - leaving[e] > slack) open[e] = 0;
    }
  }
}

function offerOf(
  { tasks, resources, cost, weight, grain }: SearchCore,
  { home, open, room }: NodeState,
  prices: readonly number[],
  denominator: number,
  i: number,
): Knapsack & { readonly task: readonly number[] } {
  const offer = { task: [] as number[], weight: [] as number[], profit: [] as number[] };
  for (let j = 0; j < tasks; j++) {
    const e = j * resources + i;
    if (home[j] !== -1 || open[e] === 0) continue;
    const profit = prices[j] - denominator * cost[e];
    if (profit <= 0) continue;
    offer.task.push(j);
    offer.weight.push(Math.floor(weight[e] / grain[i]));
    offer.profit.push(profit);
  }
  return { ...offer, room: Math.floor(room[i] / grain[i]) };
}

/** Every sum below is at most this in size. */
function refuseLarge(core: SearchCore, prices: readonly number[], denominator: number): void {
  let dearest = 0;
  for (const one of core.cost) if (one > dearest) dearest = one;
  const total = prices.reduce((sum, price) => sum + Math.abs(price), 0);
  const size = (total + core.tasks * denominator * dearest) * (core.resources + 1);
  if (size <= Number.MAX_SAFE_INTEGER / 2) return;
  throw new CertificateRejection("the prices are too large to be summed exactly");
}
