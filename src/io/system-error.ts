import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";

/** What was to be done with a file. */
export type Doing = "read" | "written";

interface Meaning {
  /** Completes "FILE cannot be read: ". */
  readonly reason: string;
  /** A sentence that starts with "Maybe". */
  readonly mend?: string;
}

const PERMISSION: Meaning = {
  reason: "permission denied",
  mend: "Maybe use another folder, or ask its owner.",
};

/** What the system says, by its code. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EROFS: { reason: "the file system is read-only", mend: "Maybe use another folder." },
  ENOTDIR: {
    reason: "a part of its path is a file, not a folder",
    mend: "Maybe check the path.",
  },
  EISDIR: { reason: "it is a folder, not a file", mend: "Maybe name a file in it." },
  ENOSPC: { reason: "the disk is full", mend: "Maybe free some space, or use another disk." },
  EDQUOT: {
    reason: "the disk quota is used up",
    mend: "Maybe free some space, or use another disk.",
  },
  EFBIG: { reason: "it would be too large for its file system", mend: "Maybe use another disk." },
  EMFILE: { reason: "too many files are open", mend: "Maybe raise the limit (ulimit -n)." },
  ENFILE: { reason: "too many files are open", mend: "Maybe close other programs." },
  ENAMETOOLONG: { reason: "the name is too long", mend: "Maybe use a shorter one." },
  ELOOP: { reason: "its links go round in a loop", mend: "Maybe name the file itself." },
  ENXIO: {
    reason: "nothing is at its other end",
    mend: "Maybe use a regular file, or - for a pipe.",
  },
  EBUSY: { reason: "something else is using it", mend: "Maybe try again later." },
  ETXTBSY: { reason: "it is a program that runs", mend: "Maybe use another name." },
  EIO: { reason: "its device failed", mend: "Maybe use another disk." },
  ENOMEM: { reason: "there is no memory left", mend: "Maybe close other programs." },
  EPIPE: { reason: "its reader has gone" },
};

/** True for errors of the file system, which are the user's to mend. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}

/** A system error as a sentence that names the file, and a mend; `path` is how the user calls it. */
export function systemSentence(
  error: NodeJS.ErrnoException,
  path: string = error.path ?? "standard output",
  doing: Doing = "written",
): string {
  const code = String(error.code);
  if (code === "ENOENT") return absent(path, doing);
  const { reason, mend } = MEANINGS[code] ?? { reason: error.message };
  return `${path} cannot be ${doing}: ${reason}.${mend === undefined ? "" : `\n${mend}`}`;
}

/** Turns a system error into a UsageError with that sentence; anything else stays as it is. */
export function asUsage(error: unknown, path: string, doing: Doing): unknown {
  if (!isSystemError(error)) return error;
  return new UsageError(systemSentence(error, path, doing), { cause: error });
}

function absent(path: string, doing: Doing): string {
  const folder = dirname(path);
  const names = namesIn(folder);
  if (doing === "written" || names === undefined) {
    const what = doing === "written" ? `${path} cannot be written` : `${path} does not exist`;
    return `${what}: there is no folder ${folder}.\nMaybe make it first, or check the path.`;
  }
  if (names.includes(basename(path))) {
    return `${path} is a link to something that does not exist.\nMaybe make the link anew.`;
  }
  const guess = nearest(basename(path), names);
  return `${path} does not exist.${guess === undefined ? "" : `\nMaybe you mean ${guess}.`}`;
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
