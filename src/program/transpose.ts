import type { Program } from "./types.ts";

/** A program's matrix by columns (CSC), rows ascending within each. */
export function transpose(program: Program): {
  readonly start: Int32Array;
  readonly row: Int32Array;
  readonly value: Float64Array;
} {
  const { columns, rows, rowStart, columnIndex, coefficient } = program;
  const start = new Int32Array(columns + 1);
  for (const j of columnIndex) start[j + 1]++;
  for (let j = 0; j < columns; j++) start[j + 1] += start[j];
  const next = start.slice(0, columns);
  const row = new Int32Array(columnIndex.length);
  const value = new Float64Array(columnIndex.length);
  for (let i = 0; i < rows; i++) {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      const at = next[columnIndex[k]]++;
      row[at] = i;
      value[at] = coefficient[k];
    }
  }
  return { start, row, value };
}
