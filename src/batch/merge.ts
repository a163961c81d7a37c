import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { asUsage, isSystemError } from "../io/system-error.ts";
import { UsageError } from "../util/errors.ts";
import type { UnitRecord } from "./record.ts";
import { resultLine } from "./results.ts";
import { isUnchanged, keyOf } from "./resume.ts";
import type { Standing } from "./rounds.ts";
import { readPlan, readRecord, type Store, stateFile } from "./store.ts";
import type { BatchUnit } from "./types.ts";

/** What one folder of results says of a unit. */
interface Found {
  readonly folder: string;
  readonly record: UnitRecord;
}

/** What is merged: results of `units`, planned under `workLimit`, from `folders` (or their results.ndjson) into `output`. */
export interface MergeRequest {
  readonly units: readonly BatchUnit[];
  readonly workLimit?: number;
  readonly folders: readonly string[];
  readonly output: string;
}

/**
 * Brings the results of several folders, and what `output` holds already, into the store of `output`; returns all units in
 * order, without a record where none of the folders has one. Nothing is written unless everything fits. Of two results
 * for one unit that fit the one nearer to its end is taken, of equal ones the first.
 * Throws UsageError for a folder without results, results of units that are not in the list, results for other inputs or
 * other options, damaged ones, and two of which one proves that there is no plan and the other has one.
 */
export async function mergeResults(
  { units, workLimit, folders, output }: MergeRequest,
  store: Store,
): Promise<readonly Standing[]> {
  const sources = [output, ...folders.map(folderOf)];
  const names = new Set(units.map(({ name }) => name));
  const known: ReadonlySet<string>[] = [];
  for (const [i, folder] of sources.entries()) {
    const listed = await namesIn(folder);
    const other = [...listed].find((name) => !names.has(name));
    // The folder that is written to may know more, such as instances that were there once.
    if (i > 0 && other !== undefined) throw new UsageError(stranger(folder, other));
    known.push(listed);
  }
  const keys = new Map<string, Promise<string>>();
  const chosen: { readonly unit: BatchUnit; readonly found: Found | undefined }[] = [];
  for (const unit of units) {
    const options = JSON.stringify(unit.options);
    const key = keys.get(options) ?? keyOf(unit.options, workLimit);
    keys.set(options, key);
    const holders = sources.filter((_, i) => known[i].has(unit.name));
    chosen.push({ unit, found: await choose(unit, await key, holders) });
  }
  const standings: Standing[] = [];
  for (const { unit, found } of chosen) {
    if (found !== undefined && found.folder !== output) await copy(found, store);
    standings.push({ unit, record: found?.record });
  }
  await store.writeResults(standings.map(resultLine));
  return standings;
}

const folderOf = (path: string) => (basename(path) === "results.ndjson" ? dirname(path) : path);

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  const state = dirname(stateFile(folder, ""));
  const files = await readdir(state).catch((error: unknown) => {
    const isAbsent = isSystemError(error) && ["ENOENT", "ENOTDIR"].includes(String(error.code));
    if (!isAbsent) throw asUsage(error, state, "read");
    const hint = "Maybe name a folder that was given to --output.";
    throw new UsageError(`${folder} holds no results of berth batch.\n${hint}`);
  });
  const own = files.filter((file) => file.endsWith(".json") && !file.startsWith("."));
  return new Set(own.map((file) => file.slice(0, -".json".length)));
}

function stranger(folder: string, name: string): string {
  return `${folder} has a result of ${name}, which is none of the instances.\nMaybe name the folder or manifest that was planned there.`;
}

async function choose(
  unit: BatchUnit,
  key: string,
  folders: readonly string[],
): Promise<Found | undefined> {
  const all: Found[] = [];
  for (const folder of folders) {
    const record = await readRecord(folder, unit.name);
    if (record === undefined) throw new UsageError(damaged(folder, unit.name));
    all.push({ folder, record });
  }
  const [first, ...others] = all;
  for (const other of others) refuseContradiction(first, other);
  for (const { folder, record } of all) {
    if (record.key !== key) throw new UsageError(otherOptions(folder, unit.name));
    if (record.inputs.length > 0 && !(await isUnchanged(unit, record))) {
      throw new UsageError(changed(folder, unit));
    }
  }
  return all.sort((a, b) => restOf(a) - restOf(b))[0];
}

function damaged(folder: string, name: string): string {
  return `${stateFile(folder, name)} is damaged, or its plan was changed.\nMaybe run the batch there again: it mends its own results.`;
}

function otherOptions(folder: string, name: string): string {
  return `${folder} has a result of ${name} for other options or another work limit.\nMaybe give --merge the options of the runs that are merged.`;
}

function changed(folder: string, { name, file }: BatchUnit): string {
  return `${folder} has a result of ${name} for another content of ${file}.\nMaybe run the batch there again.`;
}

/** Two results for one unit speak of the same texts, and do not say the opposite of each other. */
function refuseContradiction(a: Found, b: Found): void {
  const texts = ({ record }: Found) =>
    JSON.stringify(record.inputs.map(({ path, sha256 }) => [path, sha256]).sort());
  const haveTexts = a.record.inputs.length > 0 && b.record.inputs.length > 0;
  const where = `${a.folder} and ${b.folder}`;
  if (haveTexts && texts(a) !== texts(b)) {
    throw new UsageError(
      `${where} have results of ${a.record.name} for different contents.\nMaybe run one of the two batches again.`,
    );
  }
  const statuses = [a.record.status, b.record.status];
  if (statuses.includes("infeasible") && statuses.includes("planned")) {
    throw new UsageError(
      `${where} contradict each other: one has a plan of ${a.record.name}, one a proof that there is none.\nMaybe check the plan with berth verify, and report this with the instance.`,
    );
  }
}

/** How far a result is from its end; what went wrong counts as the farthest. */
function restOf({ record }: Found): number {
  if (!["planned", "infeasible", "no-plan"].includes(record.status)) return Infinity;
  return record.final ? 0 : (record.rounds.at(-1)?.gain ?? Number.MAX_VALUE);
}

async function copy({ folder, record }: Found, store: Store): Promise<void> {
  const plan = record.plan === undefined ? {} : { plan: await readPlan(folder, record) };
  await store.save({ record, ...plan }, undefined);
}
