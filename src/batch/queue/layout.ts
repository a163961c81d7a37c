import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { isSystemError } from "../../io/system-error.ts";
import { sha256 } from "../../util/sha256.ts";
import type { BatchJob } from "../types.ts";

/**
 * What lies in a shared folder, by job id: `jobs/ID` while somebody wants its result, `claims/ID` while a worker plans it,
 * `stops/ID` if what was found so far is wanted at once, `results/ID` when it is done. All but claims is written under
 * another name and renamed, so nobody reads half of it; nothing is flushed, for after a crash a job is planned again.
 */
export const PLACES = ["jobs", "claims", "stops", "results", "half"] as const;

type Place = (typeof PLACES)[number];

/** Path of what a place has of a job. */
export function pathOf(folder: string, place: Place, id: string): string {
  return join(folder, place, id);
}

export async function makePlaces(folder: string): Promise<void> {
  for (const place of PLACES) await mkdir(join(folder, place), { recursive: true });
}

/** Removes all that `makePlaces` made. */
export async function removePlaces(folder: string): Promise<void> {
  for (const place of PLACES) await rm(join(folder, place), { recursive: true, force: true });
}

/** The job ids that a place has; none if the folder is not there. */
export async function idsIn(folder: string, place: Place): Promise<readonly string[]> {
  try {
    return (await readdir(join(folder, place))).filter((name) => ID.test(name));
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    throw error;
  }
}

const ID = /^[0-9a-f]{32}$/;

/** Equal jobs have equal ids, so that a run which begins again finds what workers did meanwhile. */
export function idOf(text: string): string {
  return sha256(text).slice(0, 32);
}

/** A text beside its hash: what was damaged is as if it were not there. */
export async function write(folder: string, place: Place, id: string, body: string): Promise<void> {
  const half = join(folder, "half", `${id}-${randomBytes(4).toString("hex")}`);
  await writeFile(half, `${sha256(body)}\n${body}`);
  await rename(half, pathOf(folder, place, id));
}

/** The text of `write`; undefined if there is none or it is damaged. */
export async function read(folder: string, place: Place, id: string): Promise<string | undefined> {
  const text = await readFile(pathOf(folder, place, id), "utf8").catch(() => "");
  const end = text.indexOf("\n");
  const body = text.slice(end + 1);
  return end > 0 && sha256(body) === text.slice(0, end) ? body : undefined;
}

export async function remove(folder: string, place: Place, id: string): Promise<void> {
  await rm(pathOf(folder, place, id), { force: true });
}

/** The job with paths as seen from the shared folder, which may be mounted elsewhere on another machine. */
export function withRelativePaths(folder: string, job: BatchJob): BatchJob {
  return withPaths(job, (path) => relative(resolve(folder), resolve(path)));
}

/** The inverse, on any machine. */
export function withOwnPaths(folder: string, job: BatchJob): BatchJob {
  // A path to another drive cannot be relative.
  return withPaths(job, (path) => (isAbsolute(path) ? path : resolve(folder, path)));
}

function withPaths(job: BatchJob, map: (path: string) => string): BatchJob {
  const { runtimes, policy } = job.options;
  const options = {
    ...job.options,
    ...(runtimes !== undefined && { runtimes: map(runtimes) }),
    ...(policy !== undefined && { policy: map(policy) }),
  };
  return { ...job, file: map(job.file), options };
}
