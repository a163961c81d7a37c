import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../../util/errors.ts";
import { isGone, type LockOptions, type ProcessId, thisProcess } from "../lock.ts";
import type { RedisLine } from "./line.ts";

/** That this process alone posts to a queue. */
export interface Hold {
  /** False once another process has it. */
  isHeld(): boolean;
  /** Also tells workers that no more jobs come. */
  release(): Promise<void>;
}

/** Sets the holder if there is none or a given one: KEYS holder, open; ARGV the holder that may be replaced, the new one, ms. */
const TAKE = `local now = redis.call("get", KEYS[1])
if now and now ~= ARGV[1] then return 0 end
redis.call("set", KEYS[1], ARGV[2], "px", ARGV[3])
redis.call("set", KEYS[2], "1")
return 1`;

const RELEASE = `if redis.call("get", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("del", KEYS[1], KEYS[2])
return 1`;

/** Key that is there while jobs may come; it outlives a batch that was killed, which may go on. */
export const OPEN = "open";

/**
 * Takes a queue for this process: at once if nobody has it, or a process of this machine that is gone; else after the holder was
 * silent for the lease. Throws UsageError if somebody has it.
 */
export async function holdQueue(
  line: RedisLine,
  { lease = 30_000, onWaiting }: LockOptions,
): Promise<Hold> {
  const own = JSON.stringify({ ...thisProcess(), token: randomBytes(12).toString("hex") });
  const keys = [line.key("holder"), line.key(OPEN)] as const;
  const take = async (before: string) =>
    (await line.ask(() => line.redis.eval(TAKE, 2, ...keys, before, own, lease))) === 1;
  const end = performance.now() + lease + 1000;
  for (let left = Infinity; !(await take("")); ) {
    const holder = await line.ask(() => line.redis.get(keys[0]));
    if (holder === null) continue;
    const who = JSON.parse(holder) as ProcessId;
    if (isGone(who) && (await take(holder))) break;
    const now = await line.ask(() => line.redis.pttl(keys[0]));
    // A holder that is there renews it.
    if (now > left || performance.now() > end) {
      throw new UsageError(
        `The queue at ${line.shown} is in use by process ${who.pid} on ${who.host}.\nMaybe wait for it, or add ?queue=NAME to the address, for workers too.`,
      );
    }
    if (left === Infinity) {
      const seconds = Math.ceil(now / 1000);
      onWaiting?.(
        `Process ${who.pid} on ${who.host} had the queue: looking for up to ${seconds} s whether it is still there.`,
      );
    }
    left = now;
    await sleep(Math.min(1000, lease / 4));
  }
  let isHeld = true;
  const timer = setInterval(
    () =>
      take(own).then(
        (isOurs) => {
          isHeld &&= isOurs;
        },
        () => {},
      ),
    lease / 6,
  ).unref();
  return {
    isHeld: () => isHeld,
    async release() {
      clearInterval(timer);
      if (isHeld) await line.ask(() => line.redis.eval(RELEASE, 2, ...keys, own));
      isHeld = false;
    },
  };
}
