import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Worker as BullWorker, Job } from "bullmq";
import { sha256 } from "../../util/sha256.ts";
import { MOST_LOST } from "../queue/lost.ts";
import type { Answer } from "../queue/messages.ts";
import type { WorkOptions } from "../queue/worker.ts";
import type { Executor } from "../types.ts";
import type { RedisAddress } from "./address.ts";
import { bullId, STOPS } from "./board.ts";
import { OPEN } from "./hold.ts";
import { loadRedisLibrary } from "./library.ts";
import { openLine, PREFIX, type RedisLine } from "./line.ts";
import { type PackedJob, unpacked } from "./packed.ts";

/** Whether jobs are still wanted is looked at this often, ms. */
const WATCH = 500;

/** How long the end waits for a server that is away, ms. */
const FAREWELL = 5000;

/** Keys that BullMQ's look for silent workers writes anew after the batch has taken all away: KEYS open, meta, stalled-check. */
const SWEEP = `if redis.call("exists", KEYS[1]) == 1 then return 0 end
return redis.call("del", KEYS[2], KEYS[3])`;

/**
 * Half of what shared folders take: a lock is told by the clock of the server alone, and a worker whose lock was lost by mistake gives its job
 * up, so that haste costs work and nothing else. Renewed six times in it, so that pauses of some ten seconds cost nothing.
 */
const LEASE = 15_000;

export interface RedisWorkOptions extends Omit<WorkOptions, "onRefused"> {
  /** A worker that says nothing for so long loses its jobs to others, ms. Default 15,000. */
  readonly lease?: number;
}

/**
 * Plans the jobs of a queue on Redis as long as there are any, `executor.slots` at once, each in `executor` and in a folder of its own.
 * Ends as `workOn` does; returns how many jobs it finished. Throws UsageError if the server cannot be used or is away for long.
 */
export async function workOnRedis(
  address: RedisAddress,
  executor: Executor,
  options: RedisWorkOptions,
): Promise<number> {
  const library = await loadRedisLibrary("A queue on Redis");
  const line = await openLine(library, address, options.patience);
  try {
    return await new RedisWorker(line, executor, options).work();
  } finally {
    line.end();
  }
}

class RedisWorker {
  readonly #line: RedisLine;
  readonly #executor: Executor;
  readonly #options: RedisWorkOptions;
  readonly #worker: BullWorker;
  /** Of the jobs that run here, by their id at BullMQ: that somebody wants what they have. */
  readonly #running = new Map<string, AbortController>();
  readonly #stop = new AbortController();
  #finished = 0;
  #lastJob = performance.now();

  constructor(line: RedisLine, executor: Executor, options: RedisWorkOptions) {
    this.#line = line;
    this.#executor = executor;
    this.#options = options;
    const { lease = LEASE } = options;
    // BullMQ hands over a signal where three parameters are named: for a job whose lock was lost.
    const plan = (job: Job, _token?: string, lost?: AbortSignal) => this.#plan(job, lost);
    this.#worker = new line.library.Worker(line.name, plan, {
      ...{ connection: line.redis, prefix: PREFIX, autorun: false, concurrency: executor.slots },
      ...{ lockDuration: lease, lockRenewTime: lease / 6, stalledInterval: lease / 6 },
      maxStalledCount: MOST_LOST - 1,
    });
    // What goes wrong on the line is told by whoever asks over it.
    this.#worker.on("error", () => {});
    this.#worker.on("lockRenewalFailed", (ids) => {
      for (const id of ids) this.#worker.cancelJob(id);
    });
    this.#worker.on("completed", ({ data, returnvalue }) => {
      if (returnvalue?.cut !== false) return;
      this.#finished++;
      this.#options.onDone?.((JSON.parse(data.text) as PackedJob).job.name);
    });
  }

  async work(): Promise<number> {
    const { signal, idle } = this.#options;
    const forward = () => this.#stop.abort();
    signal.addEventListener("abort", forward, { once: true });
    if (signal.aborted) forward();
    const run = this.#stop.signal.aborted ? undefined : this.#worker.run().catch(() => {});
    try {
      for (let isSeen = false; !this.#stop.signal.aborted; ) {
        const isThere = (await this.#asked((redis) => redis.exists(this.#line.key(OPEN)))) === 1;
        if (isSeen && !isThere) break;
        isSeen ||= isThere;
        await this.#watch();
        if (this.#running.size > 0) this.#lastJob = performance.now();
        if (performance.now() - this.#lastJob > idle) break;
        await sleep(WATCH, undefined, { signal: this.#stop.signal }).catch(() => {});
      }
    } finally {
      signal.removeEventListener("abort", forward);
      this.#stop.abort();
      await this.#end();
      await run;
    }
    return this.#finished;
  }

  async #asked<T>(act: (redis: RedisLine["redis"]) => Promise<T>): Promise<T> {
    return await this.#line.ask(() => act(this.#line.redis));
  }

  async #watch(): Promise<void> {
    if (this.#running.size === 0) return;
    const stops = await this.#asked((redis) => redis.smembers(this.#line.key(STOPS)));
    for (const id of stops) this.#running.get(bullId(id))?.abort();
  }

  /** What runs gives back what it has, unless the server is away: then others find it silent. */
  async #end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((done) => {
      timer = setTimeout(() => done("late"), FAREWELL);
    });
    const ended = this.#worker
      .close()
      .then(() => this.#sweep())
      .catch(() => {});
    if ((await Promise.race([ended, late])) === "late") await this.#worker.close(true);
    clearTimeout(timer);
  }

  /** A queue that is over leaves nothing behind. */
  async #sweep(): Promise<void> {
    const keys = [OPEN, "meta", "stalled-check"].map((name) => this.#line.key(name));
    await this.#line.redis.eval(SWEEP, keys.length, ...keys);
  }

  async #plan(job: Job, lost: AbortSignal | undefined): Promise<object> {
    const id = job.id ?? "";
    const stop = new AbortController();
    this.#running.set(id, stop);
    const signals = [this.#stop.signal, stop.signal, ...(lost === undefined ? [] : [lost])];
    // Its real path, so that what is read below it is seen to be below it.
    const folder = await realpath(await mkdtemp(join(tmpdir(), "berth-work-")));
    try {
      const own = await unpacked(JSON.parse(job.data.text) as PackedJob, folder);
      const result = await this.#executor.run(own, AbortSignal.any(signals));
      const cut = stop.signal.aborted || this.#stop.signal.aborted;
      const answer: Answer = { result, cut };
      // Nobody else has this folder, so messages name what lies below it.
      const text = JSON.stringify(answer).replaceAll(JSON.stringify(folder + sep).slice(1, -1), "");
      return { text, hash: sha256(text), cut };
    } finally {
      this.#running.delete(id);
      this.#lastJob = performance.now();
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    }
  }
}
