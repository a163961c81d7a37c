import { access } from "node:fs/promises";
import type { RunFeatures } from "../learn/run-features.ts";
import { durationText } from "../plan/wording.ts";
import { columnsOf } from "./csv-rows.ts";
import { readCsv } from "./csv-text.ts";
import { readHistories } from "./history-file.ts";
import { readText } from "./read-text.ts";
import { writeAtomically } from "./write-atomic.ts";

/** What one run took. */
export interface MeasuredRun {
  /** The same for the same run. */
  readonly id: string;
  /** Milliseconds. */
  readonly runtime: number;
  readonly features: RunFeatures;
}

type Row = Readonly<Record<string, string>>;

/** Throws InstanceError or UsageError for a file that is there and is no history, before anything is to be added to it. */
export async function checkHistory(path: string): Promise<void> {
  if ((await rowsOf(path)).length > 0) await readHistories([path]);
}

/**
 * Adds runs to a history, a CSV that `berth learn` reads; a run that it has already (by `id`) stays as it is. The file is at every
 * moment the old or the new one, whole; rows of others and columns that only they have are kept. Throws as `checkHistory`.
 */
export async function addToHistory(path: string, runs: readonly MeasuredRun[]): Promise<void> {
  const rows = await rowsOf(path);
  const known = new Set(rows.map(({ id }) => id));
  const fresh = runs.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return;
  const all = [...rows, ...fresh.map(rowOf)];
  // The runtime stands last, where a person looks for it.
  const names = new Set(["id", ...all.flatMap((row) => Object.keys(row)), "runtime"]);
  names.delete("runtime");
  const columns = [...names, "runtime"];
  const lines = [columns, ...all.map((row) => columns.map((name) => row[name] ?? ""))];
  await writeAtomically(path, [lines.map((cells) => `${cells.map(cell).join(",")}\n`).join("")]);
}

function rowOf({ id, runtime, features }: MeasuredRun): Row {
  const texts = Object.entries(features).map(([name, value]) => [name, String(value)] as const);
  return { ...Object.fromEntries(texts), id, runtime: durationText(runtime) };
}

async function rowsOf(path: string): Promise<readonly Row[]> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return [];
  const { text, source } = await readText(path);
  const rows: Row[] = [];
  let names: readonly string[] = [];
  if (text.trim() === "") return rows;
  readCsv(text, source, {
    names: (found) => {
      names = columnsOf(found, source).names;
    },
    row: (cells) => void rows.push(Object.fromEntries(names.map((name, c) => [name, cells[c]]))),
  });
  return rows;
}

function cell(text: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
