import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../util/errors.ts";
import { asUsage } from "./system-error.ts";

/**
 * Writes a text so that the file is at every moment either the old or the complete new one: into a
 * temporary file beside it, flushed to disk, then renamed. Links are followed, or themselves replaced;
 * pipes and devices, which cannot be replaced, are written to directly. Throws UsageError if it cannot be written.
 */
export async function writeAtomically(
  path: string,
  pieces: Iterable<string>,
  links: "followed" | "replaced" = "followed",
): Promise<void> {
  const target = links === "followed" ? await realpath(path).catch(() => path) : path;
  const existing = await stat(target).catch(() => undefined);
  try {
    if (existing?.isDirectory()) throw new UsageError(`${path} is a folder, not a file.`);
    if (existing !== undefined && !existing.isFile()) return await writeInto(target, pieces);
    await replace(target, pieces, existing === undefined ? 0o666 : existing.mode & 0o7777);
  } catch (error) {
    throw asUsage(error, path, "written");
  }
}

async function replace(target: string, pieces: Iterable<string>, mode: number): Promise<void> {
  const suffix = randomBytes(6).toString("hex");
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${suffix}.tmp`);
  const file = await open(temporary, "wx", mode);
  try {
    try {
      await writePieces(file, pieces);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

/** A pipe without a reader is an error here, not a wait without end. */
async function writeInto(target: string, pieces: Iterable<string>): Promise<void> {
  const file = await open(target, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    for (const block of blocks(pieces)) await writeWhole(file, Buffer.from(block));
  } finally {
    await file.close();
  }
}

/** The pipe's reader may be slower than we are. */
async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    try {
      from += (await file.write(bytes, from)).bytesWritten;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      await new Promise((next) => setTimeout(next, FULL));
    }
  }
}

/** How long a full pipe is left to its reader, ms. */
const FULL = 5;

async function writePieces(file: FileHandle, pieces: Iterable<string>): Promise<void> {
  for (const block of blocks(pieces)) await file.writeFile(block);
}

/** Joins small pieces into blocks of about 256 Ki characters. */
export function* blocks(pieces: Iterable<string>): Generator<string> {
  let held: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < 0x4_0000) continue;
    yield held.join("");
    held = [];
    length = 0;
  }
  if (length > 0) yield held.join("");
}

/** Makes the rename itself durable; some file systems refuse this, and the text is safe without. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
