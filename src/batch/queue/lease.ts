import { randomBytes } from "node:crypto";
import { type FileHandle, open, readFile, rm, stat } from "node:fs/promises";
import { isSystemError } from "../../io/system-error.ts";
import { isGone, type ProcessId, thisProcess } from "../lock.ts";
import { isAbsent, pathOf, remove } from "./layout.ts";

/** A claim is renewed this often, ms. */
export const RENEWAL = 5000;

/** That one worker plans a job, as long as it renews it. */
export interface Claim {
  /** Says that the worker is still there. Not of a claim that was taken away: that is another file. */
  renew(): Promise<void>;
  /** True if nobody took it away. */
  isHeld(): Promise<boolean>;
  /** Gives the job back. */
  release(): Promise<void>;
  /** Leaves the claim standing, so that nobody else begins. */
  close(): Promise<void>;
}

/** Claims a job for this process; undefined if somebody has it. The system lets only one of many make the file. */
export async function claim(folder: string, id: string): Promise<Claim | undefined> {
  const path = pathOf(folder, "claims", id);
  const text = JSON.stringify({ ...thisProcess(), token: randomBytes(12).toString("hex") });
  let file: FileHandle;
  try {
    file = await open(path, "wx");
  } catch (error) {
    if (isAbsent(error) || (isSystemError(error) && error.code === "EEXIST")) return undefined;
    throw error;
  }
  try {
    await file.writeFile(text);
  } catch (error) {
    // An empty claim would keep others off until it is stale.
    await file.close().catch(() => {});
    await rm(path, { force: true }).catch(() => {});
    throw error;
  }
  const isHeld = async () => {
    try {
      return (await readFile(path, "utf8")) === text;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  };
  return {
    isHeld,
    async renew() {
      const now = new Date();
      await file.utimes(now, now);
    },
    async release() {
      try {
        if (await isHeld()) await remove(folder, "claims", id);
      } finally {
        await file.close();
      }
    },
    close: () => file.close(),
  };
}

/**
 * Tells claims of workers that are gone: their file has not changed for `lease` ms of this process's own clock, so clocks of
 * machines need not agree; on this machine a process that has ended is seen at once.
 */
export class Leases {
  readonly #folder: string;
  readonly #lease: number;
  readonly #seen = new Map<string, { readonly mark: string; readonly since: number }>();

  constructor(folder: string, lease: number) {
    this.#folder = folder;
    this.#lease = lease;
  }

  /** True if a job is claimed by a worker that is gone. */
  async isOver(id: string): Promise<boolean> {
    const path = pathOf(this.#folder, "claims", id);
    const now = performance.now();
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) return false;
    const mark = `${found.ino} ${found.mtimeMs}`;
    const known = this.#seen.get(id);
    if (known?.mark !== mark) this.#seen.set(id, { mark, since: now });
    const isStale = known?.mark === mark && now - known.since > this.#lease;
    return isStale || (await isOfGone(path));
  }

  forget(id: string): void {
    this.#seen.delete(id);
  }
}

async function isOfGone(path: string): Promise<boolean> {
  try {
    return isGone(JSON.parse(await readFile(path, "utf8")) as ProcessId);
  } catch {
    // It is being written, or has just been removed.
    return false;
  }
}
