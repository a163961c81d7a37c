import type { LevelLimit } from "../instance/level-limit.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { handling } from "../plan/traits.ts";
import { wholePlan } from "../plan/whole-plan.ts";
import { gcd } from "../util/divisor.ts";
import { bindingLoads, coreOf } from "./core.ts";
import { homesOf } from "./homes.ts";
import { withinSums } from "./sums.ts";
import type { Core, CoreMap, MakespanCore } from "./types.ts";

/** Most pairs of copies of a core. */
const MOST_PAIRS = 4_000_000;

/** What the core has heard of. */
export const MAKESPAN = handling(
  "placement",
  "sequence",
  "devices",
  "release",
  "available",
  "across",
  "earlier-objectives",
);

/**
 * The instance as whole tasks on unrelated machines (R||Cmax) over task copies and resource copies, or undefined if
 * it is more than that: nothing but `MAKESPAN`, the target is the makespan alone, every task may run at any time, and in
 * placement mode no capacity could ever be full. Sums that earlier objectives limit may only close pairs. Undefined too past 4,000,000 pairs.
 * O(task copies x resource copies).
 */
export function makespanCoreOf(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[] = [],
): CoreMap<MakespanCore> | undefined {
  const whole = pureMakespan(instance, target, 0, limits);
  const usable = whole && withinSums(whole);
  if (whole === undefined || usable === undefined) return undefined;
  const { taskOfCopy, resourceOfCopy, resources, pairs } = instance;
  const n = taskOfCopy.length;
  const m = resourceOfCopy.length;
  if (n === 0 || m === 0 || n * m > MOST_PAIRS) return undefined;
  const divisor = divisorAt(pairs.runtime, usable);
  const runtime = new Float64Array(n * m);
  for (let j = 0, e = 0; j < n; j++) {
    for (let i = 0; i < m; i++, e++) {
      const pair = taskOfCopy[j] * resources.length + resourceOfCopy[i];
      runtime[e] = usable[pair] === 1 ? pairs.runtime[pair] / divisor : Number.POSITIVE_INFINITY;
    }
  }
  const entry = Int32Array.from(resourceOfCopy);
  const given = [...whole.given, ...whole.sums.map((sum) => sum.given)];
  const core = { tasks: n, resources: m, runtime, entry, divisor, given };
  return mapOf(instance, core, target.terms[0].factor);
}

/**
 * The core of a makespan where all that matters is which task runs where and for how long: at any time from `from` on, which is
 * when every resource begins, no ends of windows, no load but time that could be full. Undefined if there is more to it.
 */
export function pureMakespan(
  instance: Instance,
  target: Target,
  from: number,
  limits: readonly LevelLimit[] = [],
): Core | undefined {
  const { tasks, resources, dimensions, demand, mode } = instance;
  if (target.terms[0].objective.name !== "makespan") return undefined;
  if (resources.some((one) => one.from !== from || one.until !== undefined)) return undefined;
  if (tasks.some(({ hasRuntime, release }) => !hasRuntime || release > from)) return undefined;
  const takesDevices = dimensions.some(
    ({ devices }, d) => devices && demand[d].values.some((one) => one > 0),
  );
  if (mode === "placement" && takesDevices) return undefined;
  const whole = coreOf(instance, target, MAKESPAN, limits);
  if (typeof whole === "string" || whole.aim !== "largest" || !whole.keepsAll) return undefined;
  return bindingLoads(whole).length > 0 ? undefined : whole;
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

/** The greatest common divisor of all usable runtimes; 1 if all are 0. */
function divisorAt(runtime: Float64Array, usable: Uint8Array): number {
  let divisor = 0;
  for (let e = 0; e < runtime.length && divisor !== 1; e++) {
    if (usable[e] === 1) divisor = gcd(divisor, runtime[e]);
  }
  return divisor === 0 ? 1 : divisor;
}

function mapOf(instance: Instance, core: MakespanCore, factor: number): CoreMap<MakespanCore> {
  const { resources, runtime } = core;
  return {
    core,
    planOf: (assignment) => wholePlan(instance, assignment),
    assignmentOf(plan) {
      const assignment = homesOf(instance, plan);
      const isWhole = assignment.every((i, j) => i >= 0 && runtime[j * resources + i] < Infinity);
      return isWhole ? assignment : undefined;
    },
    valueOf: (assignment) => largestLoad(core, assignment),
    internalOf: (makespan) => makespan * core.divisor * factor,
  };
}
