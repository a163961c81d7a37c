import type { CoreShared } from "../../cores/events.ts";
import type { Instance } from "../../instance/types.ts";
import type { NamedCore } from "../core-problem.ts";

/** What a thread is started with. */
export type ThreadJob = CoreJob | ClimbJob;

/** A climb over makespans: the plans of an instance that end by `horizon`, in units of `length` (internal value). */
export interface ClimbJob {
  readonly runner: "climb";
  readonly instance: Instance;
  readonly horizon: number;
  readonly length: number;
  readonly seed: number;
  readonly memory: SharedMemory;
}

/** The least makespan that is not refuted, and the largest of a better plan, in units. */
export function limitsOf({ memory, length }: Pick<ClimbJob, "memory" | "length">) {
  const [upper, lower] = memory.ends;
  return {
    least: Math.max(0, Math.ceil(lower / length)),
    most: Math.ceil(upper / length) - 1,
  };
}

/** A method on a pure core. */
export interface CoreJob {
  readonly runner: "prove" | "improve" | "patterns";
  readonly core: NamedCore;
  readonly seed: number;
  readonly memory: SharedMemory;
  /** A feasible assignment to start from. */
  readonly start?: Int32Array;
}

/** What a thread answers: any number of events, then its end. */
export type ThreadAnswer<Event> =
  | { readonly event: Event }
  | { readonly ended: true }
  | { readonly error: string };

/** Memory that all threads of a race see: best value, best bound, and the wish to stop. */
export interface SharedMemory {
  /** [upper, lower] in core units; Infinity and -Infinity while unknown. */
  readonly ends: Float64Array;
  /** Anything but 0 asks to stop. */
  readonly stop: Int32Array;
}

/** Shared memory, so that every thread sees what any of them finds. */
export function shareMemory(): SharedMemory {
  const ends = new Float64Array(new SharedArrayBuffer(16));
  ends[0] = Number.POSITIVE_INFINITY;
  ends[1] = Number.NEGATIVE_INFINITY;
  return { ends, stop: new Int32Array(new SharedArrayBuffer(4)) };
}

/** Shared memory as a method on a core reads it. */
export function sharedOf({ ends }: SharedMemory): CoreShared {
  return { upper: () => ends[0], lower: () => ends[1] };
}
