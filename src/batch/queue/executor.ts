import { mkdir } from "node:fs/promises";
import { asUsage } from "../../io/system-error.ts";
import { UsageError } from "../../util/errors.ts";
import { show } from "../../util/show.ts";
import { lockFolder } from "../lock.ts";
import type { Executor } from "../types.ts";
import { idsIn, makePlaces, requireFolderName, strangerIn } from "./layout.ts";
import { Queue, type QueueOptions } from "./queue.ts";

/**
 * Hands jobs out over a shared folder to workers (`workOn`) on any machines that see it. Each job is claimed by one worker; if
 * that is gone, by another. Whoever finishes first is believed, and nothing is counted twice: this process alone collects.
 * Throws UsageError if the folder holds anything else, is in use by another batch or cannot be written.
 */
export async function queueExecutor(folder: string, options: QueueOptions): Promise<Executor> {
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
      return new Queue(folder, lock, options, await idsIn(folder, "jobs"));
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw asUsage(error, folder, "written");
  }
}
