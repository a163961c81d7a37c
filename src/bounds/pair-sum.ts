import { isCounted } from "../instance/priority.ts";
import { sharedRuntime } from "./divisible.ts";
import { safeNumber } from "./exact.ts";
import {
  factsOf,
  itemValue,
  leastValues,
  type PairValue,
  sumOfLeast,
  usableValue,
} from "./facts.ts";
import { AT_ONCE } from "./handles.ts";
import { boundMethod, type ObjectiveBound } from "./method.ts";

const energy: ObjectiveBound = (instance) => {
  const sum = sumOfLeast(instance, usableValue(instance, instance.pairs.energy));
  return sum === undefined ? undefined : safeNumber(sum);
};

/** Replicas count with their longest piece, which is at least the k-th shortest. */
const completionTime: ObjectiveBound = (instance, objective) => {
  const usable = usableValue(instance, instance.pairs.runtime);
  const runtime: PairValue = (task, resource) => {
    const time = usable(task, resource);
    return time === undefined || isCounted(instance, objective, task) ? time : 0;
  };
  let sum = 0n;
  for (const item of factsOf(instance).items) {
    if (item.members.every(({ task }) => !isCounted(instance, objective, task))) continue;
    const longest = instance.tasks[item.members[0].task].divisible
      ? sharedRuntime(instance, item.members[0].task, () => 0)
      : leastValues(instance, item, (r) => itemValue(item, r, runtime))?.at(-1);
    if (longest === undefined) return undefined;
    sum += BigInt(item.times) * BigInt(longest);
  }
  return safeNumber(sum);
};

/** Each task at its cheapest: the sum over mandatory task copies of their least pair values. */
export const pairSum = boundMethod("cheapest-pairs", [AT_ONCE], {
  energy,
  "completion-time": completionTime,
});
