import type { SolveHooks, SolveOptions } from "../program/types.ts";

/** The clock of one solve. Its own: solvers take a time limit as a request. */
export interface Deadline {
  /** Milliseconds left, at least 0; undefined without a limit. */
  left(): number | undefined;
  /** Whether the caller or the clock asks to stop, and which of them. */
  stopped(): "interrupted" | "time-limit" | undefined;
}

/** Starts the clock. */
export function startDeadline(options: SolveOptions, hooks: SolveHooks): Deadline {
  const end =
    options.timeLimit === undefined
      ? Number.POSITIVE_INFINITY
      : performance.now() + options.timeLimit;
  const left = () =>
    end === Number.POSITIVE_INFINITY ? undefined : Math.max(0, end - performance.now());
  return {
    left,
    stopped() {
      if (hooks.shouldStop?.()) return "interrupted";
      return left() === 0 ? "time-limit" : undefined;
    },
  };
}
