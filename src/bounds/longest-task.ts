import { isCounted } from "../instance/priority.ts";
import type { Instance } from "../instance/types.ts";
import { sharedRuntime } from "./divisible.ts";
import { safeNumber } from "./exact.ts";
import { type BoundItem, factsOf, itemValue, leastValues, usableValue } from "./facts.ts";
import { AT_ONCE } from "./handles.ts";
import { boundMethod, type PartBound } from "./method.ts";

/** The latest of the earliest ends: no task can end before its quickest resource lets it. */
const lastEnd: PartBound<"last end"> = (instance) => {
  let longest = 0;
  for (const item of factsOf(instance).items) {
    const end = earliestEnd(instance, item);
    if (end === undefined) return undefined;
    longest = Math.max(longest, end);
  }
  return safeNumber(longest);
};

/**
 * When an item can have ended at the earliest if it runs alone; the last of its replicas. Placement mode:
 * its runtime. Undefined if it has no usable resource.
 */
function earliestEnd(instance: Instance, item: BoundItem): number | undefined {
  const { tasks, resources, mode } = instance;
  const release = Math.min(...item.members.map(({ task }) => tasks[task].release));
  const start = (r: number) => (mode === "batch" ? Math.max(release, resources[r].from) : 0);
  const [{ task }] = item.members;
  if (tasks[task].divisible) return sharedRuntime(instance, task, start);
  const runtime = usableValue(instance, instance.pairs.runtime);
  const ends = leastValues(instance, item, (r) => {
    const length = itemValue(item, r, runtime);
    return length === undefined ? undefined : start(r) + length;
  });
  return ends?.at(-1);
}

/** Sum of the values of earliest ends, each task copy by itself. */
const ends: PartBound<"ends"> = (instance, { value }, objective) => {
  let sum = 0n;
  for (const item of factsOf(instance).items) {
    for (const { task, copies } of item.members) {
      if (!isCounted(instance, objective, task)) continue;
      const end = earliestEnd(instance, { members: [{ task, copies: 1 }], times: 1 });
      if (end === undefined) return undefined;
      sum += BigInt(item.times * copies) * BigInt(value(instance.tasks[task], end));
    }
  }
  return safeNumber(sum);
};

/** What each task forces by itself. */
export const longestTask = boundMethod("longest-task", [AT_ONCE], {
  "last end": lastEnd,
  ends,
});
