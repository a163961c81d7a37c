import { gapCoreOf } from "../cores/gap.ts";
import { makespanCoreOf } from "../cores/makespan.ts";
import type { CoreMap, GapCore, MakespanCore } from "../cores/types.ts";
import type { LevelLimit } from "../instance/level-limit.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";

/** A core with the name of its family, by which a thread finds the methods for it. */
export type NamedCore =
  | { readonly family: "assignment"; readonly core: GapCore }
  | { readonly family: "makespan"; readonly core: MakespanCore };

/** A pure core that an instance has under a target, and the way back. */
export type CoreProblem = CoreMap<NamedCore>;

/** The pure core of an instance under a target within limits of earlier levels, or undefined if there is more to it. */
export function coreProblemOf(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[] = [],
): CoreProblem | undefined {
  const gap = gapCoreOf(instance, target, limits);
  if (gap !== undefined) {
    return { ...gap, core: { family: "assignment", core: shared(gap.core) } };
  }
  const makespan = makespanCoreOf(instance, target, limits);
  if (makespan === undefined) return undefined;
  return { ...makespan, core: { family: "makespan", core: shared(makespan.core) } };
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
