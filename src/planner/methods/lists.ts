import { COMPARATORS } from "../../heuristics/comparators/registry.ts";
import { frugal } from "../../heuristics/frugal.ts";
import { PLACEMENTS, SCHEDULES } from "../../heuristics/handles.ts";
import { HEURISTICS } from "../../heuristics/registry.ts";
import type { Heuristic } from "../../heuristics/types.ts";
import type { Instance } from "../../instance/types.ts";
import { unheard } from "../../plan/traits.ts";
import { makeRandom } from "../../util/random.ts";
import type { Event, LevelEnd, LevelTask, Method } from "../method.ts";
import { scheduleEvents } from "./schedule-search.ts";

/** Every greedy heuristic that applies, one after the other; the proof is left to the bounds. */
export const greedy: Method = {
  name: "greedy",
  role: "start",
  about: "the greedy lists below from frugal to cost-regret, one after the other",
  handles: [PLACEMENTS, SCHEDULES],
  events: (task) =>
    task.incumbent.instance.mode === "schedule" ? listsOverTime(task) : listEvents(task),
};

/** Each greedy heuristic as a method of its own, and then those of others. */
export const LISTS: readonly Method[] = [...HEURISTICS, ...COMPARATORS].map((heuristic) => ({
  name: heuristic.name,
  role: "start",
  about: heuristic.about,
  handles: [heuristic.handles],
  fits: ({ incumbent: { instance, target } }) => heuristic.supports(instance, target),
  events: (task) => plansOf(heuristic, task),
}));

function* plansOf(heuristic: Heuristic, { incumbent, seed }: LevelTask): Generator<Event, void> {
  const { instance, target } = incumbent;
  for (const plan of heuristic.plans(instance, target, makeRandom(seed))) {
    yield { plan, source: heuristic.name };
  }
}

/** The lists that a search over time begins with. */
function* listsOverTime(task: LevelTask): Generator<Event, undefined> {
  for (const event of scheduleEvents(task)) {
    yield event;
    if (event.isWithin) continue;
    const { plan, isList } = event;
    // A list brings nothing better than the plan that is there, or all lists have been through.
    if (isList !== true || (plan === undefined && task.incumbent.plan !== undefined)) return;
  }
}

function* listEvents(task: LevelTask): Generator<Event, LevelEnd | undefined> {
  const { clock } = task;
  const { instance, target } = task.incumbent;
  const reasons: string[] = [];
  /** Milliseconds of the longest list so far, with its restarts. */
  let longest = 0;
  for (const heuristic of HEURISTICS) {
    const isLeftOut = task.without?.has(heuristic.name) === true;
    const supported = isLeftOut
      ? "it is left out"
      : (unheard([heuristic.handles], task.incumbent) ?? heuristic.supports(instance, target));
    if (supported !== true) {
      reasons.push(`${heuristic.name}: ${supported}.`);
      continue;
    }
    // A list looks at no clock: with a plan at hand none begins that is likely to end too late.
    const began = clock.seconds();
    if (task.incumbent.plan !== undefined && (clock.left() ?? Infinity) < MARGIN * longest) {
      return { termination: "time-limit" };
    }
    yield* plansOf(heuristic, task);
    longest = Math.max(longest, 1000 * (clock.seconds() - began));
    yield { work: 0 };
    if (heuristic === frugal && task.incumbent.plan !== undefined && isLarge(instance)) break;
  }
  if (reasons.length < HEURISTICS.length) return undefined;
  const note = `No greedy heuristic applies. ${reasons.join(" ")}`;
  return { termination: "unsupported", note };
}

/** One list may take longer than another by this factor. */
const MARGIN = 2;

/** Pairs of copies from which on the other recipes take seconds and rarely beat `frugal` where it applies. */
const LARGE_PAIRS = 500_000;

function isLarge({ taskOfCopy, resourceOfCopy }: Instance): boolean {
  return taskOfCopy.length * resourceOfCopy.length > LARGE_PAIRS;
}
