import type { Random } from "../../util/random.ts";
import { type ExchangeSearch, makeExchanges } from "../exchange.ts";
import { type MovingLoads, type Pairs, put, take } from "./loads.ts";
import type { PricedCore } from "./priced-core.ts";

/** Near resources of a task that exchanges look at: each costs as much as all tasks there. */
const WIDTH = 10;
/** Price of overload, in prices of capacity. */
const STRICT = 3;
/** Pairs of tasks looked at between two yields. */
const STRIDE = 1_000_000;

/** Exchanges of a core's assignment; they may pass through overload, which is dear. */
export function makeAssignmentExchanges(priced: PricedCore, loads: MovingLoads): ExchangeSearch {
  const { lambda, overloadPrice } = priced;
  const penalty = overloadPrice.map((one, i) => STRICT * one - lambda[i]);
  const candidates = nearest(priced);
  return exchangesOf({ ...priced, ...candidates }, loads, lambda, penalty);
}

/** Exchanges where a unit of free room costs `price` and one of overload `penalty`, by resource. */
export function exchangesOf(
  { core: { tasks, resources, weight }, reducedCost, candidates, width }: PricedCore<Pairs>,
  loads: MovingLoads,
  price: Float64Array,
  penalty: Float64Array,
): ExchangeSearch {
  const problem = { tasks, resources, reducedCost, weight, candidates, width, price, penalty };
  return makeExchanges(problem, loads, (task, resource) => {
    take(loads, task);
    put(loads, task, resource);
  });
}

function nearest({ core, candidates, width }: PricedCore) {
  if (width <= WIDTH) return { candidates, width };
  const fewer = new Int32Array(core.tasks * WIDTH);
  for (let j = 0; j < core.tasks; j++) {
    fewer.set(candidates.subarray(j * width, j * width + WIDTH), j * WIDTH);
  }
  return { candidates: fewer, width: WIDTH };
}

/**
 * Exchanges until no task in a row of all begins one. Yields now and then, and true whenever the plan changed. O(n) a row beside
 * the exchanges.
 */
export function* exchangeAll(
  search: ExchangeSearch,
  tasks: number,
  random: Random,
): Generator<boolean, void, void> {
  const order = random.shuffle(Array.from({ length: tasks }, (_, j) => j));
  let seen = search.work();
  for (let k = 0, quiet = 0; quiet < tasks; k = (k + 1) % tasks) {
    if (search.tryFrom(order[k])) {
      quiet = 0;
      yield true;
    } else quiet++;
    if (search.work() - seen < STRIDE) continue;
    seen = search.work();
    yield false;
  }
}
