import type { Target } from "../../../instance/targets.ts";
import type { Instance } from "../../../instance/types.ts";
import { Rejection, refuseOthers } from "../reading.ts";
import { makespanFactor } from "./energy-prices.ts";
import { windowsOf } from "./windows.ts";

/**
 * The bound that follows from times alone, without any number of its own: a makespan is at least the head and the tail of
 * every task that must be placed; a sum counts each at its earliest end. Throws Rejection. O(T R + precedences).
 */
export function criticalPathBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind"]);
  const { tasks, schedule } = instance;
  const { head, tail, least, must } = windowsOf(instance);
  const [{ objective, factor }] = target.terms;
  const counted = tasks.flatMap((task, t) => (must[t] && task.count > 0 ? [{ task, t }] : []));
  if (counted.some(({ t }) => least[t] === Infinity))
    throw new Rejection("a task that must be placed has no resource");
  if (target.terms.length === 1 && objective.name === "makespan") {
    const longest = counted.reduce((most, { t }) => Math.max(most, head[t] + tail[t]), 0);
    return BigInt(makespanFactor(target)) * BigInt(longest);
  }
  const valueAt = target.terms.length === 1 ? AT_END[objective.name] : undefined;
  if (valueAt === undefined) throw new Rejection(`a critical path does not bound ${target.name}`);
  let sum = 0n;
  for (const { task, t } of counted) {
    if (objective.priority !== undefined && schedule?.priority[t] !== objective.priority) continue;
    sum += BigInt(task.count) * BigInt(task.weight) * valueAt(BigInt(head[t] + least[t]), task.due);
  }
  return BigInt(factor) * sum;
}

const AT_END: Readonly<
  Record<string, ((end: bigint, due: number | undefined) => bigint) | undefined>
> = {
  "weighted-completion": (end) => end,
  "weighted-tardiness": (end, due) =>
    due === undefined || end <= BigInt(due) ? 0n : end - BigInt(due),
  "late-tasks": (end, due) => (due === undefined || end <= BigInt(due) ? 0n : 1n),
};
