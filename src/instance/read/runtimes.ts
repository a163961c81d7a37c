import {
  divide,
  type Fraction,
  makeFraction,
  multiply,
  roundFraction,
  scaler,
} from "../../util/fraction.ts";
import { nearest } from "../../util/nearest.ts";
import { type Fault, numberHint, QUANTITIES, quantityReader } from "../../util/quantities.ts";
import { decimalOf } from "../../util/quantity-text.ts";
import { show } from "../../util/show.ts";
import type { Mode } from "../types.ts";
import { at, type Fields, isMap, type Report } from "./report.ts";
import type { ReadResource } from "./resources.ts";
import { nearRooflines, type Rates, readWorkMap, rooflineRuntime } from "./roofline.ts";
import type { ReadCell, Table, TableReader } from "./tables.ts";

/** Runtimes of a task in ms by resource entry. */
export interface Runtimes {
  /** Exact; undefined where the task is not eligible. */
  at(resource: number): number | undefined;
  /** All at once, before rounding up and near enough for guidance; Infinity where the task is not eligible. */
  near(row: Float64Array): void;
  /** No less than any of them; 0 if there are none. */
  readonly most: number;
}

/** The word for a runtime or a throughput that a model is to say. */
export const UNKNOWN = "unknown";

function unknownCell(what: string): Fault {
  return {
    message: `the ${what} is unknown`,
    hint: "Maybe let a model fill it in: --runtimes model.json.",
  };
}

/** Undefined: the task has no runtime anywhere. */
export type ReadRuntimes = (path: string, fields: Fields) => Runtimes | undefined;

/**
 * Reads `runtime`, `work` with `throughput`, or `work` by the names of `rates`; speeds divide runtimes that are the same
 * everywhere.
 */
export function runtimeReader(
  report: Report,
  mode: Mode,
  tables: TableReader,
  resources: readonly ReadResource[],
  rates: Rates,
): ReadRuntimes {
  const known = quantityReader(QUANTITIES.duration);
  const duration: ReadCell = (value) => {
    if (value === UNKNOWN) return unknownCell("runtime");
    const read = known(value);
    const isSlip = typeof value === "string" && nearest(value, [UNKNOWN]) !== undefined;
    return typeof read === "number" || !isSlip
      ? read
      : { hint: `Maybe write "${UNKNOWN}".`, ...read };
  };
  const readScaled = scaledReader(resources);
  const size = resources.length;
  const readWork = workReader(report, tables, size);
  const readRoofline = rooflineReader(report, rates);
  return (path, fields) => {
    const { runtime, work, throughput } = fields;
    if (runtime === undefined) {
      if (isMap(work)) return readRoofline(path, fields);
      if (work !== undefined || throughput !== undefined) return readWork(path, fields);
      const hint = 'Maybe add runtime: "1h".';
      if (mode !== "placement") report.add(path, "expected a runtime: batch mode needs one", hint);
      return undefined;
    }
    for (const key of ["work", "throughput"] as const) {
      if (fields[key] === undefined) continue;
      report.add(at(path, key), "expected either runtime or work with throughput, got both");
    }
    const table = tables(at(path, "runtime"), runtime, duration, "absent");
    if (table === undefined) return nowhere;
    if (!table.everywhere) return byTable(table.at, mostOf(table, size));
    const scaled = readScaled(table.value ?? 0);
    if (scaled === undefined) report.add(at(path, "runtime"), TOO_LONG);
    return scaled ?? nowhere;
  };
}

/** Runtimes divided by the speeds; undefined if one would be too long. */
function scaledReader(
  resources: readonly ReadResource[],
): (runtime: number) => Runtimes | undefined {
  const slower = resources.map(({ speed }) => scaler(divide(makeFraction(1n), speed), "up"));
  const near = Float64Array.from(
    resources,
    ({ speed }) => Number(speed.denominator) / Number(speed.numerator),
  );
  const slowest = near.reduce((most, factor, r) => (factor > near[most]! ? r : most), 0);
  return (runtime) => {
    const most = slower[slowest]?.(runtime);
    if (most === undefined) return undefined;
    return {
      most,
      at: (r) => slower[r]!(runtime),
      near: (row) => {
        for (let r = 0; r < row.length; r++) row[r] = runtime * near[r]!;
      },
    };
  };
}

function byTable(of: (resource: number) => number | undefined, most: number): Runtimes {
  return {
    most,
    at: of,
    near: (row) => {
      for (let r = 0; r < row.length; r++) row[r] = of(r) ?? Number.POSITIVE_INFINITY;
    },
  };
}

function rooflineReader(report: Report, rates: Rates): (path: string, of: Fields) => Runtimes {
  return (path, { work, throughput }) => {
    if (throughput !== undefined) {
      const hint = "Maybe give the work as one number.";
      report.add(at(path, "throughput"), "work by rates takes no throughput", hint);
    }
    const read = readWorkMap(report, rates, path, work);
    if (read === undefined) return nowhere;
    if (read.some(({ rate, near }) => near > LONGEST * rates.least[rate]!)) {
      report.add(at(path, "work"), TOO_LONG);
      return nowhere;
    }
    return {
      most: read.reduce((most, { rate, near }) => Math.max(most, near / rates.least[rate]! + 2), 0),
      at: (r) => rooflineRuntime(rates, read, r),
      near: (row) => nearRooflines(rates, read, row),
    };
  };
}

/** Milliseconds, well below 2^53. */
const LONGEST = 2 ** 52;

function workReader(
  report: Report,
  tables: TableReader,
  size: number,
): (path: string, of: Fields) => Runtimes {
  const known = new Map<unknown, Fraction | undefined>();
  const decimal = (value: unknown) => {
    if (known.has(value)) return known.get(value);
    const read = decimalOf(value);
    if (known.size < 100_000) known.set(value, read);
    return read;
  };
  return (path, { work, throughput }) => {
    if (work === undefined || throughput === undefined) {
      const [there, missing] = work === undefined ? ["throughput", "work"] : ["work", "throughput"];
      report.add(at(path, there!), `expected ${missing} beside ${there}`);
      return nowhere;
    }
    const amount = decimalOf(work);
    if (amount === undefined || amount.numerator < 0n) {
      const hint = amount === undefined ? numberHint("rate", work) : undefined;
      report.add(at(path, "work"), `expected a number such as 500, got ${show(work)}`, hint);
      return nowhere;
    }
    const table = tables(at(path, "throughput"), throughput, workCell(amount, decimal), "absent");
    if (table === undefined) return nowhere;
    return byTable(table.everywhere ? () => table.value : table.at, mostOf(table, size));
  };
}

const nowhere: Runtimes = byTable(() => undefined, 0);

function mostOf(table: Table, size: number): number {
  if (table.everywhere) return table.value ?? 0;
  let most = 0;
  for (let r = 0; r < size; r++) most = Math.max(most, table.at(r) ?? 0);
  return most;
}

const TOO_LONG = "expected a runtime that a plan can add up, got one that is too large";

/** Milliseconds of `work` units at a throughput in units per second, rounded up; absent at zero. */
function workCell(work: Fraction, decimal: (value: unknown) => Fraction | undefined): ReadCell {
  const milliseconds = multiply(work, makeFraction(1000n));
  const near = Number(milliseconds.numerator) / Number(milliseconds.denominator);
  return (value): number | undefined | Fault => {
    if (value === 0) return undefined;
    // Below 1e-290 doubles lose digits, and the filter its ground.
    if (typeof value === "number" && value > 1e-290 && near > 1e-290) {
      // A filter: when both ends of the error interval round up to one integer, the exact value does.
      const quotient = near / value;
      const [low, high] = [Math.ceil(quotient * (1 - 2e-15)), Math.ceil(quotient * (1 + 2e-15))];
      if (low === high && high < 1e15) return high;
    }
    if (value === UNKNOWN) return unknownCell("throughput");
    const throughput = decimal(value);
    if (throughput === undefined || throughput.numerator < 0n) {
      const hint = throughput === undefined ? numberHint("rate", value) : undefined;
      const message = `expected units per second such as 12.5, got ${show(value)}`;
      return hint === undefined ? { message } : { message, hint };
    }
    if (throughput.numerator === 0n) return undefined;
    const read = roundFraction(divide(milliseconds, throughput), "up");
    return typeof read === "number" ? read : { message: TOO_LONG };
  };
}
