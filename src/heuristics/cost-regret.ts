import { isGain, targetParts } from "../instance/objectives/kinds.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { type Choice, LOOKED, type Rank } from "./choice.ts";
import { entriesInOrder } from "./entries.ts";
import { greedyPlans } from "./greedy.ts";
import { PLACEMENTS } from "./handles.ts";
import { demandKey } from "./keys.ts";
import type { ListPlan } from "./list-plan.ts";
import { levelKindOf, marginalOf, moneyRank } from "./marginal.ts";
import { eachCandidate, placeUnit } from "./place.ts";
import type { Heuristic } from "./types.ts";

/**
 * Whoever would lose most by not getting the cheapest resource copy goes first. Martello and Toth (1981),
 * An algorithm for the generalized assignment problem; with ends instead of costs: sufferage, Maheswaran
 * et al. (1999), DOI 10.1006/jpdc.1999.1581.
 */
export const costRegret: Heuristic = {
  name: "cost-regret",
  about: "tasks by what their second-best resource would cost more, each where it is cheapest",
  handles: PLACEMENTS,
  supports: () => true,
  plans: (instance, target, random) =>
    greedyPlans(instance, target, random, {
      key: demandKey,
      choice: () => ({
        by: rankOf(instance, target),
        entries: entriesInOrder(instance),
        divide: levelKindOf(instance, target),
      }),
      fill: fillByRegret,
    }),
};

/** Where the target does not tell resources apart, money does. */
function rankOf(instance: Instance, target: Target): Rank {
  const blind = targetParts(instance, target).every(isGain);
  return blind ? moneyRank : marginalOf(instance, target);
}

/** Regrets renewed for each unit on average before stale ones are trusted; fewer where each is dear. */
const LOOKS = 3;
const EFFORT = 1_000_000;

/** Copies of a large entry that are ranked. */
const RANKED = 4;

/**
 * Regrets only matter at the top, so they are renewed lazily: the unit with the largest known regret is
 * looked at again and goes back if it lost its lead.
 */
function fillByRegret(
  state: ListPlan,
  units: readonly (readonly number[])[],
  choice: Choice,
): (readonly number[])[] {
  const failed: (readonly number[])[] = [];
  const queue = units.map((unit) => ({ unit, regret: regretOf(state, unit, choice) }));
  queue.sort((a, b) => a.regret - b.regret);
  let looks = Math.min(LOOKS * units.length, units.length + EFFORT / choice.entries.length);
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
    const next = queue.at(-1);
    if (next !== undefined && looks-- > 0) {
      const regret = regretOf(state, item.unit, choice);
      if (regret < next.regret) {
        insert(queue, { unit: item.unit, regret });
        continue;
      }
    }
    if (!placeUnit(state, item.unit, choice)) failed.push(item.unit);
  }
  return failed;
}

/** Infinity if only one copy is left: whoever has no choice goes first. */
function regretOf(state: ListPlan, unit: readonly number[], { by, entries }: Choice): number {
  if (by === "first") return 0;
  let first = Infinity;
  let second = Infinity;
  eachCandidate(state, unit[0], entries, { ...LOOKED, first: RANKED }, (copy) => {
    const rank = by(state, unit[0], copy);
    if (rank < first) [first, second] = [rank, first];
    else if (rank < second) second = rank;
  });
  return second === Infinity ? Infinity : second - first;
}

function insert<T extends { regret: number }>(queue: T[], item: T): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (queue[middle].regret < item.regret) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, item);
}
