import { isMap } from "../instance/read/report.ts";
import { InstanceError, type Issue } from "../util/errors.ts";
import { show } from "../util/show.ts";
import { featureName, measureAs, sideOf } from "./features/extract.ts";
import {
  canonicalOrder,
  type FeatureFrame,
  featuresOf,
  frameOf,
  MOST_FEATURES,
  type Raw,
  type RawRow,
  takeRows,
} from "./features/frame.ts";
import { millisecondsOf } from "./features/measure.ts";

/** What a runtime model says: the runtime of a task, or the time that one unit of its work takes. */
export type RuntimeUnit = "runtime" | "unit";

/** Measured runtimes with the features of task and kind. */
export interface History {
  readonly unit: RuntimeUnit;
  readonly frame: FeatureFrame;
  /** Logarithm of milliseconds, by row. */
  readonly target: Float64Array;
}

/** One measurement before the table is made. */
export interface Measurement {
  readonly features: RawRow;
  /** Milliseconds of the task or of one unit of work. */
  readonly milliseconds: number;
  readonly unit: RuntimeUnit;
}

/** Rows that a history may have. */
const MOST_ROWS = 5_000_000;

/**
 * Rows of a history file as measurements: `runtime` (a duration), or `work` with `runtime`, or `throughput` in units per
 * second; `kind` and other columns are features. `id`, empty cells and NaN are passed over. `placeOf` names a row in messages.
 * Throws InstanceError with every fault.
 */
export function measurementsOf(
  rows: readonly unknown[],
  placeOf: (row: number) => string,
): readonly Measurement[] {
  const issues: Issue[] = [];
  const read = rows.flatMap((row, i) => {
    const say = (message: string, hint?: string) => {
      const path = placeOf(i);
      if (issues.length < 1000)
        issues.push({ path, message, ...(hint === undefined ? {} : { hint }) });
      return [];
    };
    if (!isMap(row)) return say(`expected a map with a runtime, got ${show(row)}`);
    const time = timeOf(row);
    if (typeof time === "string") return say(time, 'Maybe write a duration such as "2h30m".');
    const features = new Map<string, Raw>();
    for (const [column, value] of Object.entries(row)) {
      if (["id", "runtime", "throughput", "work"].includes(column)) continue;
      if (isEmpty(value) || isNotANumber(value)) continue;
      const name = featureName(column);
      const found = measureAs(name, value);
      if (found === undefined) say(`${column}: expected a number or a text, got ${show(value)}`);
      else features.set(name, found);
    }
    if (time.work !== undefined) features.set("work", time.work);
    return [{ features, milliseconds: time.milliseconds, unit: time.unit }];
  });
  if (issues.length > 0) throw new InstanceError(issues);
  return read;
}

/**
 * Measurements as a history. Rows are put into an order of their own, so the order in which they were written is no
 * matter. Measurements of 0 ms count as 1 ms. Throws InstanceError if there are none, too many, or of both units.
 */
export function historyOf(measurements: readonly Measurement[]): History {
  const refuse = (message: string, hint?: string): never => {
    throw new InstanceError([{ path: "", message, ...(hint === undefined ? {} : { hint }) }]);
  };
  if (measurements.length < 2) {
    const hint =
      "Maybe give rows with columns such as family,batch,kind,runtime, or an instance whose tasks have features.";
    refuse(`expected at least two measured runtimes, got ${measurements.length}`, hint);
  }
  if (measurements.length > MOST_ROWS) refuse(`expected at most ${MOST_ROWS} rows`);
  const units = new Set(measurements.map(({ unit }) => unit));
  if (units.size > 1) {
    const hint = "Maybe learn from them apart: a model says either of the two.";
    refuse("some rows give the time of a whole task, others of one unit of work", hint);
  }
  const rows = measurements.map(({ features }) => features);
  const features = featuresOf(rows, sideOf);
  if (features.length > MOST_FEATURES) refuse(`expected at most ${MOST_FEATURES} features`);
  const frame = frameOf(features, rows);
  const target = Float64Array.from(measurements, ({ milliseconds }) =>
    Math.log(Math.max(milliseconds, 1e-9)),
  );
  const order = canonicalOrder(frame, target);
  return {
    unit: measurements[0].unit,
    frame: takeRows(frame, order),
    target: Float64Array.from(order, (row) => target[row]),
  };
}

type Time = { readonly milliseconds: number; readonly unit: RuntimeUnit; readonly work?: number };

function timeOf({ runtime, work, throughput }: Readonly<Record<string, unknown>>): Time | string {
  if (!isEmpty(throughput)) {
    const rate = Number(throughput);
    if (!(rate > 0 && rate < 1e100)) {
      return `throughput: expected units per second above 0, got ${show(throughput)}`;
    }
    return { milliseconds: 1000 / rate, unit: "unit" };
  }
  const milliseconds = millisecondsOf(runtime);
  if (milliseconds === undefined) {
    return `runtime: expected a duration from 0 to 278 years, got ${show(runtime)}`;
  }
  if (isEmpty(work)) return { milliseconds: Math.max(1, milliseconds), unit: "runtime" };
  const units = Number(work);
  if (!(units > 0 && units < 1e100)) return `work: expected a number above 0, got ${show(work)}`;
  return { milliseconds: Math.max(1, milliseconds) / units, unit: "unit" };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** What tables write for a number that is not there. */
function isNotANumber(value: unknown): boolean {
  return Number.isNaN(value) || value === "NaN" || value === "nan";
}
