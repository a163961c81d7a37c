import { realpath, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { readParsed } from "../io/read-instance.ts";
import { asUsage } from "../io/system-error.ts";
import { InstanceError, type Issue, UsageError } from "../util/errors.ts";
import { show } from "../util/show.ts";
import { listFolder, type PassedOver } from "./folder.ts";
import { type ManifestItem, parseManifest } from "./manifest.ts";
import type { BatchUnit, JobOptions } from "./types.ts";

/** What a batch is to plan, and what of a folder it is not. */
export interface UnitList {
  readonly units: readonly BatchUnit[];
  readonly passedOver: PassedOver;
}

/**
 * The units of a folder or of a manifest. `defaults` hold where a manifest says nothing.
 * Throws UsageError if there is nothing to plan or `output` is that folder, InstanceError for a bad manifest.
 */
export async function readUnits(
  path: string,
  output: string,
  defaults: JobOptions,
): Promise<UnitList> {
  const found = await stat(path).catch((error: unknown) => {
    throw asUsage(error, path, "read");
  });
  if (!found.isDirectory()) {
    const units = await fromManifest(path, defaults);
    await refuseResults(output, [path, ...units.map(({ file }) => file)]);
    return { units, passedOver };
  }
  if (await isSameFolder(path, output)) {
    const message = "The results cannot stand in the folder of the instances itself.";
    throw new UsageError(`${message}\nMaybe write them to ${join(output, "out")}.`);
  }
  const listing = await listFolder(path, output);
  await refuseResults(
    output,
    listing.units.map(({ file }) => file),
  );
  const units = listing.units.map((unit) => ({
    ...unit,
    options: defaults,
    found: "in-folder" as const,
  }));
  return { units, passedOver: listing.passedOver };
}

const passedOver: PassedOver = new Map();

async function isSameFolder(path: string, output: string): Promise<boolean> {
  const [a, b] = await Promise.all([path, output].map(realPath));
  return a === b;
}

/** Throws UsageError if an input lies where results are written, by whatever links. */
async function refuseResults(output: string, inputs: readonly string[]): Promise<void> {
  const folder = await realPath(output);
  const plans = await realPath(join(folder, "plans"));
  const own = [plans + sep, (await realPath(join(folder, "state"))) + sep];
  for (const input of inputs) {
    const real = await realPath(input);
    if (real !== join(folder, "results.ndjson") && !own.some((start) => real.startsWith(start))) {
      continue;
    }
    throw new UsageError(
      `${input} lies where the results are written, so it could be written over.\nMaybe write them to another folder.`,
    );
  }
}

async function realPath(path: string): Promise<string> {
  return await realpath(path).catch(() => resolve(path));
}

/** A link may lead elsewhere only inside the manifest's folder, so that the two can be moved together. */
async function refuseLinksOut(path: string, items: readonly ManifestItem[]): Promise<void> {
  const folder = await realPath(dirname(path));
  const issues: Issue[] = [];
  for (const [i, { instance }] of items.entries()) {
    // What is missing is told when it is read.
    const real = await realpath(join(dirname(path), instance)).catch(() => folder + sep);
    if (real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) continue;
    const message = `expected a path inside the manifest's folder, but a link leads to ${show(real)}`;
    const hint = "Maybe copy the instance into the folder.";
    issues.push({ path: `/${i}/instance`, message, hint });
  }
  if (issues.length > 0) throw new InstanceError(issues);
}

async function fromManifest(path: string, defaults: JobOptions): Promise<BatchUnit[]> {
  const checked = async (document: unknown) => {
    const parsed = parseManifest(document);
    await refuseLinksOut(path, parsed);
    return parsed;
  };
  const items = await readParsed(path, checked, "a manifest of a batch");
  return items.map(({ instance, name, time, options }) => ({
    name,
    file: join(dirname(path), instance),
    ...(time === undefined ? {} : { time }),
    options: { ...defaults, ...options },
    found: "by-manifest",
  }));
}
