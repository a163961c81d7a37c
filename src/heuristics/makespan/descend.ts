import type { Random } from "../../util/random.ts";
import type { Aim, MovingPlan } from "./anneal.ts";
import { makeExchanges } from "./exchange.ts";
import type { MakespanLandscape } from "./landscape.ts";

/** Pairs of tasks looked at between two yields. */
const STRIDE = 2_000_000;

/**
 * Makes exchanges, from tasks in random order, until none is left that lowers the priced overload
 * sum_i price_i max(0, load_i - limit) and a share of the priced load. Yields the makespan whenever the limit is met, and 0
 * now and then.
 */
export function* descend(
  landscape: MakespanLandscape,
  plan: MovingPlan,
  { limit, lower }: Aim,
  random: Random,
): Generator<number, void, void> {
  const search = makeExchanges(landscape, plan);
  const order = random.shuffle(Array.from(plan.at.keys()));
  search.aim(limit);
  let aimed = limit;
  let seen = 0;
  // Ends when all tasks in a row have found nothing.
  for (let k = 0, quiet = 0; quiet < order.length; k = (k + 1) % order.length) {
    if (search.work() - seen > STRIDE) {
      seen = search.work();
      yield 0;
    }
    if (!search.tryFrom(order[k])) {
      quiet++;
      continue;
    }
    quiet = 0;
    const makespan = plan.load.reduce((most, one) => Math.max(most, one), 0);
    if (makespan > aimed) continue;
    yield makespan;
    const next = lower(makespan);
    if (next === undefined) return;
    aimed = next;
    search.aim(aimed);
  }
}
