/** One deadline and one signal for a whole run; the caller's wish to stop always wins. */
export interface Clock {
  /** Seconds since the run began. */
  seconds(): number;
  /** Milliseconds left; absent without a time limit, never negative. */
  left(): number | undefined;
  /** Why the run must stop now, if it must. */
  stopped(): "time-limit" | "interrupted" | undefined;
  readonly signal: AbortSignal | undefined;
}

/** `timeLimit` in milliseconds from now. */
export function startClock(timeLimit: number | undefined, signal: AbortSignal | undefined): Clock {
  const began = performance.now();
  const left = () =>
    timeLimit === undefined ? undefined : Math.max(0, began + timeLimit - performance.now());
  return {
    seconds: () => (performance.now() - began) / 1000,
    left,
    stopped: () => {
      if (signal?.aborted) return "interrupted";
      return left() === 0 ? "time-limit" : undefined;
    },
    signal,
  };
}

/** Lets timers, signals and messages of the event loop in between two slices of work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
