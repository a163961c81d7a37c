import { access, mkdir, rmdir } from "node:fs/promises";
import { asUsage } from "../../io/system-error.ts";
import { UsageError } from "../../util/errors.ts";
import { ownVersion } from "../../util/own-version.ts";
import { show } from "../../util/show.ts";
import { type Lock, type LockOptions, lockFolder } from "../lock.ts";
import type { BatchJob } from "../types.ts";
import type { Board, JobProgress } from "./board.ts";
import {
  filesOf,
  idsIn,
  makePlaces,
  type Place,
  read,
  remove,
  removePlaces,
  requireFolderName,
  strangerIn,
  withRelativePaths,
  write,
} from "./layout.ts";
import { Leases } from "./lease.ts";
import type { Answer, QueuedJob } from "./messages.ts";

/**
 * A folder that workers (`workOn`) on any machines see, as a board. Throws UsageError if the folder holds anything else, is in use
 * by another batch or cannot be written.
 */
export async function folderBoard(folder: string, options: LockOptions): Promise<Board> {
  await requireFolderName(folder);
  try {
    const stranger = await strangerIn(folder);
    if (stranger !== undefined) {
      throw new UsageError(
        `${folder} holds something else: ${show(stranger)}.\nMaybe name a folder that is not there yet.`,
      );
    }
    await mkdir(folder, { recursive: true });
    const lock = await lockFolder(folder, options);
    try {
      await makePlaces(folder);
      return new FolderBoard(folder, lock, options.lease ?? 30_000);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw asUsage(error, folder, "written");
  }
}

class FolderBoard implements Board {
  readonly name: string;
  readonly #lock: Lock;
  readonly #leases: Leases;

  constructor(folder: string, lock: Lock, lease: number) {
    this.name = folder;
    this.#lock = lock;
    this.#leases = new Leases(folder, lease);
  }

  isHeld(): boolean {
    return this.#lock.isHeld();
  }

  async left(): Promise<ReadonlySet<string>> {
    return await idsIn(this.name, "jobs");
  }

  /** Paths are sent, so a file that is not to be seen from here is known to be bad: no worker would see it either. */
  async sent(job: BatchJob): ReturnType<Board["sent"]> {
    for (const file of filesOf(job)) {
      try {
        await access(file);
      } catch (error) {
        const { message } = asUsage(error, file, "read") as Error;
        return { result: { kind: "bad-input", message, seconds: 0 } };
      }
    }
    const sent: QueuedJob = {
      version: ownVersion(),
      job: await withRelativePaths(this.name, job),
    };
    return { text: JSON.stringify(sent) };
  }

  async post(id: string, text: string): Promise<void> {
    await this.#remove(id, "stops");
    await write(this.name, "jobs", id, text);
  }

  async answers(ids: readonly string[]): Promise<ReadonlyMap<string, Answer>> {
    const found = new Map<string, Answer>();
    const results = await idsIn(this.name, "results");
    for (const id of ids) {
      const text = results.has(id) ? await read(this.name, "results", id) : undefined;
      if (text !== undefined) found.set(id, JSON.parse(text) as Answer);
    }
    return found;
  }

  async progress(ids: readonly string[]): Promise<ReadonlyMap<string, JobProgress>> {
    const found = new Map<string, JobProgress>();
    const claims = await idsIn(this.name, "claims");
    for (const id of ids) {
      if (!claims.has(id)) found.set(id, "waiting");
      else found.set(id, (await this.#leases.isOver(id)) ? "lost" : "begun");
    }
    return found;
  }

  async stop(id: string): Promise<void> {
    await write(this.name, "stops", id, "");
  }

  async free(id: string): Promise<void> {
    await this.#remove(id, "stops", "results", "claims");
    this.#leases.forget(id);
  }

  /** The job first, so that who claims it after its claim is gone sees that nobody wants it. */
  async withdraw(id: string): Promise<void> {
    this.#leases.forget(id);
    await this.#remove(id, "jobs", "stops");
  }

  async forget(id: string): Promise<void> {
    await this.#remove(id, "results", "claims");
  }

  async close(): Promise<void> {
    try {
      // Workers that wait see it, and end. Of a folder that was taken over nothing is ours.
      if (this.isHeld()) await removePlaces(this.name);
    } finally {
      this.#lock.release();
      await rmdir(this.name).catch(() => {});
    }
  }

  async #remove(id: string, ...places: readonly Place[]): Promise<void> {
    for (const place of places) await remove(this.name, place, id);
  }
}
