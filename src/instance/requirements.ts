import type { Issue } from "../util/errors.ts";
import { isEligible } from "./features.ts";
import type { Instance, ObjectiveName, ObjectiveSpec } from "./types.ts";

/**
 * What the objectives need and the instance does not have, and objectives asked for twice.
 * Item i is at path `/objectives/i`, or at `pathOf(i)`.
 */
export function requirementIssues(
  instance: Instance,
  objectives: readonly (ObjectiveSpec | undefined)[],
  pathOf: (item: number) => string = (item) => `/objectives/${item}`,
): readonly Issue[] {
  const first = new Map<string, number>();
  return objectives.flatMap((spec, i) => {
    if (spec === undefined) return [];
    const path = pathOf(i);
    const key = `${spec.name}:${spec.dimension ?? ""}:${spec.byPriority ?? false}`;
    const earlier = first.get(key);
    if (earlier !== undefined) {
      return [{ path, message: `${spec.name} is asked for already, at ${pathOf(earlier)}` }];
    }
    first.set(key, i);
    if (spec.byPriority && instance.combine === "weighted") {
      const message = `${spec.name} by priority is one level after another, so it cannot be weighted`;
      return [{ path, message }];
    }
    const lacks = LACKS[spec.name]?.(instance, spec);
    return lacks === undefined ? [] : [{ path, message: `${spec.name} ${lacks}` }];
  });
}

/** A sentence without its subject, or undefined if nothing is missing. */
type Lacks = (instance: Instance, spec: ObjectiveSpec) => string | undefined;

const LACKS: Readonly<Partial<Record<ObjectiveName, Lacks>>> = {
  utilization: lacksCapacity,
  "completion-time": lacksRuntime,
  makespan: lacksRuntime,
  balance: lacksWindow,
  spread: lacksWindow,
  energy: (instance) => lacksRuntime(instance) ?? lacksPower(instance),
  "weighted-completion": (instance) => lacksBatch(instance) ?? lacksWhole(instance),
  "weighted-tardiness": lacksSchedule,
  "late-tasks": lacksSchedule,
};

function lacksRuntime({ tasks }: Instance): string | undefined {
  const t = tasks.findIndex(({ hasRuntime }) => !hasRuntime);
  return t < 0 ? undefined : `needs a runtime, /tasks/${t} has none`;
}

function lacksPower(instance: Instance): string | undefined {
  const { resources, tasks } = instance;
  for (let r = 0; r < resources.length; r++) {
    if (resources[r]!.power !== undefined) continue;
    const t = tasks.findIndex((_, task) => isEligible(instance, task, r));
    if (t >= 0) return `needs the power of each eligible resource, /resources/${r} has none`;
  }
  return undefined;
}

function lacksCapacity(instance: Instance, { dimension }: ObjectiveSpec): string | undefined {
  if (dimension === undefined) return 'needs a dimension, such as "utilization:gpu"';
  const { resources, dimensions } = instance;
  if (resources.some(({ capacity }) => capacity[dimension]! > 0)) return undefined;
  return `needs capacity of ${dimensions[dimension]!.name}, no resource has any`;
}

function lacksWindow(
  { mode, resources, dimensions }: Instance,
  spec: ObjectiveSpec,
): string | undefined {
  if (mode === "placement") return undefined;
  if (mode === "batch" && spec.dimension !== undefined) {
    return "is about busy time where each resource runs one task at a time, so it takes no dimension";
  }
  const has = (d: number) => resources.some(({ capacity }) => capacity[d]! > 0);
  if (mode === "schedule" && !dimensions.some((_, d) => has(d))) {
    return "compares how full resources are over time, and none has any capacity";
  }
  const r = resources.findIndex(({ until }) => until === undefined);
  return r < 0 ? undefined : `needs a window in batch mode, /resources/${r} has no available.until`;
}

function lacksBatch({ mode }: Instance): string | undefined {
  return mode === "placement" ? "needs batch mode" : undefined;
}

function lacksSchedule(instance: Instance): string | undefined {
  if (instance.mode === "batch")
    return "must stand in the document, because it decides how the document is read";
  if (instance.mode === "placement") return lacksBatch(instance);
  const isDue = instance.tasks.some(({ due }) => due !== undefined);
  return isDue ? undefined : "needs a task with a due date, none has any";
}

function lacksWhole({ tasks }: Instance): string | undefined {
  const t = tasks.findIndex(({ divisible }) => divisible);
  return t < 0 ? undefined : `needs tasks that run whole, /tasks/${t} is divisible`;
}
