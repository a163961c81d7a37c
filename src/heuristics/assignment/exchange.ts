import type { Random } from "../../util/random.ts";
import { type ExchangeSearch, makeExchanges } from "../exchange.ts";
import type { Landscape } from "./landscape.ts";
import { type MovingLoads, type Pairs, put, take } from "./loads.ts";

/** Near resources of a task that exchanges look at: each costs as much as all tasks there. */
const WIDTH = 10;
/** Price of overload, in prices of capacity. */
const STRICT = 3;
/** Pairs of tasks looked at between two yields. */
const STRIDE = 1_000_000;

/** Exchanges of a core's assignment; they may pass through overload, which is dear. */
export function makeAssignmentExchanges(landscape: Landscape, loads: MovingLoads): ExchangeSearch {
  const { lambda, overloadPrice } = landscape;
  const penalty = overloadPrice.map((one, i) => STRICT * one - lambda[i]);
  const near = nearest(landscape);
  return exchangesOf({ ...landscape, ...near }, loads, lambda, penalty);
}

/** Exchanges where a unit of free room costs `price` and one of overload `penalty`, by resource. */
export function exchangesOf(
  { core: { tasks, resources, weight }, excess, near, width }: Landscape<Pairs>,
  loads: MovingLoads,
  price: Float64Array,
  penalty: Float64Array,
): ExchangeSearch {
  const problem = { tasks, resources, excess, weight, near, width, price, penalty };
  return makeExchanges(problem, loads, (task, resource) => {
    take(loads, task);
    put(loads, task, resource);
  });
}

function nearest({ core, near, width }: Landscape) {
  if (width <= WIDTH) return { near, width };
  const fewer = new Int32Array(core.tasks * WIDTH);
  for (let j = 0; j < core.tasks; j++) {
    fewer.set(near.subarray(j * width, j * width + WIDTH), j * WIDTH);
  }
  return { near: fewer, width: WIDTH };
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
