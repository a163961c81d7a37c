import type { Binned } from "./bins.ts";

/** Where the bins of each column start in a histogram; the last entry is the number of all bins. */
export function binStarts(bins: readonly number[]): Int32Array {
  const starts = new Int32Array(bins.length + 1);
  bins.forEach((count, c) => {
    starts[c + 1] = starts[c] + count;
  });
  return starts;
}

/**
 * Adds up, for the rows order[begin .. end), the gradients and the number of rows in every bin of the columns asked for:
 * `into[2b]` and `into[2b + 1]`. The inner loop of training: plain on purpose (see bench/learn).
 */
export function fillHistogram(
  { bins, columns: width }: Binned,
  columns: Int32Array,
  starts: Int32Array,
  gradient: Float64Array,
  order: Int32Array,
  begin: number,
  end: number,
  into: Float64Array,
): void {
  into.fill(0);
  const count = columns.length;
  for (let k = begin; k < end; k++) {
    const row = order[k];
    const g = gradient[row];
    const base = row * width;
    for (let q = 0; q < count; q++) {
      const c = columns[q];
      const at = 2 * (starts[c] + bins[base + c]);
      into[at] += g;
      into[at + 1] += 1;
    }
  }
}

/** into = whole - part, in place on `whole`: the histogram of the other child. */
export function subtract(whole: Float64Array, part: Float64Array): void {
  for (let i = 0; i < whole.length; i++) whole[i] -= part[i];
}
