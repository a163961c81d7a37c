import type { CoreEvent, CoreShared } from "../../cores/events.ts";
import { largestLoad } from "../../cores/makespan.ts";
import type { MakespanCore } from "../../cores/types.ts";
import { InvariantError } from "../../util/errors.ts";
import { climb } from "./climb.ts";
import type { Decider } from "./decide.ts";
import { searchEvent } from "./evidence.ts";

/** Refutes limits from `known.lower` on, then decides some between it and the best value. */
export function* decideBetween(
  core: MakespanCore,
  decider: Decider,
  known: { readonly lower: number; readonly upper: number },
  shared: CoreShared,
  maxSteps: number,
): Generator<CoreEvent, void, void> {
  let { lower, upper: own } = known;
  const upper = () => Math.min(own, shared.upper());
  const { grain } = decider;
  let steps = 0;
  for (const event of climb(decider, lower, upper)) {
    if (event !== undefined && event.bound > lower) {
      lower = Math.min(event.bound, upper());
      yield lower === event.bound ? searchEvent(core, lower, event.refutation) : { bound: lower };
    } else if (++steps > maxSteps) return;
    else yield {};
  }
  const searches = new Map<number, ReturnType<Decider["search"]>>();
  let pace = decider.unit;
  const first = decider.unit === 1 ? FIRST_BUDGET : FIRST_COARSE;
  for (let budget = first; lower < upper(); budget *= 2) {
    lower = Math.max(lower, Math.min(shared.lower(), upper()));
    const began = lower;
    for (const limit of limitsBetween(lower, upper(), decider, pace)) {
      if (limit * grain + grain <= lower || limit * grain >= upper()) continue;
      const search = searches.get(limit) ?? decider.search(limit);
      searches.set(limit, search);
      let step = search.next();
      for (let left = budget; !step.done && left > 0; left--) {
        if (lower >= upper() || ++steps > maxSteps) return;
        yield {};
        step = search.next();
      }
      if (!step.done) continue;
      searches.delete(limit);
      const found = step.value;
      if (!(found instanceof Int32Array)) {
        const bound = Math.min((limit + 1) * grain, upper());
        if (bound > lower) {
          lower = bound;
          yield bound === limit + 1 ? searchEvent(core, bound, found) : { bound };
        }
        continue;
      }
      const value = largestLoad(core, found);
      if (grain === 1 && value > limit) {
        throw new InvariantError(`The search found a makespan of ${value} above ${limit}.`);
      }
      if (value < upper()) {
        own = value;
        yield { assignment: found, value };
      }
      // In coarse units there may be no assignment for this limit, and nothing above can be refuted.
      if (grain > 1 && pace <= decider.unit) return;
      break;
    }
    pace = lower > began ? 2 * pace : Math.max(decider.unit, Math.floor(pace / 4));
    if (decider.unit > 1 && lower > began) budget = first / 2;
  }
}

/** Nodes of each search in the first round. */
const FIRST_BUDGET = 100;
/** The same where knapsacks are coarse: their nodes take long. */
const FIRST_COARSE = 10;

/**
 * Limits worth a search beside each other: the lowest, whose refutation raises the bound, and some above it at growing
 * distances, where an assignment is easier to find. Where knapsacks are coarse, one that raises it by `pace`, and the
 * highest, since a refutation there ends it all. Where runtimes themselves are coarse only the lowest.
 */
function limitsBetween(
  lower: number,
  upper: number,
  { grain, unit }: Decider,
  pace: number,
): number[] {
  const limits = [Math.floor(lower / grain)];
  if (grain > 1) return [Math.min(limits[0] + pace, Math.ceil(upper / grain)) - 1];
  if (unit > 1) return [Math.min(lower + pace, upper) - 1, upper - 1];
  for (let ahead = 1; lower + ahead < upper; ahead *= 2) limits.push(lower + ahead);
  return limits;
}
