import type { LevelLimit } from "../../../models/types.ts";
import {
  type ScheduleEvent,
  type SearchInput,
  searchSchedule,
} from "../../heuristics/schedule/search.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import { targetsOf } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { evaluateTarget } from "../../plan/evaluate.ts";
import { makeRandom } from "../../util/random.ts";
import { breathe } from "../clock.ts";
import { goalReached, type LevelEnd, type LevelTask, type Method } from "../method.ts";
import { refuteByOthers } from "../refute.ts";
import { raiseOverTime } from "./bounds.ts";
import { solveOverTime } from "./program.ts";

/** Without a time or work limit: events in all, and in a row without a better plan, after which a search ends. */
const MOST_EVENTS = 3000;
const STALE_EVENTS = 400;

/** Events of the search before the program begins, so that it starts from a good plan; without any it waits no longer. */
const OPENING = 60;
const LONGEST_OPENING = 180;

/** The method of that name for the mode of an instance: what plans sequences and placements knows nothing of schedules. */
export function methodFor({ mode }: Instance, method: Method): Method {
  if (mode !== "schedule") return method;
  const run = OVER_TIME[method.name];
  if (run !== undefined)
    return { ...method, usesSolver: method.name === "auto" || method.name === "milp", run };
  return {
    ...method,
    usesSolver: false,
    run: async () => ({
      termination: "unsupported",
      note: `The method ${method.name} does not plan tasks side by side over time.`,
    }),
  };
}

const OVER_TIME: Readonly<Record<string, Method["run"]>> = {
  greedy: (task) => searchOverTime(task, { enough: isFirstDone(task) }),
  local: (task) => searchOverTime(task),
  milp: async (task) => {
    if (task.incumbent.start === undefined)
      await searchOverTime(task, { enough: isFirstDone(task) });
    return task.clock.stopped() === undefined ? await solveOverTime(task) : stoppedEnd(task);
  },
  auto: planOverTime,
};

/** Bounds, a search, and, where it is small enough, the program in a thread of its own beside it. */
async function planOverTime(task: LevelTask): Promise<LevelEnd> {
  return await planAtPrices(task, await raiseOverTime(task));
}

/** The same once bounds are raised; `price` is what `raiseOverTime` gave. */
export async function planAtPrices(
  task: LevelTask,
  price: ArrayLike<number> | undefined,
): Promise<LevelEnd> {
  const { incumbent, clock, goal } = task;
  const isTimed = clock.left() !== undefined;
  const priced = price === undefined ? {} : { price };
  const isOver = () => goalReached(incumbent, goal) || clock.stopped() !== undefined;
  let events = 0;
  const areListsDone = ({ isList }: ScheduleEvent) => ++events > 0 && isList !== true;
  const lists = await searchOverTime(task, { ...priced, enough: areListsDone });
  if (isOver()) return lists;
  await refuteByOthers(task, raiseOverTime);
  if (isOver()) return stoppedEnd(task);
  const isOpen = () => ++events >= (incumbent.start === undefined ? LONGEST_OPENING : OPENING);
  const opening = await searchOverTime(task, { ...priced, ...(isTimed && { enough: isOpen }) });
  if (isOver()) return opening;
  if (!isTimed) {
    const end = await solveOverTime(task);
    return end.termination === "unsupported" ? opening : end;
  }
  const over = new AbortController();
  const signals = clock.signal === undefined ? [over.signal] : [clock.signal, over.signal];
  const aside = { ...task, clock: { ...clock, signal: AbortSignal.any(signals) } };
  const program = solveOverTime(aside).then((end) => {
    if (endsSearch(end)) over.abort();
    return end;
  });
  const search = searchOverTime(task, { ...priced, enough: () => over.signal.aborted }).finally(
    () => over.abort(),
  );
  program.catch(() => over.abort());
  const [end, searched] = await Promise.all([program, search]);
  return endsSearch(end) ? end : searched;
}

/** True if the program has said all there is to say. */
function endsSearch({ termination }: LevelEnd): boolean {
  return termination === "completed" || termination === "infeasible";
}

/** The budget as a limit on the cost, as earlier levels have them. */
function budgetOf(instance: Instance): LevelLimit | undefined {
  if (instance.budget === undefined) return undefined;
  const weight = { numerator: 1, denominator: 1 };
  const [target] = targetsOf(instance, [{ name: "cost", tolerance: 0, weight }], "lexicographic");
  return { target, atMost: instance.budget };
}

/** True once a list brings nothing better than the plan that is there, or all lists have been through. */
export function isFirstDone({ incumbent }: LevelTask): (event: ScheduleEvent) => boolean {
  return ({ plan, isList }) =>
    isList !== true || (plan === undefined && incumbent.plan !== undefined);
}

function stoppedEnd({ clock }: LevelTask): LevelEnd {
  return { termination: clock.stopped() ?? "completed" };
}

/** How a search differs from the usual one. */
export interface SearchOptions
  extends Pick<SearchInput, "price" | "admits" | "makeBoard" | "isRough"> {
  /** What the trace calls its plans. */
  readonly source?: string;
  /** True where it may end after an event. */
  readonly enough?: (event: ScheduleEvent) => boolean;
}

/** Lists and local search until the goal, the clock or, where nothing else limits it, `enough`. */
export async function searchOverTime(
  task: LevelTask,
  { enough = () => false, source = "schedule search", ...how }: SearchOptions = {},
): Promise<LevelEnd> {
  const { incumbent, clock, goal } = task;
  const { instance, target, limits } = incumbent;
  const view = scheduleView(instance);
  if (view === undefined) return { termination: "completed" };
  const start = incumbent.start?.plan;
  const budget = budgetOf(instance);
  const events = searchSchedule(
    {
      view,
      target,
      limits: budget === undefined ? limits : [...limits, budget],
      heard: () => incumbent.plan?.plan,
      ...(incumbent.bound !== undefined && { bound: incumbent.bound.value }),
      ...(start !== undefined && { start }),
      ...how,
    },
    makeRandom(task.seed),
  );
  let [count, stale] = [0, 0];
  for (const event of events) {
    if (event.isWithin) {
      clock.spend();
      const stopped = clock.stopped();
      if (stopped !== undefined) return { termination: stopped };
      await breathe();
      continue;
    }
    count++;
    const better =
      event.plan !== undefined &&
      // The search does not add up transfers.
      (budget === undefined ||
        evaluateTarget(instance, event.plan, budget.target) <= budget.atMost) &&
      incumbent.offer(event.plan, source, { isRough: how.isRough === true });
    stale = better ? 0 : stale + 1;
    clock.spend();
    if (goalReached(incumbent, goal) || enough(event)) return { termination: "completed" };
    const stopped = clock.stopped();
    if (stopped !== undefined) return { termination: stopped };
    const isLimited = clock.left() !== undefined || clock.workLeft() !== undefined;
    if (!isLimited && (count >= MOST_EVENTS || stale >= STALE_EVENTS)) break;
    await breathe();
  }
  return { termination: "completed" };
}
