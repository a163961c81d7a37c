import { constants, type Stats } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { UsageError } from "../util/errors.ts";
import { asUsage } from "./system-error.ts";

/** The name that stands for standard output. */
export const STDOUT = "-";

/** What a command knows of the file that it is to write. */
export interface OutputRule {
  /** Endings that say what is written, such as ".json"; the first is the usual one. */
  readonly endings: readonly string[];
  /** Files that the command reads, as it calls them; "-" is none. */
  readonly inputs: readonly string[];
}

/**
 * Makes sure, before any work, that a command may write to a file: its ending says what to write, it is none of the inputs, by
 * whatever name or link, and its folder is there and may be written. Pipes and devices need no ending. Throws UsageError.
 */
export async function checkOutput(path: string, { endings, inputs }: OutputRule): Promise<void> {
  if (path === STDOUT) return;
  if (path.trim() === "" || path.includes("\0")) {
    throw new UsageError("The output needs a file name.\nMaybe write -o FILE, or -o - for stdout.");
  }
  const existing = await stat(path).catch(() => undefined);
  if (existing?.isDirectory()) {
    throw new UsageError(`${path} is a folder, not a file.\nMaybe name a file in it.`);
  }
  await refuseInputs(path, existing, inputs);
  if (existing !== undefined && !existing.isFile()) return;
  requireEnding(path, endings);
  try {
    // The file is replaced where it really is.
    const folder = dirname(await realpath(path).catch(() => path));
    // A file in place of the folder is found out by the step into it.
    await access(`${folder}/.`, constants.W_OK);
  } catch (error) {
    throw asUsage(error, path, "written");
  }
}

async function refuseInputs(
  path: string,
  existing: Stats | undefined,
  inputs: readonly string[],
): Promise<void> {
  if (existing?.isFile() !== true) return;
  for (const input of inputs) {
    const read = await stat(input).catch(() => undefined);
    if (read?.dev !== existing.dev || read.ino !== existing.ino) continue;
    const what = input === path ? "is read by this command" : `is the same file as ${input}`;
    throw new UsageError(
      `${path} ${what}, so it is not written over.\nMaybe write to another file.`,
    );
  }
}

/** Throws UsageError for an ending that says nothing of what is to be written. */
function requireEnding(path: string, endings: readonly string[]): void {
  const ending = extname(path).toLowerCase();
  if (endings.includes(ending)) return;
  const stem = COMPRESSED.has(ending) ? path.slice(0, -ending.length) : path;
  const name = stem.slice(0, stem.length - extname(stem).length) + endings[0];
  const mend = /^\/(?:dev|proc)\//.test(path) ? "-o - for stdout" : name;
  const known =
    endings.length === 1
      ? endings[0]
      : `${endings.slice(0, -1).join(", ")} or ${endings[endings.length - 1]}`;
  throw new UsageError(
    `${path}: expected a file name that ends in ${known}.\nMaybe write ${mend}.`,
  );
}

const COMPRESSED: ReadonlySet<string> = new Set([".gz", ".bz2", ".xz", ".zst", ".zip"]);
