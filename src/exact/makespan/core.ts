import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { buildPlan, planFromAssignment } from "../../plan/build.ts";
import { startAsap } from "../../plan/sequence.ts";
import { handling, unheard } from "../../plan/traits.ts";
import type { Plan } from "../../plan/types.ts";
import { gcd } from "../../util/divisor.ts";
import type { MakespanCore } from "./types.ts";

/** A makespan core and the way back to the instance. */
export interface MakespanMap {
  readonly core: MakespanCore;
  /** The plan that an assignment of the core means. */
  planOf(assignment: Int32Array): Plan;
  /** The assignment of a feasible plan; undefined if the plan is none of the core's. */
  assignmentOf(plan: Plan): Int32Array | undefined;
  /** The largest load, in core units. */
  makespanOf(assignment: Int32Array): number;
  /** The internal value of the target for a makespan in core units; a bound becomes a bound. */
  valueOf(makespan: number): number;
}

/** What the core has heard of; `isPlain` looks at devices and times. */
export const MAKESPAN = handling(
  "placement",
  "sequence",
  "devices",
  "release",
  "available",
  "across",
);

/** Most pairs of copies of a core. */
const MOST_PAIRS = 4_000_000;

/**
 * The instance as whole tasks on unrelated machines (R||Cmax) over task copies and resource copies, or undefined if
 * it is more than that: nothing but `MAKESPAN`, the target is the makespan alone, every task may run at any time, and in placement
 * mode no capacity could ever be full. Undefined too past 4,000,000 pairs. O(task copies x resource copies).
 */
export function makespanCoreOf(instance: Instance, target: Target): MakespanMap | undefined {
  const [{ objective, factor }] = target.terms;
  if (target.terms.length !== 1 || objective.name !== "makespan") return undefined;
  if (unheard([MAKESPAN], { instance, target }) !== undefined) return undefined;
  if (!isPlain(instance, 0)) return undefined;
  const { taskOfCopy, resourceOfCopy, resources, pairs } = instance;
  const n = taskOfCopy.length;
  const m = resourceOfCopy.length;
  if (n === 0 || m === 0 || n * m > MOST_PAIRS) return undefined;
  const usable = usablePairs(instance);
  const divisor = divisorOf(pairs.runtime, usable);
  const runtime = new Float64Array(n * m);
  for (let j = 0, e = 0; j < n; j++) {
    for (let i = 0; i < m; i++, e++) {
      const pair = taskOfCopy[j] * resources.length + resourceOfCopy[i];
      runtime[e] = usable[pair] === 1 ? pairs.runtime[pair] / divisor : Number.POSITIVE_INFINITY;
    }
  }
  const entry = Int32Array.from(resourceOfCopy);
  return mapOf(instance, { tasks: n, resources: m, runtime, entry, divisor }, factor);
}

/** The largest load of an assignment; Infinity if a pair is forbidden. O(n + m). */
export function largestLoad(
  { tasks, resources, runtime }: MakespanCore,
  assignment: Int32Array,
): number {
  const load = new Float64Array(resources);
  for (let j = 0; j < tasks; j++) load[assignment[j]] += runtime[j * resources + assignment[j]];
  return load.reduce((most, one) => Math.max(most, one), 0);
}

/**
 * True if of an instance with nothing but `MAKESPAN` all that matters is which task runs where and for how long: at any time
 * from `from` on, which is when every resource begins; no ends of windows, no capacity that could be full.
 */
export function isPlain(instance: Instance, from: number): boolean {
  const { tasks, resources, mode } = instance;
  if (resources.some((one) => one.from !== from || one.until !== undefined)) return false;
  const isTimed = tasks.every(({ hasRuntime, release }) => hasRuntime && release <= from);
  return isTimed && (mode === "batch" || !canFill(instance));
}

/** True if all tasks together could fill a dimension of some resource, or if devices must be chosen. */
function canFill({ tasks, resources, dimensions, demand }: Instance): boolean {
  const R = resources.length;
  return dimensions.some(({ devices }, d) => {
    const { perPair, values } = demand[d];
    if (devices) return values.some((one) => one > 0);
    return resources.some(({ capacity }, r) => {
      let total = 0;
      for (let t = 0; t < tasks.length; t++) {
        const amount = values[perPair ? t * R + r : t];
        // A single task that does not fit is no usable pair.
        if (amount <= capacity[d]) total += tasks[t].count * amount;
      }
      return total > capacity[d];
    });
  });
}

/** The greatest common divisor of all usable runtimes; 1 if all are 0. */
function divisorOf(runtime: Float64Array, usable: Uint8Array): number {
  let divisor = 0;
  for (let e = 0; e < runtime.length && divisor !== 1; e++) {
    if (usable[e] === 0) continue;
    divisor = gcd(divisor, runtime[e]);
  }
  return divisor === 0 ? 1 : divisor;
}

function mapOf(instance: Instance, core: MakespanCore, factor: number): MakespanMap {
  const { tasks, resources, runtime } = core;
  return {
    core,
    planOf(assignment) {
      if (instance.mode === "placement") return planFromAssignment(instance, assignment);
      const orders = Array.from(
        { length: resources },
        (_, i) => [i, [] as { task: number }[]] as const,
      );
      for (let j = 0; j < tasks; j++) orders[assignment[j]][1].push({ task: j });
      return buildPlan(instance, startAsap(instance, orders));
    },
    assignmentOf(plan) {
      const assignment = new Int32Array(tasks).fill(-1);
      for (let k = 0; k < plan.task.length; k++) assignment[plan.task[k]] = plan.resource[k];
      const isWhole = assignment.every((i, j) => i >= 0 && runtime[j * resources + i] < Infinity);
      return isWhole ? assignment : undefined;
    },
    makespanOf: (assignment) => largestLoad(core, assignment),
    valueOf: (makespan) => makespan * core.divisor * factor,
  };
}
