import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { PlanChanges } from "../io/kubernetes/out/changes.ts";
import { type ChangeList, INDEX_FILE, moveBody } from "../io/kubernetes/out/files.ts";
import { asUsage } from "../io/system-error.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { UsageError } from "../util/errors.ts";

/** Throws UsageError for a folder with anything in it: files of two plans beside each other would be applied together. */
export async function requireEmpty(folder: string): Promise<void> {
  if (folder.trim() === "" || folder.includes("\0")) {
    throw new UsageError("The output needs the name of a folder.\nMaybe write -o FOLDER.");
  }
  if (await isEmpty(folder)) return;
  throw new UsageError(
    `${folder} is not empty, and changes of two plans must not be mixed.\nMaybe name a new folder.`,
  );
}

/** Whether nothing is in a folder, or there is none. Throws UsageError where that cannot be seen. */
export async function isEmpty(folder: string): Promise<boolean> {
  const found = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw asUsage(error, folder, "written");
  });
  return found.length === 0;
}

/** Writes a file for each move and change, and their list, which comes last: a folder that has it is complete. */
export async function writeChanges(
  folder: string,
  list: ChangeList,
  { moves, changes }: Pick<PlanChanges, "moves" | "changes">,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw asUsage(error, folder, "written");
  }
  for (const [i, { file }] of list.moves.entries()) {
    await writeAtomically(join(folder, file), [text(moveBody(moves[i]))]);
  }
  for (const [i, { file }] of list.changes.entries()) {
    await writeAtomically(join(folder, file), [text(changes[i].patch)]);
  }
  await writeAtomically(join(folder, INDEX_FILE), [text(list)]);
}

const text = (document: object) => `${JSON.stringify(document, undefined, 2)}\n`;
