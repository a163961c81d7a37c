import type { Random } from "../../util/random.ts";
import { type ExchangeProblem, type ExchangeSearch, makeExchanges } from "../exchange.ts";
import type { Aim } from "./anneal.ts";
import type { MakespanLandscape } from "./landscape.ts";
import { type MovingPlan, makespanOf, move } from "./moving-plan.ts";

/** What a unit of priced load costs beside a unit of priced overload: what is saved is room for what is over. */
const LOAD_COST = 0.3;
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
  const exchanges = makeMakespanExchanges(landscape, plan, limit);
  const order = random.shuffle(Array.from(plan.at.keys()));
  let aimed = limit;
  let seen = 0;
  // Ends when all tasks in a row have found nothing.
  for (let k = 0, quiet = 0; quiet < order.length; k = (k + 1) % order.length) {
    if (exchanges.work() - seen > STRIDE) {
      seen = exchanges.work();
      yield 0;
    }
    if (!exchanges.tryFrom(order[k])) {
      quiet++;
      continue;
    }
    quiet = 0;
    const makespan = makespanOf(plan);
    if (makespan > aimed) continue;
    yield makespan;
    const next = lower(makespan);
    if (next === undefined) return;
    exchanges.lowerBy(aimed - next);
    aimed = next;
  }
}

/** Exchanges below a limit on load. */
export interface MakespanExchanges extends ExchangeSearch {
  lowerBy(amount: number): void;
}

export function makeMakespanExchanges(
  { core, price, excess, near, width }: MakespanLandscape,
  plan: MovingPlan,
  limit: number,
): MakespanExchanges {
  const { tasks, resources, runtime } = core;
  const room = plan.load.map((one) => limit - one);
  const problem: ExchangeProblem = {
    tasks,
    resources,
    excess,
    weight: runtime,
    near,
    width,
    // Free room is what is sought.
    price: new Float64Array(resources),
    penalty: price.map((one) => one / LOAD_COST),
  };
  const search = makeExchanges(problem, { ...plan, room }, (task, resource) => {
    room[plan.at[task]] += runtime[task * resources + plan.at[task]];
    room[resource] -= runtime[task * resources + resource];
    move(plan, core, task, resource);
  });
  return {
    ...search,
    lowerBy(amount) {
      for (let i = 0; i < resources; i++) room[i] -= amount;
    },
  };
}
