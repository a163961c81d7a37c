import type { CoreEvent, CoreShared } from "../cores/events.ts";
import type { NamedCore } from "./core-problem.ts";

/** What a thread of a race is started with. */
export interface CoreJob {
  readonly runner: "prove" | "improve";
  readonly core: NamedCore;
  readonly seed: number;
  readonly memory: SharedMemory;
  /** A feasible assignment to start from. */
  readonly start?: Int32Array;
}

/** What a thread answers: any number of events, then its end. */
export type CoreAnswer =
  | { readonly event: CoreEvent }
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
