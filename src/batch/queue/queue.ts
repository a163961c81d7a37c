import { setTimeout as sleep } from "node:timers/promises";
import { asUsage } from "../../io/system-error.ts";
import { UsageError } from "../../util/errors.ts";
import { type LockOptions, takenOver } from "../lock.ts";
import type { BatchJob, Executor, JobResult } from "../types.ts";
import type { Board } from "./board.ts";
import { broken, MOST_LOST } from "./lost.ts";
import { idOf } from "./messages.ts";

/** So long before a job is given up it is asked for what it has, ms. */
const GRACE = 5000;

/** Looking for answers: from short to long while nothing comes, ms. */
const LOOK = { least: 5, most: 250, growth: 1.4 } as const;

/** Whether workers are still there is looked at this often, ms. */
const WATCH = 500;

/** After this long a run that goes on has asked again for what it still wants first, ms. */
const SETTLING = 2000;

/** `lease` is of workers, too. */
export interface QueueOptions extends LockOptions {
  /** How many jobs may wait or run at once: what the workers together can do. */
  readonly slots: number;
  /** Calls `onUnserved` if jobs have waited for so long and no worker was there, ms; again after the next one was. */
  readonly patience?: number;
  readonly onUnserved?: () => void;
}

/** A job that somebody waits for. */
interface Waiting {
  readonly id: string;
  /** Asks for what it has. A listener for each of so many would be too many. */
  readonly signal: AbortSignal;
  readonly began: number;
  /** When it is asked for what it has, and when it is given up; ms of `performance.now()`. */
  stopAt: number;
  deadline: number;
  isStopping: boolean;
  isServed: boolean;
  lost: number;
  readonly settle: (result: JobResult) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Hands jobs out over a board to workers on any machines. Each job is planned by one worker; if that is gone, by another.
 * Whoever finishes first is believed, and nothing is counted twice: this process alone collects. `left` are jobs of a run that
 * was killed, which this one may not want.
 */
export class Queue implements Executor {
  readonly slots: number;
  readonly isElsewhere = true;
  readonly #board: Board;
  readonly #options: QueueOptions;
  readonly #left: Set<string>;
  readonly #waiting = new Map<string, Waiting>();
  readonly #ids = new Map<BatchJob, string>();
  readonly #began = performance.now();
  #lastServed = performance.now();
  #isTold = false;
  #looking: Promise<void> | undefined;
  #isOver = false;

  constructor(board: Board, options: QueueOptions, left: ReadonlySet<string>) {
    this.slots = options.slots;
    this.#board = board;
    this.#options = options;
    this.#left = new Set(left);
  }

  async run(job: BatchJob, signal: AbortSignal): Promise<JobResult> {
    try {
      const sent = await this.#board.sent(job);
      if ("result" in sent) return sent.result;
      const id = idOf(sent.text);
      this.#left.delete(id);
      this.#ids.set(job, id);
      return (await this.#known(id)) ?? (await this.#handOut(id, sent.text, job, signal));
    } catch (error) {
      throw asUsage(error, this.#board.name, "written");
    }
  }

  /** After a result is kept elsewhere. */
  async settled(job: BatchJob): Promise<void> {
    const id = this.#ids.get(job);
    this.#ids.delete(job);
    if (id !== undefined && this.#board.isHeld()) await this.#board.forget(id);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    for (const one of this.#waiting.values()) one.settle(stopped(one));
    await this.#looking?.catch(() => {});
    await this.#board.close();
  }

  /** What a worker finished for a run that was killed; what went wrong is tried again. */
  async #known(id: string): Promise<JobResult | undefined> {
    const found = (await this.#board.answers([id])).get(id);
    if (found?.result.kind === "outcome" && !found.cut) return found.result;
    if (found !== undefined) await this.#board.forget(id);
    return undefined;
  }

  async #handOut(
    id: string,
    text: string,
    { hardLimit = Infinity }: BatchJob,
    signal: AbortSignal,
  ): Promise<JobResult> {
    await this.#board.post(id, text);
    const began = performance.now();
    const deadline = began + hardLimit;
    const stopAt = Math.max(began, deadline - GRACE);
    try {
      return await new Promise<JobResult>((settle, fail) => {
        const rest = { isStopping: false, isServed: false, lost: 0, settle, fail };
        this.#waiting.set(id, { id, signal, began, deadline, stopAt, ...rest });
        if (this.#isOver) settle({ kind: "stopped", seconds: 0 });
        this.#looking ??= this.#look();
      });
    } finally {
      this.#waiting.delete(id);
      if (this.#board.isHeld()) await this.#board.withdraw(id);
    }
  }

  /** One look for all that wait, again and again as long as any do. */
  async #look(): Promise<void> {
    let [wait, watched] = [LOOK.least as number, performance.now()];
    try {
      while (this.#waiting.size > 0 && !this.#isOver) {
        if (!this.#board.isHeld()) throw new UsageError(takenOver(this.#board.name));
        const now = performance.now();
        const isFound = await this.#collect(now);
        if (now - watched >= WATCH) {
          watched = now;
          await this.#watch(now);
        }
        wait = isFound ? LOOK.least : Math.min(LOOK.most, wait * LOOK.growth);
        await sleep(wait);
      }
    } catch (error) {
      for (const one of this.#waiting.values()) one.fail(error);
    } finally {
      this.#looking = undefined;
    }
  }

  async #collect(now: number): Promise<boolean> {
    const answers = await this.#board.answers([...this.#waiting.keys()]);
    for (const one of this.#waiting.values()) {
      const answer = answers.get(one.id);
      if (answer !== undefined) {
        this.#serve(one);
        if (!answer.cut || one.isStopping) one.settle(answer.result);
        // Somebody stopped that worker, and nobody this job.
        else await this.#board.free(one.id);
      }
      if (one.signal.aborted && !one.isStopping) {
        one.stopAt = now;
        one.deadline = Math.min(one.deadline, now + GRACE);
      }
      if (now >= one.stopAt && !one.isStopping) {
        one.isStopping = true;
        await this.#board.stop(one.id);
      }
      if (now > one.deadline) one.settle(stopped(one));
    }
    return answers.size > 0;
  }

  async #watch(now: number): Promise<void> {
    const progress = await this.#board.progress([...this.#waiting.keys()]);
    for (const one of this.#waiting.values()) {
      const state = progress.get(one.id);
      // Nobody has begun it, so there is nothing to wait for.
      if (state === "waiting" && one.isStopping) one.settle(stopped(one));
      if (state === "begun" || state === "lost") this.#serve(one);
      if (state !== "lost") continue;
      one.lost++;
      if (one.lost === MOST_LOST) one.settle(broken((performance.now() - one.began) / 1000));
      else await this.#board.free(one.id);
    }
    if (now - this.#began > SETTLING) await this.#dropLeft();
    const { patience = Infinity, onUnserved } = this.#options;
    if (this.#isTold || now - this.#lastServed < patience) return;
    this.#isTold = true;
    onUnserved?.();
  }

  #serve(one: Waiting): void {
    one.isServed = true;
    this.#lastServed = performance.now();
    this.#isTold = false;
  }

  /** Who plans what nobody wants any more has no time for what somebody does. */
  async #dropLeft(): Promise<void> {
    for (const id of this.#left) {
      this.#left.delete(id);
      await this.#board.withdraw(id);
    }
  }
}

/** Waiting for a worker is no time of planning. */
function stopped({ began, isServed }: Waiting): JobResult {
  return { kind: "stopped", seconds: isServed ? (performance.now() - began) / 1000 : 0 };
}
