import { queueExecutor } from "../batch/queue/executor.ts";
import type { QueueOptions } from "../batch/queue/queue.ts";
import { isRedisAddress, parseRedisAddress, type RedisAddress } from "../batch/redis/address.ts";
import { redisExecutor } from "../batch/redis/executor.ts";
import type { Executor } from "../batch/types.ts";
import { ownVersion } from "../util/own-version.ts";
import { tell } from "./print.ts";

/** What `--allow-plain` is for. */
export const PLAIN = "redis:// to another machine too, where others could listen";

/** The address that is meant; its password may stand in REDISCLI_AUTH, as for redis-cli. */
export function redisAddress(text: string, allowPlain: boolean): RedisAddress {
  return parseRedisAddress(text, { password: process.env.REDISCLI_AUTH, allowPlain });
}

/** After so long without a worker a run says how to start one, ms. */
const PATIENCE = 10_000;

/** Hands jobs out over a folder or a server, `slots` at once; says how to start workers where there are none. */
export async function queuedOver(
  queue: string,
  slots: number,
  allowPlain: boolean,
): Promise<Executor> {
  const optionsFor = (sees: string, address: string): QueueOptions => ({
    slots,
    patience: PATIENCE,
    onUnserved() {
      tell(`Jobs wait, and no worker is there. Start some on any machine that ${sees}:`);
      tell(`berth work ${address}`);
    },
    onWaiting: tell,
  });
  if (!isRedisAddress(queue)) {
    return await queueExecutor(queue, optionsFor("sees the folder", queue));
  }
  const address = redisAddress(queue, allowPlain);
  return await redisExecutor(
    address,
    optionsFor(
      `reaches the server (berth ${ownVersion()}, with its password if there is one)`,
      address.shown,
    ),
  );
}
