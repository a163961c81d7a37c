import { isEligible } from "../features.ts";
import type { Setting } from "../setting.ts";
import type { ObjectiveScope } from "./objective.ts";

/*
 * What instances lack for objectives, as sentences without their subject; undefined if nothing.
 */

/** Of what counts runtimes. */
export function lacksRuntime({ tasks }: Setting): string | undefined {
  const t = tasks.findIndex(({ hasRuntime }) => !hasRuntime);
  return t < 0 ? undefined : `needs a runtime, /tasks/${t} has none`;
}

/** Of what counts power. */
export function lacksPower(setting: Setting): string | undefined {
  const { resources, tasks } = setting;
  for (let r = 0; r < resources.length; r++) {
    if (resources[r]!.power !== undefined) continue;
    const t = tasks.findIndex((_, task) => isEligible(setting, task, r));
    if (t >= 0) return `needs the power of each eligible resource, /resources/${r} has none`;
  }
  return undefined;
}

/** Of what counts a part of all capacity. */
export function lacksCapacity(
  { resources, dimensions }: Setting,
  { dimension }: ObjectiveScope,
): string | undefined {
  if (dimension === undefined) return 'needs a dimension, such as "utilization:gpu"';
  if (resources.some(({ capacity }) => capacity[dimension]! > 0)) return undefined;
  return `needs capacity of ${dimensions[dimension]!.name}, no resource has any`;
}

/** Of what compares how full resources are. */
export function lacksWindow(
  { mode, resources, dimensions }: Setting,
  asked: ObjectiveScope,
): string | undefined {
  if (mode === "placement") return undefined;
  if (mode === "batch" && asked.dimension !== undefined) {
    return "is about busy time where each resource runs one task at a time, so it takes no dimension";
  }
  const has = (d: number) => resources.some(({ capacity }) => capacity[d]! > 0);
  if (mode === "schedule" && !dimensions.some((_, d) => has(d))) {
    return "compares how full resources are over time, and none has any capacity";
  }
  const r = resources.findIndex(({ until }) => until === undefined);
  return r < 0 ? undefined : `needs a window in batch mode, /resources/${r} has no available.until`;
}

/** Of what looks at ends. */
export function lacksBatch({ mode }: Setting): string | undefined {
  return mode === "placement" ? "needs batch mode" : undefined;
}

/** Of what compares ends with due dates. */
export function lacksDueDates(setting: Setting): string | undefined {
  if (setting.mode === "batch")
    return "must stand in the document, because it decides how the document is read";
  const isDue = setting.tasks.some(({ due }) => due !== undefined);
  return lacksBatch(setting) ?? (isDue ? undefined : "needs a task with a due date, none has any");
}

/** Of what counts each task with its end. */
export function lacksWhole({ tasks }: Setting): string | undefined {
  const t = tasks.findIndex(({ divisible }) => divisible);
  return t < 0 ? undefined : `needs tasks that run whole, /tasks/${t} is divisible`;
}
