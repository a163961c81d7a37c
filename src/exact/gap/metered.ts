import type { Relaxation } from "./relaxation.ts";
import type { GapEvent } from "./types.ts";

/** The same events, each with the cells of knapsack tables that it took. */
export function* metered(
  events: Iterable<GapEvent>,
  { work }: Pick<Relaxation, "work">,
): Generator<GapEvent, void, void> {
  let told = work.cells;
  for (const event of events) {
    yield { ...event, work: work.cells - told };
    told = work.cells;
  }
}
