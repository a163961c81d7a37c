import type { Random } from "../../util/random.ts";
import { exchangeAll, exchangesOf } from "../assignment/exchange.ts";
import type { ExchangeSearch } from "../exchange.ts";
import { type Aim, toldOf } from "./anneal.ts";
import { type MakespanLoads, setLimit } from "./loads.ts";
import type { PricedMakespan } from "./priced-core.ts";

/** What a unit of priced load costs beside a unit of priced overload: what is saved is room for what is over. */
const LOAD_COST = 0.3;

/**
 * Makes exchanges, from tasks in random order, until none is left that lowers the priced overload
 * sum_i price_i max(0, load_i - limit) and a share of the priced load. Yields the makespan whenever the limit is met, and 0
 * now and then.
 */
export function* descend(
  priced: PricedMakespan,
  loads: MakespanLoads,
  { limit, lower }: Aim,
  random: Random,
): Generator<number, void, void> {
  setLimit(loads, limit);
  const exchanges = makeMakespanExchanges(priced, loads);
  for (const isChanged of exchangeAll(exchanges, loads.core.tasks, random)) {
    const isMet = isChanged && loads.room.every((left) => left >= 0);
    if (isChanged && !isMet) continue;
    if (!(yield* toldOf(loads, isMet, lower))) return;
  }
}

/** Exchanges below the limit of the loads; free room is what is sought. */
export function makeMakespanExchanges(
  priced: PricedMakespan,
  loads: MakespanLoads,
): ExchangeSearch {
  const { overloadPrice, core } = priced;
  const penalty = overloadPrice.map((one) => one / LOAD_COST);
  return exchangesOf(priced, loads, new Float64Array(core.resources), penalty);
}
