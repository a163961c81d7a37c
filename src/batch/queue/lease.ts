import { randomBytes } from "node:crypto";
import { type FileHandle, open, readFile, stat } from "node:fs/promises";
import { isSystemError } from "../../io/system-error.ts";
import { isGone, type ProcessId, thisProcess } from "../lock.ts";
import { pathOf, remove } from "./layout.ts";

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
  let file: FileHandle;
  try {
    file = await open(path, "wx");
  } catch (error) {
    if (isSystemError(error) && ["EEXIST", "ENOENT"].includes(String(error.code))) return undefined;
    throw error;
  }
  const text = JSON.stringify({ ...thisProcess(), token: randomBytes(12).toString("hex") });
  await file.writeFile(text);
  const isHeld = async () => (await readFile(path, "utf8").catch(() => undefined)) === text;
  return {
    isHeld,
    async renew() {
      const now = new Date();
      await file.utimes(now, now);
    },
    async release() {
      if (await isHeld()) await remove(folder, "claims", id);
      await file.close();
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

  /** "none": nobody has the job. */
  async stateOf(id: string, now = performance.now()): Promise<"none" | "held" | "gone"> {
    const path = pathOf(this.#folder, "claims", id);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) {
      this.#seen.delete(id);
      return "none";
    }
    const mark = `${found.ino} ${found.mtimeMs}`;
    const known = this.#seen.get(id);
    if (known?.mark !== mark) this.#seen.set(id, { mark, since: now });
    const isStale = known?.mark === mark && now - known.since > this.#lease;
    return isStale || (await isOfGone(path)) ? "gone" : "held";
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
