import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { planCsv } from "../io/csv-plan.ts";
import { asUsage } from "../io/system-error.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { sha256 } from "../util/sha256.ts";
import type { JudgedRecord } from "./standing.ts";
import type { Subject } from "./types.ts";

/** What is known from an earlier run of the same command, and where more of it goes. */
export interface CompareStore {
  /** What was judged of an instance under the same setting; undefined if nothing was. */
  known(subject: Subject): JudgedRecord | undefined;
  add(subject: Subject, record: JudgedRecord): Promise<void>;
  close(): Promise<void>;
}

const FILE = "compared.ndjson";

/**
 * Opens the folder of a comparison: a line for each instance, written whole or not at all to whoever reads it. `setting` is what results depend on beside the
 * instance; lines of other settings stay and count for nothing. Throws UsageError if it cannot be read or written.
 */
export async function openCompareStore(folder: string, setting: unknown): Promise<CompareStore> {
  const path = join(folder, FILE);
  const lines = new Map<string, JudgedRecord>();
  try {
    await mkdir(folder, { recursive: true });
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    for (const line of text.split("\n")) {
      const read = recordIn(line);
      if (read !== undefined) lines.set(read.key, read.record);
    }
    const file = await open(path, "a");
    // A line that a kill cut off must not swallow the next one.
    if (text !== "" && !text.endsWith("\n")) await file.appendFile("\n");
    const keyOf = ({ name, document }: Subject) =>
      sha256(JSON.stringify([setting, name, document]));
    return {
      known: (subject) => lines.get(keyOf(subject)),
      async add(subject, record) {
        await file.appendFile(`${JSON.stringify({ key: keyOf(subject), record })}\n`);
        await file.sync();
      },
      close: () => file.close(),
    };
  } catch (error) {
    throw asUsage(error, path, "written");
  }
}

function recordIn(
  line: string,
): { readonly key: string; readonly record: JudgedRecord } | undefined {
  try {
    const { key, record } = JSON.parse(line);
    return typeof key === "string" && Array.isArray(record?.runs) ? { key, record } : undefined;
  } catch {
    // Cut off by a kill.
    return undefined;
  }
}

/** Writes an instance and a plan of it so that they can be looked at again: NAME.json and NAME.plan.csv. Throws UsageError. */
export async function keepFor(
  folder: string,
  name: string,
  { document }: Subject,
  plan: VerifiedPlan,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw asUsage(error, folder, "written");
  }
  await writeAtomically(join(folder, `${name}.json`), [`${JSON.stringify(document)}\n`]);
  await writeAtomically(join(folder, `${name}.plan.csv`), planCsv(plan));
}
