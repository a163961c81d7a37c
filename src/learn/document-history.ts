import { UNKNOWN } from "../instance/read/runtimes.ts";
import type { Sheet } from "./document.ts";
import { resourceFeatures, taskFeatures } from "./features/extract.ts";
import { millisecondsOf } from "./features/measure.ts";
import type { Measurement } from "./history.ts";

/**
 * Every runtime that a document knows by kind, with the features of task and kind: of tables of `runtime`, and of `work`
 * with `throughput` the time of one unit. A task with the same runtime everywhere tells nothing of kinds and is passed
 * over unless there is only one.
 */
export function documentMeasurements(sheet: Sheet): readonly Measurement[] {
  const seen = new Set<string>();
  const first = sheet.kinds.map((kind, r) => sheet.kinds.indexOf(kind) === r);
  const kinds = sheet.resources.map(resourceFeatures);
  const isOneKind = new Set(sheet.kinds).size === 1;
  return sheet.tasks.flatMap((task) => {
    const isRate = task.throughput !== undefined;
    const cells = sheet.cellsOf(task, isRate ? "throughput" : "runtime");
    const value = task[isRate ? "throughput" : "runtime"];
    if (cells === undefined || (typeof value !== "object" && !isOneKind)) return [];
    const own = taskFeatures(task, !isRate);
    return cells.flatMap((cell, r) => {
      if (cell === UNKNOWN || cell === undefined || cell === null || !first[r]) return [];
      const milliseconds = isRate ? 1000 / Number(cell) : millisecondsOf(cell);
      if (milliseconds === undefined || !(milliseconds >= 0 && milliseconds < 1e100)) return [];
      const features = new Map([...own, ...kinds[r]]);
      // Copies of a task measure the same again.
      const key = JSON.stringify([[...features], milliseconds]);
      if (seen.has(key)) return [];
      seen.add(key);
      const unit = isRate ? ("unit" as const) : ("runtime" as const);
      return [{ features, milliseconds: isRate ? milliseconds : Math.max(1, milliseconds), unit }];
    });
  });
}
