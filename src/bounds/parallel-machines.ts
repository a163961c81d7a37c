import type { Instance } from "../instance/types.ts";
import { ceilDivide, safeNumber } from "./exact.ts";
import { entriesInUse, factsOf, leastValues, usableValue } from "./facts.ts";
import { AT_ONCE } from "./handles.ts";
import { boundMethod, type PartBound } from "./method.ts";

/**
 * Weighted completion on m identical machines is at least M(1) / m + (m - 1) / (2m) x sum of w p, where M(1)
 * is the optimum of one machine in Smith's order: Eastman, Even and Isaacs (1964), DOI 10.1287/mnsc.11.2.268.
 * Every task counts with its least runtime and one replica, and nothing starts before the first `from` and
 * release; so it holds on unrelated machines too.
 */
const weightedCompletion: PartBound<"ends"> = (instance, _, { name, priority }) => {
  if (name !== "weighted-completion" || priority !== undefined) return undefined;
  const jobs = jobsOf(instance);
  if (jobs === undefined) return undefined;
  const { resources } = instance;
  const inUse = entriesInUse(instance);
  const machines = resources.reduce((sum, { count }, r) => (inUse[r] ? sum + count : sum), 0);
  if (machines === 0) return undefined;
  const from = Math.min(...resources.filter((_, r) => inUse[r]).map((resource) => resource.from));
  const start = BigInt(Math.max(from, Math.min(...jobs.map((job) => job.release))));
  const m = BigInt(machines);
  let before = 0n;
  let single = 0n;
  let own = 0n;
  let waiting = 0n;
  // What takes no time and counts nothing adds nothing, and would be as good as any other in the order.
  const counted = jobs.filter(({ weight, runtime }) => weight > 0n || runtime > 0n);
  for (const { weight, runtime, count } of counted.sort(bySmith)) {
    // The count copies one after another: sum over i = 1 .. count of weight (before + i runtime).
    single += weight * (count * before + (runtime * count * (count + 1n)) / 2n);
    own += weight * runtime * count;
    waiting += weight * count * start;
    before += runtime * count;
  }
  return safeNumber(waiting + ceilDivide(2n * single + (m - 1n) * own, 2n * m));
};

interface Job {
  readonly weight: bigint;
  readonly runtime: bigint;
  readonly count: bigint;
  readonly release: number;
}

function jobsOf(instance: Instance): Job[] | undefined {
  const runtime = usableValue(instance, instance.pairs.runtime);
  const jobs: Job[] = [];
  for (const { members, times } of factsOf(instance).items) {
    for (const { task, copies } of members) {
      const item = { members: [{ task, copies: 1 }], times: 1 };
      const least = leastValues(instance, item, (r) => runtime(task, r));
      if (least === undefined) return undefined;
      jobs.push({
        weight: BigInt(instance.tasks[task].weight),
        runtime: BigInt(least[0]),
        count: BigInt(times * copies),
        release: instance.tasks[task].release,
      });
    }
  }
  return jobs.length === 0 ? undefined : jobs;
}

/** Exact, for in a wrong order M(1) would be too large and the bound false. */
function bySmith(a: Job, b: Job): number {
  const left = a.weight * b.runtime;
  const right = b.weight * a.runtime;
  return left > right ? -1 : left < right ? 1 : 0;
}

/** See `weightedCompletion` above. */
export const parallelMachines = boundMethod("parallel-machines", [AT_ONCE], {
  ends: weightedCompletion,
});
