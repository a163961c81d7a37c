import type { Executor } from "../types.ts";
import { folderBoard } from "./folder-board.ts";
import { Queue, type QueueOptions } from "./queue.ts";

/** Hands jobs out over a shared folder to workers (`workOn`) on any machines that see it. Throws as `folderBoard`. */
export async function queueExecutor(folder: string, options: QueueOptions): Promise<Executor> {
  const board = await folderBoard(folder, options);
  return new Queue(board, options, await board.left());
}
