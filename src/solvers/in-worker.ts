import type {
  Program,
  SolveEvent,
  SolveHooks,
  SolveOptions,
  SolveResult,
} from "../program/types.ts";
import { InvariantError, SolverError, UsageError } from "../util/errors.ts";
import { programSize } from "./progress.ts";
import { discardLane, type Lane, releaseLane, takeLane } from "./worker-lanes.ts";
import type { WorkerAnswer } from "./worker-protocol.ts";

/** Milliseconds a solver gets to stop by itself before its thread is ended. */
const GRACE = 500;

/** Milliseconds between two looks at the caller's `shouldStop`. */
const POLL = 50;

/** Hooks of a solve in a thread of its own, which an AbortSignal can interrupt as well. */
export interface WorkerHooks extends SolveHooks {
  readonly signal?: AbortSignal;
}

/**
 * Solves in a worker thread, so that the deadline and the signal always win: the solver is asked to stop, and
 * GRACE later its thread is ended; either way the best point and bound so far are the answer.
 * The caller's arrays stay its own. A thread without work does not keep the process alive.
 * Throws SolverError for a crash, UsageError for a solver that cannot be had.
 */
export function solveInWorker(
  solver: string,
  program: Program,
  options: SolveOptions = {},
  hooks: WorkerHooks = {},
): Promise<SolveResult> {
  if (hooks.signal?.aborted || hooks.shouldStop?.()) return notStarted("interrupted");
  if (options.timeLimit !== undefined && options.timeLimit <= 0) return notStarted("time-limit");
  return new Promise((resolve, reject) => {
    const lane = takeLane();
    new Job(lane, solver, program, hooks, options.timeLimit, { resolve, reject }).start(options);
  });
}

async function notStarted(termination: StopReason): Promise<SolveResult> {
  return { termination, rawStatus: "not started" };
}

type StopReason = "interrupted" | "time-limit";

interface Promised {
  readonly resolve: (result: SolveResult) => void;
  readonly reject: (error: unknown) => void;
}

/** One solve on one lane: from the first message to the answer, after which nothing of it is left. */
class Job {
  readonly #lane: Lane;
  readonly #solver: string;
  readonly #program: Program;
  readonly #hooks: WorkerHooks;
  readonly #promised: Promised;
  readonly #stop = new Int32Array(new SharedArrayBuffer(4));
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #abort = () => this.#askToStop("interrupted");
  #reason: StopReason | undefined;
  #held: Held = {};
  #settled = false;

  constructor(
    lane: Lane,
    solver: string,
    program: Program,
    hooks: WorkerHooks,
    timeLimit: number | undefined,
    promised: Promised,
  ) {
    this.#lane = lane;
    this.#solver = solver;
    this.#program = program;
    this.#hooks = hooks;
    this.#promised = promised;
    hooks.signal?.addEventListener("abort", this.#abort, { once: true });
    // setTimeout takes a longer delay for none at all.
    if (timeLimit !== undefined && timeLimit < 2 ** 31 - 1) {
      this.#timers.push(setTimeout(() => this.#askToStop("time-limit"), timeLimit));
    }
    if (hooks.shouldStop !== undefined) {
      this.#timers.push(setInterval(() => this.#poll(), POLL));
    }
  }

  start(options: SolveOptions): void {
    const { columnName: _, rowName: __, ...program } = this.#program;
    this.#lane.listener = {
      answer: (answer) => this.#take(answer),
      died: (cause) => this.#crash(cause),
    };
    this.#guarded(() =>
      this.#lane.worker.postMessage({ solver: this.#solver, program, options, stop: this.#stop }),
    );
  }

  #take(answer: WorkerAnswer): void {
    if (this.#settled) return;
    if ("event" in answer) {
      const { event } = answer;
      this.#held = merged(this.#held, event);
      this.#guarded(() => this.#hooks.onEvent?.(event));
    } else if ("result" in answer) {
      const { result } = answer;
      // The thread knows one way to be stopped; only this side knows whether the clock was behind it.
      const timedOut = result.termination === "interrupted" && this.#reason === "time-limit";
      this.#finish(result.termination !== "memory-limit", () =>
        this.#promised.resolve(timedOut ? { ...result, termination: "time-limit" } : result),
      );
    } else {
      this.#finish(false, () => this.#promised.reject(restoreError(answer.error)));
    }
  }

  #askToStop(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    Atomics.store(this.#stop, 0, 1);
    this.#timers.push(
      setTimeout(() => {
        const result = { termination: reason, rawStatus: "thread ended", ...this.#held };
        this.#finish(false, () => this.#promised.resolve(result));
      }, GRACE),
    );
  }

  #poll(): void {
    this.#guarded(() => {
      if (this.#hooks.shouldStop?.()) this.#askToStop("interrupted");
    });
  }

  #crash(cause: Error | undefined): void {
    const code = cause !== undefined && "code" in cause ? cause.code : undefined;
    this.#finish(false, () => {
      if (code === "ERR_WORKER_OUT_OF_MEMORY") {
        const rawStatus = cause?.message ?? "";
        this.#promised.resolve({ termination: "memory-limit", rawStatus, ...this.#held });
      } else {
        const why = cause?.message ?? "its thread ended without an answer";
        const size = programSize(this.#program);
        this.#promised.reject(
          new SolverError(`${this.#solver} crashed on ${size}: ${why}`, { cause }),
        );
      }
    });
  }

  /** Runs a piece of the caller's code; what it throws ends the solve. */
  #guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#finish(false, () => this.#promised.reject(error));
    }
  }

  #finish(reusable: boolean, answer: () => void): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#hooks.signal?.removeEventListener("abort", this.#abort);
    // A timeout and an interval are cleared alike.
    for (const timer of this.#timers) clearTimeout(timer);
    if (reusable) releaseLane(this.#lane);
    else discardLane(this.#lane);
    answer();
  }
}

type Held = Pick<SolveResult, "point" | "dualBound">;

/** What is known with one more event; the bound never stands above the point. */
function merged(held: Held, event: SolveEvent): Held {
  const { point, dualBound } = { ...held, ...event };
  return {
    ...(point && { point }),
    ...(dualBound !== undefined && { dualBound: Math.min(dualBound, point?.value ?? dualBound) }),
  };
}

function restoreError({ name, message }: { name: string; message: string }): Error {
  if (name === "UsageError") return new UsageError(message);
  if (name === "InvariantError") return new InvariantError(message);
  return new SolverError(name === "SolverError" ? message : `${name}: ${message}`);
}
