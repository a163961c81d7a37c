import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { asUsage } from "../io/system-error.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { UsageError } from "../util/errors.ts";
import { sha256 } from "../util/sha256.ts";
import { type Lock, type LockOptions, lockFolder, takenOver } from "./lock.ts";
import type { Recorded, UnitRecord } from "./record.ts";

/** The folder of a batch's results: plans/NAME.plan.json, state/NAME.json and results.ndjson. */
export interface Store {
  /** Sentences on what an earlier run left. */
  readonly notes: readonly string[];
  /** What is known of a unit; undefined if nothing is, or what is there does not fit together. */
  load(name: string): Promise<UnitRecord | undefined>;
  /** Writes plan, then state: a kill between the two leaves a state that does not fit its plan, and so none. */
  save(recorded: Recorded, before: UnitRecord | undefined): Promise<void>;
  /** Text of the plan that a record belongs to. Throws UsageError if it was changed meanwhile. */
  readPlan(record: UnitRecord): Promise<string>;
  /** Removes what is known of a unit. */
  forget(name: string): Promise<void>;
  writeResults(lines: readonly object[]): Promise<void>;
  close(): void;
}

/** Version of the state files; others are not read. */
const STATE_VERSION = 1;

/** Path of a plan, relative to the folder of results. */
export function planFile(name: string): string {
  return join("plans", `${name}.plan.json`);
}

/** Path of what is known of a unit in a folder of results. */
export function stateFile(folder: string, name: string): string {
  return join(folder, "state", `${name}.json`);
}

/** As `load` of a store, from a folder that is only read. */
export async function readRecord(folder: string, name: string): Promise<UnitRecord | undefined> {
  const text = await readFile(stateFile(folder, name), "utf8").catch(() => undefined);
  const record = text === undefined ? undefined : recordIn(text);
  if (record?.plan === undefined) return record;
  return await readPlan(folder, record).then(
    () => record,
    () => undefined,
  );
}

/** As `readPlan` of a store, from a folder that is only read. */
export async function readPlan(folder: string, { name, plan }: UnitRecord): Promise<string> {
  const path = join(folder, planFile(name));
  const text = await readFile(path, "utf8").catch(() => "");
  if (sha256(text) === plan) return text;
  throw new UsageError(`${path} is gone or was changed.\nMaybe run again.`);
}

/**
 * Opens (and makes) the folder of results and locks it. Half-written files of killed runs are removed.
 * Throws UsageError if it cannot be written or is in use; writing does if another process took it over.
 */
export async function openStore(folder: string, options: LockOptions = {}): Promise<Store> {
  const lock = await lockedFolder(folder, options);
  const mayWrite = () => {
    if (lock.isHeld()) return;
    throw new UsageError(takenOver(folder));
  };
  const path = (...steps: string[]) => join(folder, ...steps);
  try {
    for (const inside of ["plans", "state"]) await makeFolder(path(inside));
    for (const inside of [".", "plans", "state"]) await sweep(path(inside));
  } catch (error) {
    lock.release();
    throw error;
  }
  return {
    notes: lock.notes,
    readPlan: (record) => readPlan(folder, record),
    load: (name) => readRecord(folder, name),
    async save({ record, plan }, before) {
      mayWrite();
      if (record.plan === undefined) await rm(path(planFile(record.name)), { force: true });
      else if (plan !== undefined && record.plan !== before?.plan) {
        await writeAtomically(path(planFile(record.name)), [plan], "replaced");
      }
      await writeAtomically(stateFile(folder, record.name), [stateText(record)], "replaced");
    },
    async forget(name) {
      mayWrite();
      await rm(stateFile(folder, name), { force: true });
      await rm(path(planFile(name)), { force: true });
    },
    async writeResults(lines) {
      mayWrite();
      await writeAtomically(
        path("results.ndjson"),
        lines.map((line) => `${JSON.stringify(line)}\n`),
        "replaced",
      );
    },
    close: () => lock.release(),
  };
}

async function lockedFolder(folder: string, options: LockOptions): Promise<Lock> {
  await makeFolder(folder);
  try {
    return await lockFolder(folder, options);
  } catch (error) {
    throw asUsage(error, folder, "written");
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const found = await stat(folder).catch(() => undefined);
    if (found === undefined || found.isDirectory()) throw asUsage(error, folder, "written");
    throw new UsageError(`${folder} is a file, not a folder.\nMaybe write to another folder.`);
  }
}

/** Temporary files of atomic writes that a kill cut short; the lock says that nobody is writing them. */
async function sweep(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    if (/^\..+\.[0-9a-f]{12}\.tmp$/.test(file)) await rm(join(folder, file), { force: true });
  }
}

/** The record beside a hash of its text, so that a damaged file is noticed: bounds are read from it. */
function stateText(record: UnitRecord): string {
  const body = JSON.stringify(record);
  return `{"berth_batch":${STATE_VERSION},"sha256":"${sha256(body)}","record":${body}}\n`;
}

function recordIn(text: string): UnitRecord | undefined {
  const found = /^\{"berth_batch":(\d+),"sha256":"([0-9a-f]{64})","record":(.*)\}\n$/s.exec(text);
  if (found === null || Number(found[1]) !== STATE_VERSION) return undefined;
  return sha256(found[3]) === found[2] ? (JSON.parse(found[3]) as UnitRecord) : undefined;
}
