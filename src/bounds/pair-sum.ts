import { sharedRuntime } from "./divisible.ts";
import { safeNumber } from "./exact.ts";
import { factsOf, itemValue, leastValues, sumOfLeast, usableValue } from "./facts.ts";
import { boundMethod, type ObjectiveBound } from "./method.ts";

const energy: ObjectiveBound = (instance) => {
  const sum = sumOfLeast(instance, usableValue(instance, instance.pairs.energy));
  return sum === undefined ? undefined : safeNumber(sum);
};

/** Replicas count with their longest piece, which is at least the k-th shortest. */
const completionTime: ObjectiveBound = (instance) => {
  const runtime = usableValue(instance, instance.pairs.runtime);
  let sum = 0n;
  for (const item of factsOf(instance).items) {
    const longest = instance.tasks[item.members[0].task].divisible
      ? sharedRuntime(instance, item.members[0].task, () => 0)
      : leastValues(instance, item, (r) => itemValue(item, r, runtime))?.at(-1);
    if (longest === undefined) return undefined;
    sum += BigInt(item.times) * BigInt(longest);
  }
  return safeNumber(sum);
};

/** Each task at its cheapest: the sum over mandatory task copies of their least pair values. */
export const pairSum = boundMethod("cheapest-pairs", {
  energy,
  "completion-time": completionTime,
});
