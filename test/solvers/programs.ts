import { ProgramBuilder } from "../../src/program/builder.ts";
import type { Program } from "../../src/program/types.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";

const INF = Number.POSITIVE_INFINITY;

/** A column as [lower, upper, price], an "i" behind it for integers. */
export type ColumnSpec = readonly [lower: number, upper: number, price: number, kind?: "i"];

/** A row as [lower, coefficients by column, upper]. */
export type RowSpec = readonly [lower: number, coefficients: readonly number[], upper: number];

/** A program written down densely. */
export function dense(
  columns: readonly ColumnSpec[],
  rows: readonly RowSpec[] = [],
  offset = 0,
): Program {
  const builder = new ProgramBuilder();
  for (const [lower, upper, objective, kind] of columns) {
    builder.addColumn({ lower, upper, objective, integer: kind === "i" });
  }
  for (const [lower, coefficients, upper] of rows) {
    builder.addRow({ lower, upper, columns: coefficients.map((_, j) => j), coefficients });
  }
  builder.addOffset(offset);
  return builder.build();
}

/** Generalised assignment of type D: prices run against weights, which makes it hard (Chu, Beasley 1997). */
export function gapTypeD(resources: number, tasks: number, seed: number): Program {
  const random = makeRandom(seed);
  const builder = new ProgramBuilder();
  const weights = Array.from({ length: resources }, () =>
    Array.from({ length: tasks }, () => random.int(1, 100)),
  );
  for (const row of weights) {
    for (const weight of row) {
      builder.addColumn({ upper: 1, integer: true, objective: 111 - weight + random.int(-10, 10) });
    }
  }
  for (let t = 0; t < tasks; t++) {
    const columns = weights.map((_, r) => r * tasks + t);
    builder.addRow({ lower: 1, upper: 1, columns, coefficients: columns.map(() => 1) });
  }
  weights.forEach((row, r) => {
    const load = row.reduce((sum, weight) => sum + weight, 0);
    const columns = row.map((_, t) => r * tasks + t);
    builder.addRow({ upper: Math.floor((0.8 * load) / resources), columns, coefficients: row });
  });
  return builder.build();
}

/** The makespan of six tasks on three resources, with runtimes up to `most`, and its optimum by enumeration. */
export function makespan(random: Random, most: number): { program: Program; best: number } {
  const [tasks, resources] = [6, 3];
  const runtimes = Array.from({ length: tasks }, () =>
    Array.from({ length: resources }, () => random.int(1, most)),
  );
  const builder = new ProgramBuilder();
  builder.addColumn({ upper: most * tasks, integer: true, objective: 1 });
  const column = (t: number, r: number) => 1 + t * resources + r;
  for (let k = 0; k < tasks * resources; k++) builder.addColumn({ upper: 1, integer: true });
  for (let t = 0; t < tasks; t++) {
    const columns = Array.from({ length: resources }, (_, r) => column(t, r));
    builder.addRow({ lower: 1, upper: 1, columns, coefficients: columns.map(() => 1) });
  }
  for (let r = 0; r < resources; r++) {
    const columns = [0, ...runtimes.map((_, t) => column(t, r))];
    builder.addRow({ lower: 0, columns, coefficients: [1, ...runtimes.map((row) => -row[r])] });
  }
  let best = INF;
  for (let choice = 0; choice < resources ** tasks; choice++) {
    const load = new Array<number>(resources).fill(0);
    for (let t = 0, rest = choice; t < tasks; t++, rest = Math.floor(rest / resources)) {
      load[rest % resources] += runtimes[t][rest % resources];
    }
    best = Math.min(best, Math.max(...load));
  }
  return { program: builder.build(), best };
}

/** How nasty a random program may be. */
export interface Nastiness {
  /** Chance of a column being integer. */
  readonly integer: number;
  /** Whether columns may lack bounds. */
  readonly unbounded: boolean;
}

/** A small random program with zeros, ties, fixed and negative columns, equalities, ranges, free and empty rows. */
export function randomProgram(random: Random, { integer, unbounded }: Nastiness): Program {
  const columns: ColumnSpec[] = Array.from({ length: random.int(1, 4) }, () => {
    const lower = random.int(-3, 2);
    const kind = unbounded ? random.int(0, 4) : 4;
    const bounds: readonly [number, number] = [
      kind === 0 || kind === 1 ? -INF : lower,
      kind === 0 || kind === 2 ? INF : lower + random.int(0, 4),
    ];
    return random.unit() < integer
      ? [...bounds, random.int(-5, 5), "i"]
      : [...bounds, random.int(-5, 5)];
  });
  const rows: RowSpec[] = Array.from({ length: random.int(0, 4) }, () => {
    const coefficients = columns.map(() => (random.int(0, 2) === 0 ? 0 : random.int(-4, 4)));
    const [side, kind] = [random.int(-6, 6), random.int(0, 4)];
    if (kind === 0) return [-INF, coefficients, side];
    if (kind === 1) return [side, coefficients, INF];
    if (kind === 2) return [side, coefficients, side];
    if (kind === 3) return [side, coefficients, side + random.int(1, 5)];
    return random.int(0, 5) === 0 ? [-INF, coefficients, INF] : [side, coefficients, INF];
  });
  return dense(columns, rows, random.int(-2, 2));
}

/** The least value over all integer points within the column bounds; undefined if none keeps the rows. */
export function enumerate(program: Program): number | undefined {
  let best: number | undefined;
  const x = new Array<number>(program.columns).fill(0);
  const visit = (j: number): void => {
    if (j === program.columns) {
      if (!keepsRows(program, x)) return;
      const value = x.reduce((sum, v, k) => sum + v * program.objective[k], program.offset);
      if (best === undefined || value < best) best = value;
      return;
    }
    for (x[j] = program.lower[j]; x[j] <= program.upper[j]; x[j]++) visit(j + 1);
  };
  visit(0);
  return best;
}

function keepsRows(program: Program, x: readonly number[]): boolean {
  for (let i = 0; i < program.rows; i++) {
    let activity = 0;
    for (let k = program.rowStart[i]; k < program.rowStart[i + 1]; k++) {
      activity += program.coefficient[k] * x[program.columnIndex[k]];
    }
    if (activity < program.rowLower[i] || activity > program.rowUpper[i]) return false;
  }
  return true;
}
