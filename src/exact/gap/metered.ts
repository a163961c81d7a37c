import type { CoreEvent } from "../../cores/events.ts";
import type { Relaxation } from "./relaxation.ts";

/** The same events, each with the cells of knapsack tables that it took. */
export function* metered(
  events: Iterable<CoreEvent>,
  { work }: Pick<Relaxation, "work">,
): Generator<CoreEvent, void, void> {
  let told = work.cells;
  for (const event of events) {
    yield { ...event, work: work.cells - told };
    told = work.cells;
  }
}
