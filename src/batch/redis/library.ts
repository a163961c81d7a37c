import type * as BullMq from "bullmq";
import type * as IoRedis from "ioredis";
import { importOptional } from "../../util/optional-package.ts";

/** The packages that speak to Redis; needed by nothing else, so they are optional. */
export interface RedisLibrary {
  readonly Queue: typeof BullMq.Queue;
  readonly Worker: typeof BullMq.Worker;
  readonly Redis: typeof IoRedis.Redis;
}

/** Throws UsageError with the way to install them; `what` needs them, such as "berth batch --queue redis://...". */
export async function loadRedisLibrary(
  what: string,
  load: () => Promise<RedisLibrary> = installed,
): Promise<RedisLibrary> {
  return await importOptional(what, "bullmq ioredis", load);
}

async function installed(): Promise<RedisLibrary> {
  const [{ Queue, Worker }, { Redis }] = await Promise.all([import("bullmq"), import("ioredis")]);
  return { Queue, Worker, Redis };
}
