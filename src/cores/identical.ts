import type { LevelLimit } from "../instance/level-limit.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { wholePlan } from "../plan/whole-plan.ts";
import { divisorOf } from "../util/divisor.ts";
import { homesOf } from "./homes.ts";
import { pureMakespan } from "./makespan.ts";
import { withinSums } from "./sums.ts";
import type { CoreMap } from "./types.ts";

/**
 * Whole tasks on identical resources (P||Cmax): each of n items runs on one of m resources, and the largest sum of runtimes
 * is to be small. Items of runtime 0 are left out; they fit anywhere.
 */
export interface IdenticalCore {
  /** Resource copies, at least 1. */
  readonly resources: number;
  /** By item, descending, whole numbers from 1 on of `divisor` ms; their sum is exact. */
  readonly runtime: Float64Array;
  /** Equal runtimes are one kind: the runtime of each, descending, and how many items have it. */
  readonly kind: Float64Array;
  readonly count: Int32Array;
  readonly total: number;
  /** Milliseconds in one unit of runtime: the greatest common divisor. */
  readonly divisor: number;
}

/** A core of identical resources and the way back to the instance; assignments are of items. */
export interface IdenticalMap extends CoreMap<IdenticalCore> {
  /** By item: its task copy. */
  readonly taskOf: Int32Array;
  /** When every resource begins, ms. */
  readonly from: number;
}

/** Most task copies: more are better planned by counts. Of resources that many stay idle, and any list does as well. */
const MOST_TASKS = 100_000;

/**
 * The instance as whole tasks on identical resources over task and resource copies, or undefined if it is more than that:
 * the target is the makespan alone, nothing but runtimes matters (see `pureMakespan`), and every task runs equally long on
 * every resource, all of which begin at the same time and never end. O(task entries x resource entries + task copies x log).
 */
export function identicalCoreOf(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[] = [],
): IdenticalMap | undefined {
  const { resources, taskOfCopy, resourceOfCopy, pairs, mode } = instance;
  if (taskOfCopy.length === 0 || taskOfCopy.length > MOST_TASKS) return undefined;
  if (resourceOfCopy.length > Math.max(MOST_TASKS, taskOfCopy.length)) return undefined;
  const [first] = resources;
  if (first === undefined) return undefined;
  const { from } = first;
  const whole = pureMakespan(instance, target, from, limits);
  const usable = whole && withinSums(whole);
  if (usable === undefined || !hasEqualColumns(instance, usable)) return undefined;
  const runtimeOf = (copy: number) => pairs.runtime[taskOfCopy[copy] * resources.length];
  const order = [...taskOfCopy.keys()]
    .filter((copy) => runtimeOf(copy) > 0)
    .sort((a, b) => runtimeOf(b) - runtimeOf(a) || a - b);
  const core = identicalCore(order.map(runtimeOf), resourceOfCopy.length);
  const start = mode === "batch" ? from : 0;
  return {
    core,
    taskOf: Int32Array.from(order),
    from: start,
    valueOf: (assignment) => loadOf(core, assignment),
    internalOf: (load) => (start + load * core.divisor) * target.terms[0].factor,
    planOf(assignment) {
      // What takes no time goes to the first resource.
      const home = new Int32Array(taskOfCopy.length);
      for (let j = 0; j < order.length; j++) home[order[j]] = assignment[j];
      return wholePlan(instance, home);
    },
    assignmentOf(plan) {
      const home = homesOf(instance, plan);
      return home.includes(-1) ? undefined : Int32Array.from(order, (copy) => home[copy]);
    },
  };
}

function hasEqualColumns({ pairs: { runtime }, resources }: Instance, usable: Uint8Array): boolean {
  const R = resources.length;
  return !usable.includes(0) && runtime.every((one, e) => one === runtime[e - (e % R)]);
}

/** The core of a multiset of runtimes (ms, whole, from 0 on). O(n log n). */
export function identicalCore(runtimes: readonly number[], resources: number): IdenticalCore {
  const positive = runtimes.filter((one) => one > 0).sort((a, b) => b - a);
  const divisor = divisorOf(positive) || 1;
  const runtime = Float64Array.from(positive, (one) => one / divisor);
  const kind: number[] = [];
  const count: number[] = [];
  for (const one of runtime) {
    if (one === kind.at(-1)) count[count.length - 1]++;
    else {
      kind.push(one);
      count.push(1);
    }
  }
  return {
    resources,
    runtime,
    kind: Float64Array.from(kind),
    count: Int32Array.from(count),
    total: runtime.reduce((sum, one) => sum + one, 0),
    divisor,
  };
}

/** The largest load of an assignment (resource by item). O(n + m). */
export function loadOf({ runtime, resources }: IdenticalCore, assignment: Int32Array): number {
  const load = new Float64Array(resources);
  for (let j = 0; j < runtime.length; j++) load[assignment[j]] += runtime[j];
  return load.reduce((most, one) => Math.max(most, one), 0);
}
