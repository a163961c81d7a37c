import type { Queue as BullQueue, JobState } from "bullmq";
import { sha256 } from "../../util/sha256.ts";
import type { LockOptions } from "../lock.ts";
import type { Board, JobProgress } from "../queue/board.ts";
import { broken } from "../queue/lost.ts";
import type { Answer } from "../queue/messages.ts";
import type { BatchJob } from "../types.ts";
import type { RedisAddress } from "./address.ts";
import { type Hold, holdQueue } from "./hold.ts";
import { loadRedisLibrary } from "./library.ts";
import { openLine, PREFIX, type RedisLine } from "./line.ts";
import { packed } from "./packed.ts";

/** Key of the set of jobs whose workers are asked for what they have. */
export const STOPS = "stops";

/** How long the end waits for a server that is away, ms. */
const FAREWELL = 5000;

/**
 * A queue of BullMQ on a server as a board: jobs bring the texts that they read, and answers come back over the server, so
 * workers (`workOnRedis`) share no folder with the batch. BullMQ gives each job to one worker, which renews its lock, and to another when that is
 * silent. Throws UsageError if the server cannot be used, or another batch has the queue.
 */
export async function redisBoard(address: RedisAddress, options: LockOptions): Promise<Board> {
  const library = await loadRedisLibrary("A queue on Redis");
  const line = await openLine(library, address);
  try {
    const hold = await holdQueue(line, options);
    const queue = new library.Queue(line.name, { connection: line.redis, prefix: PREFIX });
    queue.on("error", () => {});
    return new RedisBoard(line, hold, queue);
  } catch (error) {
    line.end();
    throw error;
  }
}

class RedisBoard implements Board {
  readonly name: string;
  readonly #line: RedisLine;
  readonly #hold: Hold;
  readonly #queue: BullQueue;
  /** What was posted and is still wanted: a server that forgot a job gets it again. */
  readonly #posted = new Map<string, string>();

  constructor(line: RedisLine, hold: Hold, queue: BullQueue) {
    this.name = line.shown;
    this.#line = line;
    this.#hold = hold;
    this.#queue = queue;
  }

  isHeld(): boolean {
    return this.#hold.isHeld();
  }

  async left(): Promise<ReadonlySet<string>> {
    const found = await this.#line.ask(() => this.#queue.getJobs(["waiting", "active"]));
    return new Set(found.flatMap(({ id }) => (id === undefined ? [] : [ownId(id)])));
  }

  async sent(job: BatchJob): ReturnType<Board["sent"]> {
    const found = await packed(job);
    return "result" in found ? found : { text: JSON.stringify(found.packed) };
  }

  async post(id: string, text: string): Promise<void> {
    this.#posted.set(id, text);
    await this.#line.ask(() => this.#line.redis.srem(this.#line.key(STOPS), id));
    await this.#add(id, text);
  }

  /** One that is there already is not added again. */
  async #add(id: string, text: string): Promise<void> {
    await this.#line.ask(() => this.#queue.add("plan", { text }, { jobId: bullId(id) }));
  }

  async answers(ids: readonly string[]): Promise<ReadonlyMap<string, Answer>> {
    const found = new Map<string, Answer>();
    for (const [id, state] of await this.#states(ids)) {
      if (state !== "completed" && state !== "failed") continue;
      const job = await this.#line.ask(() => this.#queue.getJob(bullId(id)));
      if (job === undefined) continue;
      const seconds = ((job.finishedOn ?? 0) - (job.processedOn ?? job.finishedOn ?? 0)) / 1000;
      const answer = state === "completed" ? answerOf(job.returnvalue) : undefined;
      if (answer !== undefined) found.set(id, answer);
      else if (state === "failed")
        found.set(id, { result: faultOf(job.failedReason, seconds), cut: false });
      else await this.free(id);
    }
    return found;
  }

  async progress(ids: readonly string[]): Promise<ReadonlyMap<string, JobProgress>> {
    const found = new Map<string, JobProgress>();
    for (const [id, state] of await this.#states(ids)) {
      const text = this.#posted.get(id);
      if (state === "unknown" && text !== undefined) await this.#add(id, text);
      found.set(id, state === "waiting" || state === "unknown" ? "waiting" : "begun");
    }
    return found;
  }

  async #states(
    ids: readonly string[],
  ): Promise<readonly (readonly [string, JobState | "unknown"])[]> {
    const states = ids.map(async (id) => {
      const state = await this.#queue.getJobState(bullId(id));
      return [id, state] as const;
    });
    return await this.#line.ask(() => Promise.all(states));
  }

  async stop(id: string): Promise<void> {
    await this.#line.ask(() => this.#line.redis.sadd(this.#line.key(STOPS), id));
  }

  async free(id: string): Promise<void> {
    await this.forget(id);
    const text = this.#posted.get(id);
    if (text !== undefined) await this.post(id, text);
  }

  /** A job that a worker has is not removed; it is asked to stop. */
  async withdraw(id: string): Promise<void> {
    this.#posted.delete(id);
    const [[, state]] = await this.#states([id]);
    if (state === "waiting") await this.#line.ask(() => this.#queue.remove(bullId(id)));
    else if (state === "active") await this.stop(id);
    else await this.#line.ask(() => this.#line.redis.srem(this.#line.key(STOPS), id));
  }

  async forget(id: string): Promise<void> {
    await this.#line.ask(() => this.#queue.remove(bullId(id)));
  }

  async close(): Promise<void> {
    const end = async () => {
      if (!this.isHeld()) return;
      await this.#queue.obliterate({ force: true });
      await this.#line.redis.del(this.#line.key(STOPS));
      await this.#hold.release();
    };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((done) => {
      timer = setTimeout(done, FAREWELL);
    });
    try {
      // What a server that is away still has is found by the next run.
      await Promise.race([end().catch(() => {}), late]);
    } finally {
      clearTimeout(timer);
      this.#line.end();
    }
  }
}

/** Names of jobs may not look like numbers. */
export const bullId = (id: string) => `job-${id}`;
const ownId = (id: string) => id.replace(/^job-/, "");

/** The answer beside its hash, as workers write it; undefined if it is damaged. */
function answerOf(value: unknown): Answer | undefined {
  const { text, hash } = Object(value) as { text?: unknown; hash?: unknown };
  return typeof text === "string" && sha256(text) === hash
    ? (JSON.parse(text) as Answer)
    : undefined;
}

/** BullMQ gives a job up that too many workers did not survive; its other failures are of a worker's machine. */
function faultOf(reason: string | undefined, seconds: number): Answer["result"] {
  if (reason !== undefined && /stalled more than/.test(reason)) return broken(seconds);
  return { kind: "fault", message: `Its worker failed: ${reason}`, distrust: false, seconds };
}
