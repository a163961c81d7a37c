/** One deadline, one work limit and one signal for a whole run; the caller's wish to stop always wins. */
export interface Clock {
  /** Seconds since the run began. */
  seconds(): number;
  /** Milliseconds left; absent without a time limit, never negative. */
  left(): number | undefined;
  /** Counts work that was done: slices of a search, nodes of a solver. */
  spend(units?: number): void;
  /** Units of work left; absent without a work limit, never negative. */
  workLeft(): number | undefined;
  /** Why the run must stop now, if it must. */
  stopped(): "time-limit" | "work-limit" | "interrupted" | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What ends a run: `timeLimit` in milliseconds from now, `workLimit` in units of work. */
export interface ClockLimits {
  readonly timeLimit?: number;
  readonly workLimit?: number;
  readonly signal?: AbortSignal;
}

/** Starts a run's clock. */
export function startClock({ timeLimit, workLimit, signal }: ClockLimits): Clock {
  const began = performance.now();
  let spent = 0;
  const workLeft = () => (workLimit === undefined ? undefined : Math.max(0, workLimit - spent));
  const left = () =>
    timeLimit === undefined ? undefined : Math.max(0, began + timeLimit - performance.now());
  return {
    seconds: () => (performance.now() - began) / 1000,
    left,
    spend: (units = 1) => {
      spent += units;
    },
    workLeft,
    stopped: () => {
      if (signal?.aborted) return "interrupted";
      if (left() === 0) return "time-limit";
      return workLeft() === 0 ? "work-limit" : undefined;
    },
    signal,
  };
}

/**
 * The clock of a part of the run that leaves `share` of all time and all work to what comes after it, once `holds` says that
 * what comes after it can begin.
 */
export function holdBack(
  clock: Clock,
  { timeLimit, workLimit }: ClockLimits,
  share: number,
  holds: () => boolean = () => true,
): Clock {
  const less = (left: number | undefined, limit: number | undefined) =>
    left === undefined || limit === undefined || !holds()
      ? left
      : Math.max(0, left - Math.ceil(share * limit));
  const left = () => less(clock.left(), timeLimit);
  const workLeft = () => less(clock.workLeft(), workLimit);
  return {
    ...clock,
    left,
    workLeft,
    stopped: () => {
      const stopped = clock.stopped();
      if (stopped !== undefined) return stopped;
      if (left() === 0) return "time-limit";
      return workLeft() === 0 ? "work-limit" : undefined;
    },
  };
}

/** Lets timers, signals and messages of the event loop in between two slices of work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
