import { randomBytes } from "node:crypto";
import {
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { asUsage, isSystemError } from "../../io/system-error.ts";
import { UsageError } from "../../util/errors.ts";
import { sha256 } from "../../util/sha256.ts";
import type { BatchJob } from "../types.ts";

/**
 * What lies in a shared folder, by job id: `jobs/ID` while somebody wants its result, `claims/ID` while a worker plans it,
 * `stops/ID` if what was found so far is wanted at once, `results/ID` when it is done. All but claims is written under
 * another name and renamed, so nobody reads half of it; nothing is flushed, for after a crash a job is planned again.
 *
 * What is there is always found by listing a folder: over NFS a look at a path that was not there may be answered from memory for
 * half a minute.
 */
export const PLACES = ["jobs", "claims", "stops", "results", "half"] as const;

export type Place = (typeof PLACES)[number];

/** Path of what a place has of a job. */
export function pathOf(folder: string, place: Place, id: string): string {
  return join(folder, place, id);
}

export async function makePlaces(folder: string): Promise<void> {
  for (const place of PLACES) await mkdir(join(folder, place), { recursive: true });
}

/** Removes what this module writes, and the places where they are empty then; whatever else lies there stays. */
export async function removePlaces(folder: string): Promise<void> {
  for (const place of PLACES) {
    for (const name of await namesIn(folder, place)) {
      if (isOwn(name)) await rm(join(folder, place, name), { force: true });
    }
    await rmdir(join(folder, place)).catch(() => {});
  }
}

/** Throws UsageError for what can be no folder, which nobody would ever hand anything out over. */
export async function requireFolderName(path: string): Promise<void> {
  if (path.trim() === "" || path.includes("\0")) {
    throw new UsageError("A queue needs the name of a folder.\nMaybe write: queue");
  }
  const found = await stat(path).catch((error: unknown) => {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw asUsage(error, path, "read");
  });
  if (found === undefined || found.isDirectory()) return;
  throw new UsageError(`${path} is a file, not a folder.\nMaybe name another one.`);
}

/** The first thing in a folder that this module would not have written; undefined if there is none, or no folder. */
export async function strangerIn(folder: string): Promise<string | undefined> {
  const places: ReadonlySet<string> = new Set(PLACES);
  for (const name of await namesIn(folder)) {
    if (name.startsWith("lock-") || name.startsWith(".nfs")) continue;
    if (!places.has(name)) return name;
    const other = (await namesIn(folder, name as Place)).find((inside) => !isOwn(inside));
    if (other !== undefined) return join(name, other);
  }
  return undefined;
}

/** The job ids that a place has; none if the folder is not there. */
export async function idsIn(folder: string, place: Place): Promise<ReadonlySet<string>> {
  return new Set((await namesIn(folder, place)).filter((name) => ID.test(name)));
}

/** True if the folder hands out jobs: while a batch has it open. */
export async function isOpen(folder: string): Promise<boolean> {
  return (await namesIn(folder)).includes("jobs");
}

const ID = /^[0-9a-f]{32}$/;

/** What is half-written has more behind its id, and NFS keeps what is still open under a name of its own. */
const isOwn = (name: string) => /^[0-9a-f]{32}(-[0-9a-f]{8})?$|^\.nfs/.test(name);

/** Only what is not there counts as such: another error says nothing of what is. */
async function namesIn(folder: string, place?: Place): Promise<readonly string[]> {
  try {
    return await readdir(place === undefined ? folder : join(folder, place));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

export function isAbsent(error: unknown): boolean {
  return isSystemError(error) && ["ENOENT", "ENOTDIR"].includes(String(error.code));
}

/** A text beside its hash: what was damaged is as if it were not there. */
export async function write(folder: string, place: Place, id: string, body: string): Promise<void> {
  const half = join(folder, "half", `${id}-${randomBytes(4).toString("hex")}`);
  try {
    await writeFile(half, `${sha256(body)}\n${body}`);
    await rename(half, pathOf(folder, place, id));
  } catch (error) {
    await rm(half, { force: true }).catch(() => {});
    throw error;
  }
}

/** The text of `write`; undefined if there is none or it is damaged. */
export async function read(folder: string, place: Place, id: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(pathOf(folder, place, id), "utf8");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  const end = text.indexOf("\n");
  const body = text.slice(end + 1);
  return end > 0 && sha256(body) === text.slice(0, end) ? body : undefined;
}

export async function remove(folder: string, place: Place, id: string): Promise<void> {
  await rm(pathOf(folder, place, id), { force: true });
}

/** The job with paths as seen from the shared folder, which may be mounted elsewhere on another machine. Links are followed. */
export async function withRelativePaths(folder: string, job: BatchJob): Promise<BatchJob> {
  const from = await realPath(folder);
  return await withPaths(job, async (path) => {
    const to = relative(from, await realPath(path));
    return sep === "/" ? to : to.replaceAll(sep, "/");
  });
}

/** The inverse, on any machine. */
export async function withOwnPaths(folder: string, job: BatchJob): Promise<BatchJob> {
  const from = await realPath(folder);
  // A path to another drive cannot be relative.
  return await withPaths(job, async (path) => (isAbsolute(path) ? path : resolve(from, path)));
}

/** Paths of all that a job reads. */
export function filesOf({ file, options: { runtimes, policy } }: BatchJob): readonly string[] {
  return [file, runtimes, policy].filter((path) => path !== undefined);
}

async function withPaths(job: BatchJob, map: (path: string) => Promise<string>): Promise<BatchJob> {
  const { runtimes, policy } = job.options;
  const options = {
    ...job.options,
    ...(runtimes !== undefined && { runtimes: await map(runtimes) }),
    ...(policy !== undefined && { policy: await map(policy) }),
  };
  return { ...job, file: await map(job.file), options };
}

/** A file that is not there is told by whoever reads it. */
async function realPath(path: string): Promise<string> {
  const whole = resolve(path);
  return await realpath(whole).catch(async () => {
    const parent = dirname(whole);
    const above = await realpath(parent).catch(() => parent);
    return join(above, relative(parent, whole));
  });
}
