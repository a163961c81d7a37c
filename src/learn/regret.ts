import { executedSchedule } from "../heuristics/schedule/execute.ts";
import type { Fields } from "../instance/read/report.ts";
import { UNKNOWN } from "../instance/read/runtimes.ts";
import type { Instance } from "../instance/types.ts";
import { buildPlan } from "../plan/build.ts";
import { type OrderItem, startAsap } from "../plan/sequence.ts";
import type { Plan } from "../plan/types.ts";
import { makeRandom } from "../util/random.ts";
import { openSheet, type Sheet, withTasks } from "./document.ts";
import { resourceFeatures, taskFeatures } from "./features/extract.ts";
import type { Raw, RawRow } from "./features/frame.ts";
import type { Measurement } from "./history.ts";

/** An instance whose runtimes are partly hidden, and the measurements that are left. */
export interface Hidden {
  readonly document: unknown;
  readonly measurements: readonly Measurement[];
  /** Hidden cells as features tell them apart, of how many. */
  readonly hidden: number;
  readonly cells: number;
}

/**
 * Hides a share of the runtimes that a history and an instance have in common: cells of task and kind, as the features that
 * the history knows tell them apart, so that no twin of a hidden cell is left in either. Equal seeds hide equal cells.
 */
export function hideCells(
  document: unknown,
  measurements: readonly Measurement[],
  share: number,
  seed: number,
): Hidden {
  const sheet = openSheet(document);
  if (sheet === undefined) return { document, measurements, hidden: 0, cells: 0 };
  const names = [...new Set(measurements.flatMap(({ features }) => [...features.keys()]))].sort();
  const keyOf = (features: RawRow) => names.map((name) => show(features.get(name))).join("\n");
  const resources = sheet.resources.map(resourceFeatures);
  const tables = sheet.tasks.map((task) => tableOf(sheet, task));
  const keys = tables.map(({ features, cells }) =>
    cells.map((cell, r) =>
      cell === undefined || cell === null
        ? undefined
        : keyOf(new Map([...features, ...resources[r]])),
    ),
  );
  const all = [...new Set(keys.flat().filter((key) => key !== undefined))].sort();
  const drawn = makeRandom(seed).shuffle([...all]);
  const gone = new Set(drawn.slice(0, Math.round(share * all.length)));
  const tasks = sheet.tasks.map((task, t) => {
    const { key, cells } = tables[t];
    if (key === undefined || !keys[t].some((one) => one !== undefined && gone.has(one)))
      return task;
    return {
      ...task,
      [key]: cells.map((cell, r) => (gone.has(keys[t][r] ?? "") ? UNKNOWN : (cell ?? null))),
    };
  });
  return {
    document: withTasks(document as Fields, tasks),
    measurements: measurements.filter(({ features }) => !gone.has(keyOf(features))),
    hidden: gone.size,
    cells: all.length,
  };
}

/**
 * What becomes of a plan when runtimes turn out otherwise: every piece stays on its resource copy and in its order there,
 * and starts as early as that allows; side by side, in the order of all starts. `truth` has the same tasks and resources.
 * In placement mode nothing changes. Throws UsageError where a schedule no longer fits before a resource closes.
 */
export function executed(plan: Plan, truth: Instance): Plan {
  if (truth.mode === "placement") return plan;
  if (truth.mode === "schedule") return executedSchedule(plan, truth);
  const orders = new Map<number, { readonly start: number; readonly item: OrderItem }[]>();
  plan.task.forEach((task, k) => {
    const on = plan.resource[k];
    const item = { start: plan.start[k], item: { task, share: plan.share[k] } };
    orders.set(on, [...(orders.get(on) ?? []), item]);
  });
  const sorted = [...orders].map(([resource, items]) => {
    items.sort((a, b) => a.start - b.start);
    return [resource, items.map(({ item }) => item)] as const;
  });
  return buildPlan(truth, startAsap(truth, sorted));
}

function tableOf(sheet: Sheet, task: Sheet["tasks"][number]) {
  const key = task.throughput === undefined ? ("runtime" as const) : ("throughput" as const);
  const cells = typeof task[key] === "object" ? sheet.cellsOf(task, key) : undefined;
  const features = taskFeatures(task, key === "runtime");
  return cells === undefined ? { key: undefined, cells: [], features } : { key, cells, features };
}

function show(value: Raw | undefined): string {
  return value === undefined ? "" : `${typeof value} ${value}`;
}
