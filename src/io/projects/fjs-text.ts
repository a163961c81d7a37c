import { InstanceError } from "../../util/errors.ts";
import { lineFault, type NumberRow, numberRow } from "../number-text.ts";

/** A flexible job shop: jobs of operations one after another, each on one of some machines, which do one at a time. */
export interface FlexibleShop {
  /** Numbers of all machines: from 0, if any operation names machine 0, else from 1. */
  readonly machines: readonly number[];
  /** Operations of each job, in order: number of a machine -> units of time there. */
  readonly jobs: readonly (readonly ReadonlyMap<number, number>[])[];
}

/** What a person would hardly write, and no memory holds. */
const MOST_MACHINES = 1_000_000;

/**
 * Reads a flexible job shop (`.fjs`): how many jobs and machines there are (and maybe how many machines an operation has on
 * average), then a line for each job: how many operations, then for each how many machines, and as many pairs of machine and
 * time. Throws InstanceError with the line of what is wrong. O(length).
 * Source: Brandimarte (1993), "Routing and scheduling in a flexible job shop by tabu search", Annals of Operations Research 41,
 * doi:10.1007/BF02023073.
 */
export function readFlexibleShop(text: string): FlexibleShop {
  const lines = text.split(/\r\n|\n|\r/);
  const filled = lines.flatMap((row, i) =>
    /^\s*(?:#.*)?$/.test(row) ? [] : [{ row, line: i + 1 }],
  );
  const [head, ...rest] = filled;
  if (head === undefined) throw new InstanceError([{ path: "", message: "the file has no line" }]);
  // The average may have decimals, and nothing depends on it.
  const [count, machines] = sizesOf(head.row, head.line);
  const rows = rest.map(({ row, line }) => numberRow(row, line));
  const last = rows[rows.length - 1]?.line ?? head.line;
  if (rows.length > count)
    throw lineFault(rows[count].line, `expected ${count} jobs, but more follow`);
  if (rows.length < count) {
    throw lineFault(
      last,
      `expected ${count} lines of jobs, but the file ends after ${rows.length}`,
    );
  }
  const jobs = rows.map((row, i) => operationsOf(row, i + 1, machines));
  const isFromZero = jobs.some((job) => job.some((times) => times.has(0)));
  if (isFromZero) refuseLast(jobs, machines, rows);
  return { machines: Array.from({ length: machines }, (_, m) => m + (isFromZero ? 0 : 1)), jobs };
}

function sizesOf(row: string, line: number): readonly [number, number] {
  const tokens = row.trim().split(/\s+/);
  const wanted = "how many jobs and machines there are";
  if (tokens.length < 2 || tokens.length > 3) {
    throw lineFault(line, `expected ${wanted}, got ${tokens.length} numbers`);
  }
  const [count, machines] = numberRow(tokens.slice(0, 2).join(" "), line).values;
  if (machines < 1) throw lineFault(line, "expected at least one machine, got 0");
  if (machines > MOST_MACHINES) throw lineFault(line, `${machines} machines are too many`);
  return [count, machines];
}

function operationsOf(
  { line, values }: NumberRow,
  job: number,
  machines: number,
): readonly ReadonlyMap<number, number>[] {
  const [many] = values;
  const operations: ReadonlyMap<number, number>[] = [];
  let at = 1;
  while (operations.length < many) {
    const which = `operation ${operations.length + 1} of job ${job}`;
    const choices = values[at];
    if (choices === undefined || at + 2 * choices >= values.length) {
      throw lineFault(line, `${which}: the line ends before its machines and times`);
    }
    if (choices === 0) throw lineFault(line, `${which}: expected at least one machine, got 0`);
    const times = new Map<number, number>();
    for (let k = 0; k < choices; k++) {
      const [machine, time] = [values[at + 1 + 2 * k], values[at + 2 + 2 * k]];
      if (machine > machines) {
        throw lineFault(line, `${which}: expected a machine up to ${machines}, got ${machine}`);
      }
      if (times.has(machine)) throw lineFault(line, `${which}: machine ${machine} is there twice`);
      times.set(machine, time);
    }
    operations.push(times);
    at += 1 + 2 * choices;
  }
  if (at === values.length) return operations;
  throw lineFault(
    line,
    `job ${job} has ${many} operations, but ${values.length - at} numbers follow`,
  );
}

/** Machines count from 0 or from 1, not from both. */
function refuseLast(
  jobs: FlexibleShop["jobs"],
  machines: number,
  rows: readonly NumberRow[],
): void {
  const at = jobs.findIndex((job) => job.some((times) => times.has(machines)));
  if (at === -1) return;
  throw lineFault(
    rows[at].line,
    `machine ${machines} is one too many, for machine 0 is there too and there are ${machines}`,
  );
}
