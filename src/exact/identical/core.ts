import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { buildPlan, planFromAssignment } from "../../plan/build.ts";
import { startAsap } from "../../plan/sequence.ts";
import { unheard } from "../../plan/traits.ts";
import type { Plan } from "../../plan/types.ts";
import { isPlain, MAKESPAN } from "../makespan/core.ts";
import { type IdenticalCore, identicalCore } from "./types.ts";

/** A core of identical resources and the way back to the instance. */
export interface IdenticalMap {
  readonly core: IdenticalCore;
  /** The plan that an assignment of the items means. */
  planOf(assignment: Int32Array): Plan;
  /** The assignment of a feasible plan. */
  assignmentOf(plan: Plan): Int32Array;
  /** The internal value of the target for a largest load in core units; a bound becomes a bound. */
  valueOf(load: number): number;
  /** By item: its task copy. */
  readonly taskOf: Int32Array;
  /** When every resource begins, ms. */
  readonly from: number;
}

/** Most task copies: more are better planned by counts. Of resources that many stay idle, and any list does as well. */
const MOST_TASKS = 100_000;

/**
 * The instance as whole tasks on identical resources over task and resource copies, or undefined if it is more than that:
 * the target is the makespan alone, nothing but runtimes matters (see `MAKESPAN` and `isPlain`), and every task runs equally long on every
 * resource, all of which begin at the same time. O(task entries x resource entries + task copies x log).
 */
export function identicalCoreOf(instance: Instance, target: Target): IdenticalMap | undefined {
  const [{ objective, factor }] = target.terms;
  if (target.terms.length !== 1 || objective.name !== "makespan") return undefined;
  const { resources, taskOfCopy, resourceOfCopy, pairs, mode } = instance;
  if (unheard([MAKESPAN], { instance, target }) !== undefined) return undefined;
  if (taskOfCopy.length === 0 || taskOfCopy.length > MOST_TASKS) return undefined;
  if (resourceOfCopy.length > Math.max(MOST_TASKS, taskOfCopy.length)) return undefined;
  const [first] = resources;
  if (first === undefined || !isPlain(instance, first.from) || !hasEqualColumns(instance)) {
    return undefined;
  }
  const runtimeOf = (copy: number) => pairs.runtime[taskOfCopy[copy] * resources.length];
  const order = [...taskOfCopy.keys()]
    .filter((copy) => runtimeOf(copy) > 0)
    .sort((a, b) => runtimeOf(b) - runtimeOf(a) || a - b);
  const core = identicalCore(order.map(runtimeOf), resourceOfCopy.length);
  const from = mode === "batch" ? first.from : 0;
  return {
    core,
    taskOf: Int32Array.from(order),
    from,
    valueOf: (load) => (from + load * core.divisor) * factor,
    planOf(assignment) {
      // What takes no time goes to the first resource.
      const home = new Int32Array(taskOfCopy.length);
      for (let j = 0; j < order.length; j++) home[order[j]] = assignment[j];
      return planOf(instance, home);
    },
    assignmentOf(plan) {
      const home = new Int32Array(taskOfCopy.length);
      for (let k = 0; k < plan.task.length; k++) home[plan.task[k]] = plan.resource[k];
      return Int32Array.from(order, (copy) => home[copy]);
    },
  };
}

function hasEqualColumns(instance: Instance): boolean {
  const usable = usablePairs(instance);
  if (usable.some((one) => one === 0)) return false;
  const { runtime } = instance.pairs;
  const R = instance.resources.length;
  return runtime.every((one, e) => one === runtime[e - (e % R)]);
}

function planOf(instance: Instance, home: Int32Array): Plan {
  if (instance.mode === "placement") return planFromAssignment(instance, home);
  const orders = new Map<number, { task: number }[]>();
  for (let task = 0; task < home.length; task++) {
    const order = orders.get(home[task]) ?? [];
    orders.set(home[task], order);
    order.push({ task });
  }
  return buildPlan(instance, startAsap(instance, orders));
}
