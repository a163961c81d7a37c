import { gapCoreOf } from "../exact/gap/core.ts";
import type { GapCore } from "../exact/gap/types.ts";
import { makespanCoreOf } from "../exact/makespan/core.ts";
import type { MakespanCore } from "../exact/makespan/types.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { Plan } from "../plan/types.ts";

/** A core with the name of its family, by which a thread finds the methods for it. */
export type Core =
  | { readonly family: "assignment"; readonly core: GapCore }
  | { readonly family: "makespan"; readonly core: MakespanCore };

/** A pure core that an instance has under a target, and the way back. Values are in core units. */
export interface CoreProblem {
  readonly core: Core;
  planOf(assignment: Int32Array): Plan;
  /** Undefined if the plan is none of the core's. */
  assignmentOf(plan: Plan): Int32Array | undefined;
  valueOf(assignment: Int32Array): number;
  /** The target's internal value; a bound becomes a bound. */
  internalOf(value: number): number;
}

/** The pure core of an instance under a target, or undefined if there is more to it. */
export function coreProblemOf(instance: Instance, target: Target): CoreProblem | undefined {
  const gap = gapCoreOf(instance, target);
  if (gap !== undefined) {
    return {
      core: { family: "assignment", core: shared(gap.core) },
      planOf: gap.planOf,
      assignmentOf: gap.assignmentOf,
      valueOf: gap.sumOf,
      internalOf: gap.boundOf,
    };
  }
  const makespan = makespanCoreOf(instance, target);
  if (makespan === undefined) return undefined;
  return {
    core: { family: "makespan", core: shared(makespan.core) },
    planOf: makespan.planOf,
    assignmentOf: makespan.assignmentOf,
    valueOf: makespan.makespanOf,
    internalOf: makespan.valueOf,
  };
}

/** The same core with its arrays in shared memory: no copy for each thread. */
function shared<T extends object>(core: T): T {
  const entries = Object.entries(core).map(([name, value]) => [name, sharedArray(value)]);
  return Object.fromEntries(entries) as T;
}

function sharedArray(value: unknown): unknown {
  if (value instanceof Int32Array) {
    const array = new Int32Array(new SharedArrayBuffer(value.byteLength));
    array.set(value);
    return array;
  }
  if (value instanceof Float64Array) {
    const array = new Float64Array(new SharedArrayBuffer(value.byteLength));
    array.set(value);
    return array;
  }
  return value;
}
