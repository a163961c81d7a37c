import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { readSeen } from "../../io/read-instance.ts";
import { readText } from "../../io/read-text.ts";
import { UsageError } from "../../util/errors.ts";
import { failure } from "../run-job.ts";
import type { BatchJob, JobResult } from "../types.ts";

/** A job with all that it reads, for a worker that sees no file of the batch. Plain data. */
export interface PackedJob {
  /** Its paths are those of `files`. */
  readonly job: BatchJob;
  /** Paths with "/" below a folder of the worker's own. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** The job with the texts of its instance, CSV files, model and policy; a result if they cannot be read. */
export async function packed(
  job: BatchJob,
): Promise<{ readonly packed: PackedJob } | { readonly result: JobResult }> {
  const began = performance.now();
  try {
    return { packed: await pack(job) };
  } catch (error) {
    return { result: failure(error, (performance.now() - began) / 1000) };
  }
}

async function pack(job: BatchJob): Promise<PackedJob> {
  const folder = dirname(job.file);
  const read: { readonly path: string; readonly text: string }[] = [];
  await readSeen(job.file, ({ text, source }) => {
    read.push({ path: read.length === 0 ? basename(source) : relative(folder, source), text });
  });
  const files = read.map(({ path, text }) => ({ path: path.split(sep), text }));
  // CSV files may stand beside the instance's folder; so deep it stands here that they are inside.
  const up = Math.max(...files.map(({ path }) => path.filter((part) => part === "..").length));
  const below = ["instance", ...Array.from({ length: up }, (_, k) => `in-${k + 1}`)];
  const texts = files.map(({ path, text }) => ({ path: join(...below, ...path), text }));
  const beside = async (kind: string, file: string | undefined) => {
    if (file === undefined) return undefined;
    const path = join(kind, basename(file));
    texts.push({ path, text: (await readText(file)).text });
    return posix(path);
  };
  const { runtimes, policy, ...others } = job.options;
  const options = {
    ...others,
    ...ifAny("runtimes", await beside("runtimes", runtimes)),
    ...ifAny("policy", await beside("policy", policy)),
  };
  return {
    job: { ...job, file: posix(texts[0].path), options },
    files: texts.map(({ path, text }) => ({ path: posix(path), text })),
  };
}

const ifAny = (key: string, value: string | undefined) =>
  value === undefined ? {} : { [key]: value };

const posix = (path: string) => (sep === "/" ? path : path.replaceAll(sep, "/"));

/**
 * Writes the texts of a job below `folder` and returns it with paths there. Throws UsageError, before anything is written, for a path
 * that leads out of the folder: who may post jobs may not write anywhere, and read no more than the job brings.
 */
export async function unpacked({ job, files }: PackedJob, folder: string): Promise<BatchJob> {
  const placed = (path: string): string => {
    const whole = resolve(folder, path);
    if (whole.startsWith(folder + sep)) return whole;
    throw new UsageError(`A job names ${path}, which leads out of its folder.`);
  };
  const known = new Set(files.map(({ path }) => path));
  const own = (path: string): string => {
    if (known.has(path)) return placed(path);
    throw new UsageError(`A job reads ${path}, which it does not bring.`);
  };
  const { runtimes, policy } = job.options;
  const options = {
    ...job.options,
    ...ifAny("runtimes", runtimes === undefined ? undefined : own(runtimes)),
    ...ifAny("policy", policy === undefined ? undefined : own(policy)),
  };
  const result = { ...job, file: own(job.file), options, within: folder };
  const texts = files.map(({ path, text }) => ({ file: placed(path), text }));
  for (const { file, text } of texts) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
  }
  return result;
}
