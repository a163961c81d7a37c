import { basename, dirname, join } from "node:path";
import { readText } from "../io/read-text.ts";
import { sha256 } from "../util/sha256.ts";
import type { UnitRecord } from "./record.ts";
import type { Store } from "./store.ts";
import type { BatchUnit, JobOptions } from "./types.ts";

/**
 * Hash of everything beside the instance that a result depends on: options, the contents of models and policies, and the
 * work limit of the batch, which is there for equal results. Time is not: more of it goes on from what is there.
 * Throws UsageError for a model or policy that cannot be read.
 */
export async function keyOf(options: JobOptions, workLimit: number | undefined): Promise<string> {
  const { runtimes, policy, ...others } = options;
  const content = async (path: string | undefined) =>
    path === undefined ? undefined : sha256((await readText(path)).text);
  const parts = { ...others, runtimes: await content(runtimes), policy: await content(policy) };
  const sorted = Object.entries({ ...parts, workLimit })
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify(sorted));
}

/**
 * What an earlier run knows of a unit, if it still holds: same file name, contents and options. All else is forgotten, and
 * so are bad input and faults, which are tried again.
 */
export async function resumeUnit(
  store: Store,
  unit: BatchUnit,
  key: string,
): Promise<UnitRecord | undefined> {
  const record = await store.load(unit.name);
  if (record !== undefined && record.key === key && !RETRIED.has(record.status)) {
    if (await isUnchanged(unit, record)) return record;
  }
  await store.forget(unit.name);
  return undefined;
}

const RETRIED: ReadonlySet<string> = new Set(["bad-input", "fault", "no-instance"]);

/** True if a unit's texts are still those that its record is of. */
export async function isUnchanged(
  { file }: BatchUnit,
  { inputs }: Pick<UnitRecord, "inputs">,
): Promise<boolean> {
  if (inputs[0]?.path !== basename(file)) return false;
  for (const input of inputs) {
    const read = await readText(join(dirname(file), input.path)).catch(() => undefined);
    if (read === undefined || sha256(read.text) !== input.sha256) return false;
  }
  return true;
}
