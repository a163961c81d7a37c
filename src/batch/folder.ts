import type { Dirent } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { looksLikeGap } from "../io/gap-text.ts";
import { asUsage } from "../io/system-error.ts";
import { UsageError } from "../util/errors.ts";
import { distinctNames } from "./names.ts";
import type { BatchUnit } from "./types.ts";

/** What lies in a folder and is no unit: names by reason. */
export type PassedOver = ReadonlyMap<string, readonly string[]>;

/** The units of a folder, and what is not planned. */
export interface FolderListing {
  readonly units: readonly Pick<BatchUnit, "name" | "file">[];
  readonly passedOver: PassedOver;
}

/**
 * The instance files of a folder, sorted by name (code units, so the order is the same everywhere): .yaml, .yml and .json,
 * and OR-Library texts. Folders in it are not entered. Whatever is left out is in `passedOver` with its reason, but
 * hidden files and `output`, the folder of the results.
 * Throws UsageError if there is nothing to plan.
 */
export async function listFolder(folder: string, output: string): Promise<FolderListing> {
  const listed = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw asUsage(error, folder, "read");
  });
  const entries = listed
    .filter(({ name }) => !name.startsWith(".") && resolve(folder, name) !== resolve(output))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  const passedOver = new Map<string, string[]>();
  for (const entry of entries) {
    const reason = await whyNot(folder, entry);
    if (reason === undefined) files.push(entry.name);
    else passedOver.set(reason, [...(passedOver.get(reason) ?? []), entry.name]);
  }
  if (files.length === 0) {
    const hint = passedOver.has(REASON.folder) ? "Maybe name one of the folders in it." : HINT;
    throw new UsageError(`${folder} holds no instance files.\n${hint}`);
  }
  const names = distinctNames(files);
  const units = files.map((file, i) => ({ name: names[i], file: join(folder, file) }));
  return { units, passedOver };
}

const HINT = "Maybe it is another folder that holds the .yaml and .json files.";

/** Why something in a folder is not planned. */
const REASON = {
  folder: "folders; a manifest may name files in them",
  csv: "tables, which belong to instances",
  special: "no regular files",
  other: "neither YAML, JSON nor OR-Library text",
} as const;

async function whyNot(folder: string, entry: Dirent): Promise<string | undefined> {
  const path = join(folder, entry.name);
  // A link counts as what it leads to; one that leads nowhere is told when it is read.
  const kind = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
  if (kind === undefined) return undefined;
  if (kind.isDirectory()) return REASON.folder;
  if (!kind.isFile()) return REASON.special;
  const ending = extname(entry.name).toLowerCase();
  if ([".yaml", ".yml", ".json"].includes(ending)) return undefined;
  if (ending === ".csv") return REASON.csv;
  return (await startsLikeGap(path)) ? undefined : REASON.other;
}

async function startsLikeGap(path: string): Promise<boolean> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return looksLikeGap(buffer.subarray(0, bytesRead).toString("latin1"));
  } finally {
    await file.close();
  }
}
