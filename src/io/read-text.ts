import { requireText } from "../util/arguments.ts";
import { InstanceError, UsageError } from "../util/errors.ts";
import { openSource } from "./open-source.ts";
import { asUsage } from "./system-error.ts";

/** The text of one file and the name a message calls it by. */
export interface SourceText {
  readonly text: string;
  /** The path as given, or "standard input". */
  readonly source: string;
}

/** Longest text that is read: a little below the longest string of the runtime. */
export const MAX_BYTES = 500 * 1024 * 1024;

/**
 * Reads a UTF-8 text file; "-" is standard input.
 * Throws UsageError if it cannot be read, is a folder, is not text or is longer than `maxBytes`, and
 * InstanceError if it is empty. Reads in pieces, so an endless source ends at the limit.
 */
export async function readText(path: string, maxBytes: number = MAX_BYTES): Promise<SourceText> {
  requireText("Reading", "the path of a file", path);
  if (path.includes("\0")) throw new UsageError("A file name cannot hold a NUL character.");
  const source = path === "-" ? "standard input" : path;
  const bytes = await readBytes(path, source, maxBytes);
  const text = decode(bytes, source);
  if (text.trim() === "") {
    throw new InstanceError([{ path: "", message: `${source} is empty` }]);
  }
  return { text, source };
}

async function readBytes(path: string, source: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    const stream = path === "-" ? process.stdin : await openSource(path);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (length === 0) refuseKnownBinary(chunk, source);
      length += chunk.length;
      if (length > maxBytes) {
        throw new UsageError(`${source} is longer than ${Math.floor(maxBytes / 1024 / 1024)} MiB.`);
      }
      if (chunk.includes(0)) throw notText(source, chunk);
      chunks.push(chunk);
    }
  } catch (error) {
    throw asUsage(error, source, "read");
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notText(source);
  }
}

function refuseKnownBinary(chunk: Buffer, source: string): void {
  const [a, b] = chunk;
  if (a === 0x1f && b === 0x8b) {
    throw new UsageError(`${source} is compressed with gzip.\nMaybe unpack it first.`);
  }
  if (a === 0x50 && b === 0x4b && chunk[2] === 3) {
    const hint = "Maybe unpack it, or save a spreadsheet as CSV.";
    throw new UsageError(`${source} is a ZIP archive or a spreadsheet.\n${hint}`);
  }
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) throw inUtf16(source);
}

/** Text of one byte a character has no byte 0; in UTF-16 without a mark it is every second one. */
function notText(source: string, chunk?: Buffer): UsageError {
  if (chunk === undefined) {
    return new UsageError(`${source} is not UTF-8 text.\nMaybe save it as UTF-8.`);
  }
  const start = chunk.subarray(0, 64);
  const isWide = start.filter((byte) => byte === 0).length * 3 > start.length;
  if (isWide) return inUtf16(source);
  const line = chunk.subarray(0, chunk.indexOf(0)).filter((byte) => byte === 0x0a).length + 1;
  const where = chunk.length < 65_536 ? ` in line ${line}` : "";
  return new UsageError(`${source} has a NUL character${where}, so it is not text.`);
}

function inUtf16(source: string): UsageError {
  return new UsageError(`${source} is UTF-16 text.\nMaybe save it as UTF-8.`);
}
