import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readSync,
  type Stats,
} from "node:fs";
import { stat } from "node:fs/promises";
import { Socket } from "node:net";
import { UsageError } from "../util/errors.ts";

/** How long a pipe is waited for until somebody opens it to write, and between two looks, ms. */
const PATIENCE = 2000;
const LOOK = 25;

/** Most bytes of one read of a pipe. */
const BLOCK = 0x1_0000;

/**
 * The bytes of a file. A pipe is read as long as somebody writes, as behind `<(...)`; one that nobody opens to write, and a device
 * but an empty one, is refused: reading it might never end. Throws UsageError then, and system errors.
 */
export async function openSource(path: string): Promise<AsyncIterable<Buffer>> {
  const found = await stat(path);
  if (found.isFile() || found.isDirectory()) return createReadStream(path);
  if (isSame(found, statOfStdin())) return process.stdin;
  if (found.isFIFO()) return pipeBytes(path);
  const empty = await stat("/dev/null").catch(() => undefined);
  if (found.isCharacterDevice() && found.rdev === empty?.rdev) return createReadStream(path);
  const what = found.isSocket() ? "a socket" : "a device";
  throw new UsageError(`${path} is ${what}, not a file.\nMaybe hand it over as "- < ${path}".`);
}

function isSame(a: Stats, b: Stats | undefined): boolean {
  return a.dev === b?.dev && a.ino === b.ino;
}

function statOfStdin(): Stats | undefined {
  try {
    return fstatSync(0);
  } catch {
    // Closed.
    return undefined;
  }
}

async function* pipeBytes(path: string): AsyncGenerator<Buffer> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  let socket: Socket | undefined;
  try {
    const first = await firstBytes(fd);
    if (first === "nobody") {
      throw new UsageError(
        `${path} is a pipe, and nobody writes into it.\nMaybe start what writes first, or pipe it into berth and write -.`,
      );
    }
    if (first !== "later") yield first;
    socket = new Socket({ fd, readable: true, writable: false });
    yield* socket as AsyncIterable<Buffer>;
  } finally {
    if (socket === undefined) closeSync(fd);
    else socket.destroy();
  }
}

/** Bytes that are there, or "later" once somebody has opened the pipe to write, or "nobody" after a while. */
async function firstBytes(fd: number): Promise<Buffer | "later" | "nobody"> {
  const block = Buffer.alloc(BLOCK);
  for (let waited = 0; waited <= PATIENCE; waited += LOOK) {
    try {
      const length = readSync(fd, block);
      if (length > 0) return block.subarray(0, length);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return "later";
      throw error;
    }
    await new Promise((next) => setTimeout(next, LOOK));
  }
  return "nobody";
}
