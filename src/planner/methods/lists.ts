import { frugal } from "../../heuristics/frugal.ts";
import { HEURISTICS } from "../../heuristics/registry.ts";
import type { Heuristic } from "../../heuristics/types.ts";
import type { Instance } from "../../instance/types.ts";
import { makeRandom } from "../../util/random.ts";
import type { Event, LevelEnd, LevelTask, Method } from "../method.ts";
import { needsTables } from "./needs.ts";

/** Every greedy heuristic that applies, one after the other; the proof is left to the bounds. */
export const greedy: Method = {
  name: "greedy",
  role: "start",
  about: "all greedy lists below, one after the other",
  fits: needsTables,
  events: listEvents,
};

/** Each greedy heuristic as a method of its own. */
export const LISTS: readonly Method[] = HEURISTICS.map((heuristic) => ({
  name: heuristic.name,
  role: "start",
  about: heuristic.about,
  fits: (task) => {
    const fit = needsTables(task);
    return fit === true ? heuristic.supports(task.incumbent.instance, task.incumbent.target) : fit;
  },
  events: (task) => plansOf(heuristic, task),
}));

function* plansOf(heuristic: Heuristic, { incumbent, seed }: LevelTask): Generator<Event, void> {
  const { instance, target } = incumbent;
  for (const plan of heuristic.plans(instance, target, makeRandom(seed))) {
    yield { plan, source: heuristic.name };
  }
}

function* listEvents(task: LevelTask): Generator<Event, LevelEnd | undefined> {
  const { instance, target } = task.incumbent;
  const reasons: string[] = [];
  for (const heuristic of HEURISTICS) {
    const supported = heuristic.supports(instance, target);
    if (supported !== true) {
      reasons.push(`${heuristic.name}: ${supported}.`);
      continue;
    }
    yield* plansOf(heuristic, task);
    yield { work: 0 };
    if (heuristic === frugal && task.incumbent.plan !== undefined && isLarge(instance)) break;
  }
  if (reasons.length < HEURISTICS.length) return undefined;
  const note = `No greedy heuristic applies. ${reasons.join(" ")}`;
  return { termination: "unsupported", note };
}

/** Pairs of copies from which on the other recipes take seconds and rarely beat `frugal` where it applies. */
const LARGE_PAIRS = 500_000;

function isLarge({ taskOfCopy, resourceOfCopy }: Instance): boolean {
  return taskOfCopy.length * resourceOfCopy.length > LARGE_PAIRS;
}
