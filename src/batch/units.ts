import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { readDocument } from "../io/read-instance.ts";
import { UsageError } from "../util/errors.ts";
import { listFolder, type PassedOver } from "./folder.ts";
import { parseManifest } from "./manifest.ts";
import type { JobOptions, Unit } from "./types.ts";

/** What a batch is to plan, and what of a folder it is not. */
export interface UnitList {
  readonly units: readonly Unit[];
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
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError(`${path} does not exist.`);
  if (!found.isDirectory()) return { units: await fromManifest(path, defaults), passedOver };
  if (resolve(path) === resolve(output)) {
    const message = "The results cannot stand in the folder of the instances itself.";
    throw new UsageError(`${message}\nMaybe write them to ${join(output, "out")}.`);
  }
  const listing = await listFolder(path, output);
  const units = listing.units.map((unit) => ({
    ...unit,
    options: defaults,
    found: "in-folder" as const,
  }));
  return { units, passedOver: listing.passedOver };
}

const passedOver: PassedOver = new Map();

async function fromManifest(path: string, defaults: JobOptions): Promise<Unit[]> {
  return parseManifest(await readDocument(path)).map(({ instance, name, time, options }) => ({
    name,
    file: join(dirname(path), instance),
    ...(time === undefined ? {} : { time }),
    options: { ...defaults, ...options },
    found: "by-manifest",
  }));
}
