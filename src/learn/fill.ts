import { type Fields, isMap } from "../instance/read/report.ts";
import { UNKNOWN } from "../instance/read/runtimes.ts";
import { InstanceError } from "../util/errors.ts";
import { openSheet, type Sheet, withTasks } from "./document.ts";
import { documentMeasurements } from "./document-history.ts";
import { resourceFeatures, taskFeatures } from "./features/extract.ts";
import { type FeatureFrame, frameOf, identities, takeRows } from "./features/frame.ts";
import { LONGEST } from "./features/measure.ts";
import type { Quantiles } from "./runtime/calibrate.ts";
import type { Predictor } from "./runtime/model.ts";
import type { Known } from "./runtime/types.ts";
import { schemaIssues } from "./schema-check.ts";

/** Which quantile stands in for an unknown runtime. */
export const RISKS = ["p50", "p90"] as const;
export type Risk = (typeof RISKS)[number];

/** What was filled in, and how sure it is. */
export interface Filling {
  readonly cells: number;
  readonly tasks: number;
  readonly risk: Risk;
  /** p90 / p50 of runtimes: of the median cell and of the least sure one. Absent if nothing was unknown. */
  readonly ratio?: { readonly median: number; readonly most: number };
  /** Cells whose kind, or another text, no row of the history had. */
  readonly unseen: number;
}

/** A document without unknown runtimes, ready for `parseInstance`. */
export interface FilledDocument {
  readonly document: unknown;
  readonly filling: Filling;
}

/** Task entry, table, and the pairs of it that are unknown: `pair` numbers count unknown cells of the document. */
interface Open {
  readonly task: number;
  readonly key: "runtime" | "throughput";
  readonly cells: readonly unknown[];
  /** Resource entries. */
  readonly resources: readonly number[];
}

/**
 * Fills the runtimes and throughputs that a document calls unknown by what a model says of task and kind. What is known
 * stays as it is. A document that is none, or whose tables cannot be read, comes back as it is: `parseInstance` says why.
 * Throws InstanceError if the model learned from other features, or says runtimes where throughputs are asked for.
 */
export function fillRuntimes(document: unknown, model: Predictor, risk: Risk): FilledDocument {
  const sheet = openSheet(document);
  const open = sheet === undefined ? [] : openTables(sheet);
  if (sheet === undefined || open.length === 0) {
    return { document, filling: { cells: 0, tasks: 0, risk, unseen: 0 } };
  }
  checkUnits(open, model);
  const frame = pairFrame(sheet, open, model);
  const issues = schemaIssues(model.features, frame, declaredIn(sheet, open));
  if (issues.length > 0) throw new InstanceError(issues);
  const said = askOnce(model, frame, knownCells(sheet, open, model));
  const chosen = risk === "p90" ? said.p90 : said.p50;
  if (!chosen.every(Number.isFinite)) {
    throw new InstanceError([
      { path: "", message: "the model says no finite runtimes", hint: "Maybe train it again." },
    ]);
  }
  const kindsApart = sheet.kinds;
  let at = 0;
  const filled = new Map<number, Fields>();
  for (const { task, key, cells, resources } of open) {
    const values = [...cells];
    for (const r of resources) values[r] = cellOf(key, chosen[at++]);
    filled.set(task, { ...sheet.tasks[task], [key]: tableOf(values, kindsApart) });
  }
  return {
    document: withTasks(
      document as Fields,
      sheet.tasks.map((task, t) => filled.get(t) ?? task),
    ),
    filling: {
      cells: at,
      tasks: open.length,
      risk,
      ratio: ratioOf(said),
      unseen: unseenIn(frame),
    },
  };
}

function openTables(sheet: Sheet): readonly Open[] {
  return sheet.tasks.flatMap((fields, task) =>
    (["runtime", "throughput"] as const).flatMap((key) => {
      if (!mentionsUnknown(fields[key])) return [];
      const cells = sheet.cellsOf(fields, key);
      if (cells === undefined) return [];
      const resources = cells.flatMap((cell, r) => (cell === UNKNOWN ? [r] : []));
      return resources.length === 0 ? [] : [{ task, key, cells, resources }];
    }),
  );
}

function mentionsUnknown(table: unknown): boolean {
  if (table === UNKNOWN) return true;
  return typeof table === "object" && table !== null && Object.values(table).includes(UNKNOWN);
}

function checkUnits(open: readonly Open[], { unit }: Predictor): void {
  const wanted = unit === "runtime" ? "runtime" : "throughput";
  const wrong = open.filter(({ key }) => key !== wanted);
  if (wrong.length === 0) return;
  const hint =
    unit === "runtime"
      ? "Maybe train a model on rows with work or throughput."
      : "Maybe give tasks work and throughput: unknown, or train a model on runtimes of whole tasks.";
  const says = unit === "runtime" ? "runtimes of whole tasks" : "times of one unit of work";
  throw new InstanceError(
    wrong.slice(0, 1000).map(({ task, key }) => ({
      path: `/tasks/${task}/${key}`,
      message: `the ${key} is unknown, and the model says ${says}`,
      hint,
    })),
  );
}

/** Names under `features` of the tasks with open tables. */
function declaredIn(sheet: Sheet, open: readonly Open[]): readonly string[] {
  const names = open.flatMap(({ task }) => {
    const { features } = sheet.tasks[task];
    return isMap(features) ? Object.keys(features).map((key) => `features.${key}`) : [];
  });
  return [...new Set(names)].sort();
}

/** A row for each unknown cell, in order. */
function pairFrame(
  sheet: Sheet,
  open: readonly Open[],
  { features, unit }: Predictor,
): FeatureFrame {
  const tasks = frameOf(
    features,
    open.map(({ task }) => taskFeatures(sheet.tasks[task], unit === "runtime")),
  );
  const resources = frameOf(features, sheet.resources.map(resourceFeatures));
  const pairs = open.flatMap((one, k) => one.resources.map((r) => [k, r] as const));
  const columns = features.map(({ side }, c) =>
    Float64Array.from(pairs, ([k, r]) =>
      side === "task" ? tasks.columns[c][k] : resources.columns[c][r],
    ),
  );
  return { features, rows: pairs.length, columns };
}

/** What the document knows of the tasks with open tables: a new job that was measured on one kind. */
function knownCells(sheet: Sheet, open: readonly Open[], { features, unit }: Predictor): Known {
  const tasks = open.map(({ task }) => sheet.tasks[task]);
  const known = documentMeasurements({ ...sheet, tasks }).filter((one) => one.unit === unit);
  const frame = frameOf(
    features,
    known.map((one) => one.features),
  );
  return { frame, target: Float64Array.from(known, (one) => Math.log(one.milliseconds)) };
}

/** What the model says of each row, asked once for rows that are alike. */
function askOnce(model: Predictor, frame: FeatureFrame, known: Known): Quantiles {
  const same = identities(frame);
  const first: number[] = [];
  same.forEach((identity, row) => {
    if (identity === first.length) first.push(row);
  });
  const said = model.ask(takeRows(frame, Int32Array.from(first)), known);
  const spread = (values: Float64Array) => Float64Array.from(same, (identity) => values[identity]);
  return { p50: spread(said.p50), p90: spread(said.p90) };
}

/** Digits that a guess is worth; runtimes with few digits are also easier to plan to the end. */
const DIGITS = 4;

function cellOf(key: Open["key"], log: number): string | number {
  const milliseconds = Math.exp(log);
  if (key === "throughput") {
    return Math.max(1e-12, Number((1000 / milliseconds).toPrecision(DIGITS)));
  }
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, milliseconds))) - DIGITS + 1);
  const rounded = step * Math.ceil(milliseconds / step);
  return `${Math.min(LONGEST, Math.max(1, rounded))}ms`;
}

/** By kind where all resources of each kind have one value, else a list. */
function tableOf(values: readonly unknown[], kinds: readonly string[]): unknown {
  const byKind = new Map<string, unknown>();
  for (const [r, value] of values.entries()) {
    if (!byKind.has(kinds[r])) byKind.set(kinds[r], value ?? null);
    else if (byKind.get(kinds[r]) !== (value ?? null)) return values.map((one) => one ?? null);
  }
  return Object.fromEntries(byKind);
}

function ratioOf({ p50, p90 }: Quantiles): { readonly median: number; readonly most: number } {
  const ratios = p50.map((value, i) => Math.exp(p90[i] - value)).sort();
  return { median: ratios[ratios.length >> 1], most: ratios[ratios.length - 1] };
}

function unseenIn({ features, columns, rows }: FeatureFrame): number {
  let unseen = 0;
  for (let row = 0; row < rows; row++) {
    if (features.some(({ type }, c) => type === "category" && columns[c][row] === -1)) unseen++;
  }
  return unseen;
}
