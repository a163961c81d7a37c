import { type SearchInput, searchSchedule } from "../../heuristics/schedule/search.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import type { LevelLimit } from "../../instance/level-limit.ts";
import { targetsOf } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { evaluateTarget } from "../../plan/evaluate.ts";
import { makeRandom } from "../../util/random.ts";
import type { Event, LevelTask } from "../method.ts";
import { worthsOf } from "./areas.ts";

/** Units of work of a round of the search, which looks at some 60,000 places: about ten milliseconds each. */
const WORK = 10;

/** How a search differs from the usual one. */
export interface SearchOptions
  extends Pick<SearchInput, "admits" | "makeSchedule" | "isRough" | "isLate"> {
  /** What the trace calls its plans. */
  readonly source?: string;
}

/** Lists, unless there is a plan to start from, then ruin and recreate, at the prices of time that bounds have found. */
export function* scheduleEvents(
  task: LevelTask,
  { source = "schedule search", ...how }: SearchOptions = {},
): Generator<Event, void> {
  const { incumbent, seed } = task;
  const { instance, target, limits } = incumbent;
  const view = scheduleView(instance);
  if (view === undefined) return;
  const start = incumbent.start?.plan;
  const budget = budgetOf(instance);
  const price = worthsOf(incumbent);
  const events = searchSchedule(
    {
      view,
      target,
      limits: budget === undefined ? limits : [...limits, budget],
      heard: () => incumbent.plan?.plan,
      ...(incumbent.bound !== undefined && { bound: incumbent.bound.value }),
      ...(start !== undefined && { start }),
      ...(price !== undefined && { price }),
      ...how,
    },
    makeRandom(seed),
  );
  for (const { plan, ...event } of events) {
    // The search does not add up transfers.
    const isPaid =
      plan !== undefined &&
      (budget === undefined || evaluateTarget(instance, plan, budget.target) <= budget.atMost);
    const work = event.isWithin ? 1 : WORK;
    yield {
      ...event,
      work,
      ...(isPaid && { plan, source, ...(how.isRough && { isRough: true }) }),
    };
  }
}

/** The budget as a limit on the cost, as earlier levels have them. */
function budgetOf(instance: Instance): LevelLimit | undefined {
  if (instance.budget === undefined) return undefined;
  const weight = { numerator: 1, denominator: 1 };
  const [target] = targetsOf(instance, [{ name: "cost", tolerance: 0, weight }], "lexicographic");
  return { target, atMost: instance.budget };
}
