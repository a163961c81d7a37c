import type { Instance } from "../../instance/types.ts";
import { boxTreeBound, type WholeFraction } from "../../util/box-tree.ts";
import type { WholeProgram } from "../../util/duality.ts";
import { type Contents, contentsOf } from "./configuration.ts";
import { proveWorths, readCapacityPrices, type WorkLeft } from "./configuration-worths.ts";
import { readBoxTree } from "./read-box-tree.ts";
import { CertificateRejection, readIntegers, readMap, readSafe, refuseOthers } from "./reading.ts";
import type { PriceRow } from "./types.ts";

/** Rows at most. */
const MOST_ROWS = 10_000;

/**
 * The least that used copies add to a value, n[r] copies of entry r: min of -gain . n over 0 <= n <= count, as a tree of boxes
 * proves it under the rows
 *
 *     sum over r of worth[r] n[r]  >=  sum over copies of tasks that must be placed of price[t]
 *
 * each of which every plan keeps: what a copy of r holds has prices of at most worth[r] in all. Throws Rejection.
 */
export function usedLeast(
  instance: Instance,
  usable: Uint8Array,
  gain: readonly bigint[],
  { rows, used }: Readonly<Record<string, unknown>>,
  work: WorkLeft,
): WholeFraction {
  if (!Array.isArray(rows) || rows.length > MOST_ROWS)
    throw new CertificateRejection("rows is no list");
  const read = Array.from(rows, (row) => readRow(instance, row));
  read.forEach((row) => {
    proveWorths(rowContents(instance, usable, row.price), row.capacity, row.worth, work);
  });
  const { program, unit } = usedProgram(instance, gain, read);
  const tree = readBoxTree(used, program.columns, program.rows);
  const bound = boxTreeBound(program, tree);
  if (bound === undefined) throw new CertificateRejection("a leaf of its tree proves nothing");
  if (bound === "empty") throw new CertificateRejection("it says that there is no plan to bound");
  return { ...bound, numerator: unit * bound.numerator };
}

/**
 * The program over the numbers of used copies, in whole numbers: its objective counts `unit`, which divides every gain;
 * a row is divided by what divides every worth, so that its side may be rounded up. Throws Rejection if they are too large.
 */
export function usedProgram(
  { tasks, resources }: Instance,
  gain: readonly bigint[],
  rows: readonly PriceRow[],
): { readonly program: WholeProgram; readonly unit: bigint } {
  const R = resources.length;
  const unit = divisorOf(gain);
  const program = {
    columns: R,
    rows: rows.length,
    objective: gain.map((one) => readSafe(-one / unit)),
    lower: new Float64Array(R),
    upper: resources.map(({ count }) => count),
    rowLower: [] as number[],
    rowUpper: rows.map(() => Infinity),
    rowStart: [0],
    columnIndex: [] as number[],
    coefficient: [] as number[],
  };
  for (const { price, worth } of rows) {
    const step = divisorOf(worth.map(BigInt));
    let need = 0n;
    tasks.forEach(({ optional, count, replicas }, t) => {
      if (!optional) need += BigInt(count) * BigInt(replicas) * BigInt(price[t]);
    });
    program.rowLower.push(readSafe((need + step - 1n) / step));
    worth.forEach((one, r) => {
      if (one === 0) return;
      program.columnIndex.push(r);
      program.coefficient.push(one / Number(step));
    });
    program.rowStart.push(program.columnIndex.length);
  }
  return { program, unit };
}

/** The greatest common divisor; 1 if all are 0. */
function divisorOf(amounts: readonly bigint[]): bigint {
  let divisor = 0n;
  for (const amount of amounts) {
    let rest = amount < 0n ? -amount : amount;
    while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  }
  return divisor === 0n ? 1n : divisor;
}

/** What a copy of each resource entry may hold, each piece worth the price of its task. */
export function rowContents(
  instance: Instance,
  usable: Uint8Array,
  price: readonly number[],
): readonly Contents[] {
  const { tasks, resources } = instance;
  return resources.map((_, r) => {
    const offers = tasks.flatMap(({ count }, task) =>
      usable[task * resources.length + r] === 1 && price[task] > 0
        ? [{ task, count, worth: price[task] }]
        : [],
    );
    return contentsOf(instance, r, offers);
  });
}

function readRow(instance: Instance, value: unknown): PriceRow {
  const { tasks, resources } = instance;
  const row = readMap(value, "a row");
  refuseOthers(row, ["price", "capacity", "worth"]);
  const price = readIntegers(row.price, tasks.length, 0, "price");
  if (tasks.some(({ divisible }, t) => divisible && price[t] > 0)) {
    throw new CertificateRejection("a divisible task has a price in a row");
  }
  return {
    price,
    capacity: readCapacityPrices(instance, row.capacity),
    worth: readIntegers(row.worth, resources.length, 0, "worth"),
  };
}
