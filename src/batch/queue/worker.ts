import { access } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { ownVersion } from "../../util/own-version.ts";
import type { BatchJob, Executor } from "../types.ts";
import { filesOf, idsIn, isOpen, read, requireFolderName, withOwnPaths, write } from "./layout.ts";
import { type Claim, claim, RENEWAL } from "./lease.ts";
import type { Answer, QueuedJob } from "./messages.ts";

/** Looking for jobs: from short to long while there are none, ms. */
const LOOK = { least: 10, most: 500, growth: 1.5 } as const;

/** Whether a job is still wanted is looked at this often, ms. */
const WATCH = 250;

export interface WorkOptions {
  /** Ends it: running jobs give what they have. */
  readonly signal: AbortSignal;
  /** Milliseconds without any job after which it ends. */
  readonly idle: number;
  /** A folder that cannot be reached for so long is given up, ms. Default 30,000. */
  readonly patience?: number;
  readonly onDone?: (name: string) => void;
  /** Told of a job that this worker leaves to others, and why. */
  readonly onRefused?: (name: string, why: string) => void;
}

/**
 * Plans the jobs of a shared folder as long as there are any, `executor.slots` at once, each in `executor`. Ends when the
 * folder's jobs that it has seen are gone (the batch is finished), after `idle` ms without a job, or by the signal. Returns how
 * many jobs it finished. A result is written only while its job is claimed by this worker. Throws what the system says if the
 * folder cannot be reached for long.
 */
export async function workOn(
  folder: string,
  executor: Executor,
  options: WorkOptions,
): Promise<number> {
  await requireFolderName(folder);
  const worker = new Worker(folder, executor, options);
  return await worker.work();
}

class Worker {
  readonly #folder: string;
  readonly #executor: Executor;
  readonly #options: WorkOptions;
  /** Aborted from outside, or when the folder cannot be reached. */
  readonly #stop = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  /** Jobs that this worker cannot do. */
  readonly #refused = new Set<string>();
  #finished = 0;
  #lastJob = performance.now();
  #failure: unknown;

  constructor(folder: string, executor: Executor, options: WorkOptions) {
    this.#folder = folder;
    this.#executor = executor;
    this.#options = options;
  }

  async work(): Promise<number> {
    const { signal, idle } = this.#options;
    const forward = () => this.#stop.abort();
    signal.addEventListener("abort", forward, { once: true });
    if (signal.aborted) forward();
    try {
      let [wait, isSeen] = [LOOK.least as number, false];
      while (!this.#stop.signal.aborted) {
        const isThere = await this.#retried(() => isOpen(this.#folder));
        if (isSeen && !isThere) break;
        isSeen ||= isThere;
        const isNew = await this.#retried(() => this.#begin());
        if (this.#running.size > 0) this.#lastJob = performance.now();
        if (performance.now() - this.#lastJob > idle) break;
        wait = isNew ? LOOK.least : Math.min(LOOK.most, wait * LOOK.growth);
        await Promise.race([sleep(wait), ...this.#running.values()]);
      }
    } catch (error) {
      this.#fail(error);
    }
    await Promise.all(this.#running.values());
    signal.removeEventListener("abort", forward);
    if (this.#failure !== undefined) throw this.#failure;
    return this.#finished;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#stop.abort();
  }

  /** Claims as many jobs as there is room for; true if it got any. */
  async #begin(): Promise<boolean> {
    let isNew = false;
    for (const id of await this.#open()) {
      if (this.#running.size >= this.#executor.slots || this.#stop.signal.aborted) break;
      const held = await claim(this.#folder, id);
      if (held === undefined) continue;
      isNew = true;
      const turn = this.#turn(id, held)
        .catch((error: unknown) => this.#fail(error))
        .then(() => {
          this.#running.delete(id);
          this.#lastJob = performance.now();
        });
      this.#running.set(id, turn);
    }
    return isNew;
  }

  /** Jobs that nobody has claimed, from anywhere in the list on, so that workers seldom want the same. */
  async #open(): Promise<readonly string[]> {
    if (this.#running.size >= this.#executor.slots) return [];
    const jobs = await idsIn(this.#folder, "jobs");
    if (jobs.size === 0) return [];
    const claimed = await idsIn(this.#folder, "claims");
    const open = [...jobs].filter((id) => !claimed.has(id) && !this.#refused.has(id));
    const from = Math.floor(Math.random() * open.length);
    return [...open.slice(from), ...open.slice(0, from)];
  }

  /** Plans one job that was claimed. */
  async #turn(id: string, held: Claim): Promise<void> {
    let isWritten = false;
    try {
      // Claimed after it was finished and its claim removed, it is not there any more.
      const text = await this.#retried(() => read(this.#folder, "jobs", id));
      if (text === undefined) return;
      const { version, job } = JSON.parse(text) as QueuedJob;
      const own = await withOwnPaths(this.#folder, job);
      const why = await whyNot(version, own);
      if (why !== undefined) {
        this.#refused.add(id);
        this.#options.onRefused?.(job.name, why);
        return;
      }
      const answer = await this.#answer(id, held, own);
      if (answer === undefined) return;
      await this.#retried(async () => {
        if (!(await this.#isWanted(id, held))) return;
        await write(this.#folder, "results", id, JSON.stringify(answer));
        isWritten = true;
      });
      if (!isWritten || answer.cut) return;
      this.#finished++;
      this.#options.onDone?.(job.name);
    } finally {
      await (isWritten ? held.close() : held.release()).catch(() => {});
    }
  }

  /** Undefined if nobody wants it any more. */
  async #answer(id: string, held: Claim, job: BatchJob): Promise<Answer | undefined> {
    const withdrawn = new AbortController();
    const stopped = new AbortController();
    const signals = [this.#stop.signal, withdrawn.signal, stopped.signal];
    let [renewed, isBusy] = [performance.now(), false];
    const look = async () => {
      if (isBusy) return;
      isBusy = true;
      try {
        if (performance.now() - renewed > RENEWAL) {
          renewed = performance.now();
          await held.renew();
        }
        if (!(await this.#isWanted(id, held))) withdrawn.abort();
        else if ((await idsIn(this.#folder, "stops")).has(id)) stopped.abort();
      } catch {
        // The folder is not to be reached for the moment; writing the result finds out.
      } finally {
        isBusy = false;
      }
    };
    const timer = setInterval(() => void look(), WATCH);
    try {
      const result = await this.#executor.run(job, AbortSignal.any(signals));
      if (withdrawn.signal.aborted) return undefined;
      return { result, cut: stopped.signal.aborted || this.#stop.signal.aborted };
    } finally {
      clearInterval(timer);
    }
  }

  /** Tries again for a while what a file system that is away for a moment refuses. */
  async #retried<T>(act: () => Promise<T>): Promise<T> {
    const { patience = 30_000 } = this.#options;
    for (const end = performance.now() + patience; ; ) {
      try {
        return await act();
      } catch (error) {
        if (performance.now() > end) throw error;
        await sleep(Math.min(500, patience));
      }
    }
  }

  async #isWanted(id: string, held: Claim): Promise<boolean> {
    return (await idsIn(this.#folder, "jobs")).has(id) && (await held.isHeld());
  }
}

/** Why this worker cannot do a job; another one may. */
async function whyNot(version: string, job: BatchJob): Promise<string | undefined> {
  if (version !== ownVersion()) return `it is for berth ${version}, and this is ${ownVersion()}`;
  for (const file of filesOf(job)) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (!isThere) return `${file} is not to be seen from here`;
  }
  return undefined;
}
