import { headsOf } from "../../../instance/facts/heads.ts";
import { isCounted } from "../../../instance/priority.ts";
import type { Target } from "../../../instance/targets.ts";
import type { Instance, ObjectiveSpec, Task } from "../../../instance/types.ts";
import { demandOf } from "../../../instance/usable.ts";
import { Rejection, refuseOthers } from "../reading.ts";
import { makespanFactor } from "./energy-prices.ts";

/**
 * The bound that follows from times alone, without any number of its own: a makespan is at least the head and the tail of
 * every task that must be placed; a sum counts each at its earliest end, or at its shortest runtime; what is placed is at most all that
 * can end in time. Throws Rejection. O(T R + precedences).
 */
export function criticalPathBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind"]);
  const { tasks } = instance;
  const { head, tail, least, must } = headsOf(instance);
  const [{ objective, factor }] = target.terms;
  const counted = tasks.flatMap((task, t) => (must[t] && task.count > 0 ? [{ task, t }] : []));
  if (counted.some(({ t }) => least[t] === Infinity))
    throw new Rejection("a task that must be placed has no resource");
  if (counted.some(({ t }) => !Number.isFinite(head[t] + tail[t])))
    throw new Rejection("a task that must be placed stands in a row with one that has no resource");
  if (target.terms.length === 1 && objective.name === "makespan") {
    const longest = counted.reduce((most, { t }) => Math.max(most, head[t] + tail[t]), 0);
    return BigInt(makespanFactor(target)) * BigInt(longest);
  }
  if (target.terms.length === 1 && PLACED.has(objective.name)) {
    return -BigInt(factor) * mostPlaced(instance, objective);
  }
  const valueAt = target.terms.length === 1 ? AT_END[objective.name] : undefined;
  if (valueAt === undefined) throw new Rejection(`a critical path does not bound ${target.name}`);
  let sum = 0n;
  for (const { task, t } of counted) {
    if (!isCounted(instance, objective, t)) continue;
    const end = { end: BigInt(head[t] + least[t]), least: BigInt(least[t]) };
    sum += BigInt(task.count) * valueAt(task, end);
  }
  return BigInt(factor) * sum;
}

const PLACED: ReadonlySet<string> = new Set(["throughput", "utilization"]);

/** What all tasks that can end by their deadlines bring together, each wherever it brings most. */
function mostPlaced(instance: Instance, objective: ObjectiveSpec): bigint {
  const { name, dimension = 0 } = objective;
  const { tasks, resources, pairs, schedule } = instance;
  const { usable, head } = headsOf(instance);
  const R = resources.length;
  // What has begun stands where it stands, whatever its times say.
  const isOpen = (instance.earlier?.pinned.length ?? 0) === 0;
  let sum = 0n;
  for (const [t, { count, gain, deadline = Infinity }] of tasks.entries()) {
    if (count === 0 || !isCounted(instance, objective, t)) continue;
    let most: number | undefined;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
      const { from, until = Infinity } = resources[r];
      const end = Math.max(head[t], from) + pairs.runtime[t * R + r];
      if (isOpen && end > Math.min(deadline, until)) continue;
      const brings = name === "throughput" ? gain : demandOf(instance, t, r, dimension);
      most = Math.max(most ?? 0, brings);
    }
    const times = name === "throughput" ? 1 : (schedule?.workers[t] ?? 1);
    sum += BigInt(count) * BigInt(times) * BigInt(most ?? 0);
  }
  return sum;
}

/** What one copy counts at the earliest, by its earliest end and shortest runtime. */
const AT_END: Readonly<
  Record<string, ((task: Task, earliest: { end: bigint; least: bigint }) => bigint) | undefined>
> = {
  "completion-time": (_, { least }) => least,
  "weighted-completion": ({ weight }, { end }) => BigInt(weight) * end,
  "weighted-tardiness": ({ weight, due }, { end }) =>
    due === undefined || end <= BigInt(due) ? 0n : BigInt(weight) * (end - BigInt(due)),
  "late-tasks": ({ weight, due }, { end }) =>
    due === undefined || end <= BigInt(due) ? 0n : BigInt(weight),
};
