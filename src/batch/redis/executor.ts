import { Queue, type QueueOptions } from "../queue/queue.ts";
import type { Executor } from "../types.ts";
import type { RedisAddress } from "./address.ts";
import { redisBoard } from "./board.ts";

/** Hands jobs out over Redis to workers (`workOnRedis`) on any machines that reach it. Throws as `redisBoard`. */
export async function redisExecutor(
  address: RedisAddress,
  options: QueueOptions,
): Promise<Executor> {
  const board = await redisBoard(address, options);
  return new Queue(board, options, await board.left());
}
