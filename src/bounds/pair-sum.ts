import { isCounted } from "../instance/priority.ts";
import { sharedRuntime } from "./divisible.ts";
import { safeNumber } from "./exact.ts";
import { factsOf, itemValue, leastValues, sumOfLeast, usableAmount, usableValue } from "./facts.ts";
import { AT_ONCE } from "./handles.ts";
import { boundMethod, type PartBound } from "./method.ts";

const pieces: PartBound<"pieces"> = (instance, { isGain, amount }, objective) => {
  if (isGain) return undefined;
  const counted = usableAmount(instance, (task, resource) =>
    isCounted(instance, objective, task) ? amount(task, resource) : 0,
  );
  const sum = sumOfLeast(instance, counted);
  return sum === undefined ? undefined : safeNumber(sum);
};

/** Replicas count with their longest piece, which is at least the k-th shortest. */
const runtimes: PartBound<"runtimes"> = (instance, { value }, objective) => {
  const { tasks, pairs } = instance;
  const runtime = usableValue(instance, pairs.runtime);
  const valueAt = (task: number, longest: number) =>
    isCounted(instance, objective, task) ? value(tasks[task], longest) : 0;
  let sum = 0n;
  for (const item of factsOf(instance).items) {
    if (item.members.every(({ task }) => !isCounted(instance, objective, task))) continue;
    const [{ task: first }] = item.members;
    const shared = tasks[first].divisible ? sharedRuntime(instance, first, () => 0) : undefined;
    const least = tasks[first].divisible
      ? shared && valueAt(first, shared)
      : leastValues(instance, item, (r) =>
          itemValue(item, r, (task, resource) => {
            const time = runtime(task, resource);
            return time === undefined ? undefined : valueAt(task, time);
          }),
        )?.at(-1);
    if (least === undefined) return undefined;
    sum += BigInt(item.times) * BigInt(least);
  }
  return safeNumber(sum);
};

/** Each task where it counts least: the sum over mandatory task copies of their least pair values. */
export const pairSum = boundMethod("cheapest-pairs", [AT_ONCE], { pieces, runtimes });
