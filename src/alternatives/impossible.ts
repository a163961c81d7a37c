import { isEligible, runtimeOf } from "../instance/features.ts";
import type { Instance } from "../instance/types.ts";
import { demandOf } from "../instance/usable.ts";
import { amountText, durationText } from "../plan/wording.ts";
import type { TaskPlace } from "./types.ts";

/** Why a task can be on no entry of a place, whatever else is where; undefined where nothing of that kind stands in the way. */
export function whyImpossible(
  instance: Instance,
  task: number,
  place: TaskPlace,
): string | undefined {
  let first: string | undefined;
  for (const entry of place.entries) {
    const why = whyNotOn(instance, task, entry);
    if (why === undefined) return undefined;
    first ??= why;
  }
  return first;
}

function whyNotOn(instance: Instance, t: number, r: number): string | undefined {
  const { tasks, resources, dimensions, mode } = instance;
  const { release, deadline, divisible } = tasks[t];
  const { capacity, from, until } = resources[r];
  if (!isEligible(instance, t, r)) {
    return "not eligible: labels, forbidden resources or missing runtimes rule it out";
  }
  if (divisible) return undefined;
  for (const [d, { name }] of dimensions.entries()) {
    const need = demandOf(instance, t, r, d);
    if (need > capacity[d]) {
      return `needs ${amountText(instance, d, need)} ${name}, and each has ${amountText(instance, d, capacity[d])}`;
    }
  }
  if (mode === "placement") return undefined;
  const time = runtimeOf(instance, t, r);
  const end = Math.max(release, from) + time;
  if (deadline !== undefined && end > deadline) {
    return `runs ${durationText(time)} there, too long for its deadline ${durationText(deadline)}`;
  }
  return until !== undefined && end > until
    ? `runs ${durationText(time)}, longer than it may run there`
    : undefined;
}
