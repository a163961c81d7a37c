import { isLoopback } from "../../io/apply/exchange.ts";
import { UsageError } from "../../util/errors.ts";
import { show } from "../../util/show.ts";

/** A server of Redis or Valkey, and the queue on it that is meant. */
export interface RedisAddress {
  /** With user and password where there are any: for the client alone. */
  readonly url: string;
  /** The address without them, as it may be typed on another machine. */
  readonly shown: string;
  readonly queue: string;
  /** No text that is shown may hold it. */
  readonly password?: string;
}

export interface RedisAccess {
  /** Of REDISCLI_AUTH, where the address has none. */
  readonly password?: string | undefined;
  /** Without encryption to other machines than this one. */
  readonly allowPlain?: boolean | undefined;
}

/** True for what is no folder but an address of Redis. */
export function isRedisAddress(text: string): boolean {
  return /^rediss?:/i.test(text);
}

/**
 * Reads redis://HOST:PORT/DATABASE?queue=NAME; rediss: is encrypted. Throws UsageError for what is none, and for one that others
 * could listen to unless that is asked for. No message holds a password.
 */
export function parseRedisAddress(text: string, access: RedisAccess = {}): RedisAddress {
  const found = URL.canParse(text) ? new URL(text) : undefined;
  const others = [...(found?.searchParams.keys() ?? [])].filter((key) => key !== "queue");
  const isWhole = found !== undefined && found.hostname !== "" && isRedisAddress(found.protocol);
  if (!isWhole || others.length > 0 || found.hash !== "" || !/^(\/\d*)?$/.test(found.pathname)) {
    throw new UsageError(
      "--queue has no address of Redis that can be read.\nMaybe write redis://HOST:6379, redis://HOST:6379/0?queue=NAME or, encrypted, rediss://HOST:6379.",
    );
  }
  const queue = found.searchParams.get("queue") ?? "batch";
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(queue)) {
    throw new UsageError(
      `${show(queue)} is no name of a queue.\nMaybe use letters, digits, - and _.`,
    );
  }
  const shown = `${found.protocol}//${found.host}${found.pathname}${found.search}`;
  if (found.protocol === "redis:" && !isLoopback(found) && access.allowPlain !== true) {
    throw new UsageError(
      `${shown} is not encrypted and on another machine: anybody between could read and change what is planned.\nMaybe use rediss://, or a tunnel (ssh -L 6379:127.0.0.1:6379 HOST); --allow-plain does it all the same.`,
    );
  }
  if (found.password === "" && access.password !== undefined && access.password !== "") {
    found.password = encodeURIComponent(access.password);
  }
  found.search = "";
  const password = decoded(found.password);
  return { url: found.href, shown, queue, ...(password !== "" && { password }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
