import { readdir, rmdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { asUsage, isSystemError } from "../../io/system-error.ts";
import { UsageError } from "../../util/errors.ts";
import { show } from "../../util/show.ts";
import { type LockOptions, lockFolder } from "../lock.ts";
import type { BatchJob, Executor, JobResult } from "../types.ts";
import {
  idOf,
  idsIn,
  makePlaces,
  PLACES,
  read,
  remove,
  removePlaces,
  withRelativePaths,
  write,
} from "./layout.ts";
import { Leases } from "./lease.ts";

/** Workers that may end while they plan one job before it counts as the job's fault. */
const MOST_LOST = 5;

/** A job that was asked to stop and has not after this long is given up, ms. */
const GRACE = 6000;

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
  /** Calls `onUnserved` once if a job has waited for so long and no worker was ever there, ms. */
  readonly patience?: number;
  readonly onUnserved?: () => void;
}

/**
 * Hands jobs out over a shared folder to workers (`workOn`) on any machines that see it. Each job is claimed by one worker; if
 * that is gone, by another. Whoever finishes first is believed, and nothing is counted twice: this process alone collects.
 * Throws UsageError if the folder is in use by another batch or cannot be written.
 */
export async function queueExecutor(folder: string, options: QueueOptions): Promise<Executor> {
  await refuseOthers(folder);
  try {
    await makePlaces(folder);
    const lock = await lockFolder(folder, options);
    const leases = new Leases(folder, options.lease ?? 30_000);
    const queue = new Queue(folder, leases, options, await idsIn(folder, "jobs"));
    return {
      slots: options.slots,
      run: (job, signal) => queue.run(job, signal),
      async end() {
        // Workers that wait see it, and end.
        await removePlaces(folder);
        lock.release();
        await rmdir(folder).catch(() => {});
      },
    };
  } catch (error) {
    throw asUsage(error, folder, "written");
  }
}

/** A folder that holds anything else is none of ours, and would be removed with it. */
async function refuseOthers(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    throw asUsage(error, folder, "written");
  });
  const own: ReadonlySet<string> = new Set(PLACES);
  const other = names.find((name) => !own.has(name) && !name.startsWith("lock-"));
  if (other === undefined) return;
  throw new UsageError(
    `${folder} holds something else: ${show(other)}.\nMaybe name a folder that is not there yet.`,
  );
}

class Queue {
  readonly #folder: string;
  readonly #leases: Leases;
  readonly #options: QueueOptions;
  /** Jobs of a run that was killed, which this one may not want. */
  readonly #left: Set<string>;
  /** A worker has been there. */
  #isServed = false;

  constructor(folder: string, leases: Leases, options: QueueOptions, left: readonly string[]) {
    this.#folder = folder;
    this.#leases = leases;
    this.#options = options;
    this.#left = new Set(left);
  }

  async run(job: BatchJob, signal: AbortSignal): Promise<JobResult> {
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    const text = JSON.stringify(withRelativePaths(this.#folder, job));
    const id = idOf(text);
    this.#left.delete(id);
    try {
      await write(this.#folder, "jobs", id, text);
      return (await this.#await(id, job, signal, began)) ?? { kind: "stopped", seconds: seconds() };
    } catch (error) {
      throw asUsage(error, this.#folder, "written");
    } finally {
      await this.#forget(id);
    }
  }

  async #await(
    id: string,
    { hardLimit = Infinity }: BatchJob,
    signal: AbortSignal,
    began: number,
  ): Promise<JobResult | undefined> {
    let [wait, watched, lost, deadline] = [LOOK.least as number, began, 0, began + hardLimit];
    let isStopping = false;
    for (;;) {
      const found = await read(this.#folder, "results", id);
      if (found !== undefined) {
        this.#isServed = true;
        return JSON.parse(found) as JobResult;
      }
      const now = performance.now();
      if (signal.aborted && !isStopping) {
        isStopping = true;
        deadline = Math.min(deadline, now + GRACE);
        await write(this.#folder, "stops", id, "");
      }
      if (now > deadline) return undefined;
      if (now - watched >= WATCH || isStopping) {
        watched = now;
        if (now - began > SETTLING) await this.#dropLeft();
        const state = await this.#leases.stateOf(id);
        if (state === "none" && isStopping) return undefined;
        if (state === "none") this.#tellWaiting(now - began);
        else this.#isServed = true;
        if (state === "gone") {
          lost++;
          if (lost === MOST_LOST) return broken(lost, (now - began) / 1000);
          await remove(this.#folder, "claims", id);
          this.#leases.forget(id);
        }
      }
      await sleep(wait);
      wait = Math.min(LOOK.most, wait * LOOK.growth);
    }
  }

  /** Who plans what nobody wants any more has no time for what somebody does. */
  async #dropLeft(): Promise<void> {
    for (const id of this.#left) {
      this.#left.delete(id);
      await remove(this.#folder, "jobs", id);
    }
  }

  #tellWaiting(waited: number): void {
    const { patience = Infinity, onUnserved } = this.#options;
    if (this.#isServed || waited < patience) return;
    // Once is enough.
    this.#isServed = true;
    onUnserved?.();
  }

  /** The job first, so that who claims it after its claim is gone sees that nobody wants it. */
  async #forget(id: string): Promise<void> {
    for (const place of ["jobs", "results", "stops", "claims"] as const) {
      await remove(this.#folder, place, id);
    }
    this.#leases.forget(id);
  }
}

function broken(times: number, seconds: number): JobResult {
  const message = `${times} workers ended while they planned it. Maybe it takes more memory than they have.`;
  return { kind: "fault", message, distrust: false, seconds };
}
