import { access, rmdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { asUsage } from "../../io/system-error.ts";
import { UsageError } from "../../util/errors.ts";
import { type Lock, type LockOptions, takenOver } from "../lock.ts";
import type { BatchJob, Executor, JobResult } from "../types.ts";
import {
  filesOf,
  idOf,
  idsIn,
  type Place,
  read,
  remove,
  removePlaces,
  withRelativePaths,
  write,
} from "./layout.ts";
import { Leases } from "./lease.ts";
import { type Answer, ownVersion, type QueuedJob } from "./messages.ts";

/** Workers that may end while they plan one job before it counts as the job's fault. */
const MOST_LOST = 5;

/** So long before a job is given up it is asked for what it has, ms. */
const GRACE = 5000;

/** Looking for results: from short to long while nothing comes, ms. */
const LOOK = { least: 5, most: 250, growth: 1.4 } as const;

/** Claims are looked at this often, ms. */
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

/** Hands out jobs and collects their results, as long as the lock is held; see `queueExecutor`. */
export class Queue implements Executor {
  readonly slots: number;
  readonly isElsewhere = true;
  readonly #folder: string;
  readonly #lock: Lock;
  readonly #leases: Leases;
  readonly #options: QueueOptions;
  /** Jobs of a run that was killed, which this one may not want. */
  readonly #left: Set<string>;
  readonly #waiting = new Map<string, Waiting>();
  readonly #ids = new Map<BatchJob, string>();
  readonly #began = performance.now();
  #lastServed = performance.now();
  #isTold = false;
  #looking: Promise<void> | undefined;
  #isOver = false;

  constructor(folder: string, lock: Lock, options: QueueOptions, left: ReadonlySet<string>) {
    this.slots = options.slots;
    this.#folder = folder;
    this.#lock = lock;
    this.#leases = new Leases(folder, options.lease ?? 30_000);
    this.#options = options;
    this.#left = new Set(left);
  }

  async run(job: BatchJob, signal: AbortSignal): Promise<JobResult> {
    for (const file of filesOf(job)) {
      try {
        await access(file);
      } catch (error) {
        // No worker would see it either.
        const { message } = asUsage(error, file, "read") as Error;
        return { kind: "bad-input", message, seconds: 0 };
      }
    }
    try {
      const sent: QueuedJob = {
        version: ownVersion(),
        job: await withRelativePaths(this.#folder, job),
      };
      const text = JSON.stringify(sent);
      const id = idOf(text);
      this.#left.delete(id);
      this.#ids.set(job, id);
      return (await this.#known(id)) ?? (await this.#handOut(id, text, job, signal));
    } catch (error) {
      throw asUsage(error, this.#folder, "written");
    }
  }

  /** After a result is kept elsewhere. */
  async settled(job: BatchJob): Promise<void> {
    const id = this.#ids.get(job);
    this.#ids.delete(job);
    if (id !== undefined && this.#lock.isHeld()) await this.#remove(id, "results", "claims");
  }

  async end(): Promise<void> {
    this.#isOver = true;
    for (const one of this.#waiting.values()) one.settle(stopped(one));
    try {
      await this.#looking?.catch(() => {});
      // Workers that wait see it, and end. Of a folder that was taken over nothing is ours.
      if (this.#lock.isHeld()) await removePlaces(this.#folder);
    } finally {
      this.#lock.release();
      await rmdir(this.#folder).catch(() => {});
    }
  }

  /** What a worker finished for a run that was killed; what went wrong is tried again. */
  async #known(id: string): Promise<JobResult | undefined> {
    const found = await this.#answer(id);
    if (found?.result.kind === "outcome" && !found.cut) return found.result;
    if (found !== undefined) await this.#remove(id, "results", "claims");
    await this.#remove(id, "stops");
    return undefined;
  }

  async #handOut(
    id: string,
    text: string,
    { hardLimit = Infinity }: BatchJob,
    signal: AbortSignal,
  ): Promise<JobResult> {
    await write(this.#folder, "jobs", id, text);
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
      this.#leases.forget(id);
      // The job first, so that who claims it after its claim is gone sees that nobody wants it. A result stays until it is kept.
      if (this.#lock.isHeld()) await this.#remove(id, "jobs", "stops");
    }
  }

  /** One look for all that wait, again and again as long as any do. */
  async #look(): Promise<void> {
    let [wait, watched] = [LOOK.least as number, performance.now()];
    try {
      while (this.#waiting.size > 0 && !this.#isOver) {
        if (!this.#lock.isHeld()) throw new UsageError(takenOver(this.#folder));
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
    const results = await idsIn(this.#folder, "results");
    let isFound = false;
    for (const one of this.#waiting.values()) {
      const answer = results.has(one.id) ? await this.#answer(one.id) : undefined;
      if (answer !== undefined) {
        this.#serve(one);
        isFound = true;
        if (!answer.cut || one.isStopping) one.settle(answer.result);
        // Somebody stopped that worker, and nobody this job: it is free again.
        else await this.#remove(one.id, "stops", "results", "claims");
      }
      if (one.signal.aborted && !one.isStopping) {
        one.stopAt = now;
        one.deadline = Math.min(one.deadline, now + GRACE);
      }
      if (now >= one.stopAt && !one.isStopping) {
        one.isStopping = true;
        await write(this.#folder, "stops", one.id, "");
      }
      if (now > one.deadline) one.settle(stopped(one));
    }
    return isFound;
  }

  async #watch(now: number): Promise<void> {
    const claims = await idsIn(this.#folder, "claims");
    for (const one of this.#waiting.values()) {
      if (!claims.has(one.id)) {
        // Nobody has begun it, so there is nothing to wait for.
        if (one.isStopping) one.settle(stopped(one));
        continue;
      }
      this.#serve(one);
      if (!(await this.#leases.isOver(one.id))) continue;
      one.lost++;
      if (one.lost === MOST_LOST) one.settle(broken(one));
      else await this.#remove(one.id, "claims");
      this.#leases.forget(one.id);
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
      await this.#remove(id, "jobs", "stops");
    }
  }

  async #answer(id: string): Promise<Answer | undefined> {
    const found = await read(this.#folder, "results", id);
    return found === undefined ? undefined : (JSON.parse(found) as Answer);
  }

  async #remove(id: string, ...places: readonly Place[]): Promise<void> {
    for (const place of places) await remove(this.#folder, place, id);
  }
}

/** Waiting for a worker is no time of planning. */
function stopped({ began, isServed }: Waiting): JobResult {
  return { kind: "stopped", seconds: isServed ? (performance.now() - began) / 1000 : 0 };
}

function broken({ lost, began }: Waiting): JobResult {
  const message = `${lost} workers ended while they planned it. Maybe it takes more memory than they have.`;
  const seconds = (performance.now() - began) / 1000;
  return { kind: "fault", message, distrust: false, seconds };
}
