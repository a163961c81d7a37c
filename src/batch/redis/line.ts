import type { Redis } from "ioredis";
import { UsageError } from "../../util/errors.ts";
import { ownVersion } from "../../util/own-version.ts";
import type { RedisAddress } from "./address.ts";
import type { RedisLibrary } from "./library.ts";

/** Before the names of all keys. */
export const PREFIX = "berth";

/** A server that cannot be reached for so long is given up, ms. */
const PATIENCE = 60_000;

/** A connection that answers nothing for so long is made anew, ms: longer than BullMQ waits for a job at once, and before a lock runs out. */
const SILENCE = 10_000;

/** A line to a server, which it comes back to by itself when the server was away. */
export interface RedisLine {
  readonly redis: Redis;
  readonly library: RedisLibrary;
  readonly shown: string;
  /** The queue of this version of Berth: workers of another one may plan otherwise, and never see its jobs. */
  readonly name: string;
  /** Name of a key beside those of BullMQ. */
  key(name: string): string;
  /** What is asked of the server. Waits while it is away; throws UsageError once that has been long, or if it refuses. */
  ask<T>(act: () => Promise<T>): Promise<T>;
  end(): void;
}

/** Throws UsageError if the server cannot be used at once. No message holds the password. */
export async function openLine(
  library: RedisLibrary,
  address: RedisAddress,
  patience = PATIENCE,
): Promise<RedisLine> {
  const { url, shown, queue, password } = address;
  const redis = new library.Redis(url, {
    lazyConnect: true,
    // BullMQ asks for it: what was asked before the server went away is asked again when it is back.
    maxRetriesPerRequest: null,
    socketTimeout: SILENCE,
    keepAlive: 10_000,
  });
  let [said, awaySince] = ["", performance.now()];
  redis.on("error", (error: Error) => {
    said = wordOf(error, password);
  });
  redis.on("ready", () => {
    awaySince = Infinity;
  });
  redis.on("close", () => {
    awaySince = Math.min(awaySince, performance.now());
  });
  const refusal = (error: unknown) => {
    const why = said || wordOf(error, password);
    return new UsageError(
      `Redis at ${shown} cannot be used: ${why}.\nMaybe check address, user and password.`,
    );
  };
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw refusal(error);
  }
  return {
    ...{ redis, library, shown },
    name: `${queue}-${ownVersion()}`,
    key: (name) => `${PREFIX}:${queue}-${ownVersion()}:${name}`,
    async ask(act) {
      let timer: NodeJS.Timeout | undefined;
      const silence = new Promise<never>((_, reject) => {
        timer = setInterval(() => {
          if (performance.now() - awaySince < patience) return;
          reject(
            new UsageError(
              `Redis at ${shown} is away for long: ${said}.\nMaybe start it again; the same command goes on.`,
            ),
          );
        }, 500);
      });
      try {
        return await Promise.race([act(), silence]);
      } catch (error) {
        if (error instanceof UsageError) throw error;
        throw new UsageError(`Redis at ${shown} refused: ${wordOf(error, password)}.`, {
          cause: error,
        });
      } finally {
        clearInterval(timer);
      }
    },
    end: () => redis.disconnect(),
  };
}

/** What an error says, in one line without the password. */
function wordOf(error: unknown, password: string | undefined): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  const line = text.split("\n", 1)[0].replace(/\.$/, "");
  return password === undefined ? line : line.replaceAll(password, "***");
}
