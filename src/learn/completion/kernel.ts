import type { Axis, Points } from "./dimensions.ts";

/**
 * What two cells of a task x kind table have in common: a sum of terms s^2 exp(-sum of w_d x distance_d) over axes of
 * their sides, one constant, one for equal tasks, and noise. All numbers are logarithms, so that every value is lawful.
 */
export interface KernelParameters {
  /** By term: log s, then log w for each of its axes. */
  readonly terms: readonly (readonly number[])[];
  /** log s of what cells of one task share beyond their features. */
  readonly task: number;
  /** log of the standard deviation of a single measurement. */
  readonly noise: number;
}

/** Axes of each term: what a task is everywhere, what a kind is for all, and twice what a task is on a kind. */
function termAxes(axes: readonly Axis[]): readonly (readonly number[])[] {
  const all = axes.map((_, d) => d);
  const of = (side: Axis["side"]) => all.filter((d) => axes[d].side === side);
  return [of("task"), of("resource"), all, all];
}

/** Where a search for parameters begins, for targets with this standard deviation. */
export function firstParameters(axes: readonly Axis[], spread: number): KernelParameters {
  const size = Math.log(spread || 1);
  const rigid = (d: number) => Math.log(axes[d].scale === undefined ? 0.7 : 1);
  const loose = (d: number) => Math.log(axes[d].scale === undefined ? 3 : 4);
  const weights = [rigid, rigid, rigid, loose];
  const heights = [0, -0.7, -0.7, -1.4];
  return {
    terms: termAxes(axes).map((own, k) => [size + heights[k], ...own.map(weights[k])]),
    task: size - 2.3,
    noise: size - 3,
  };
}

/** The kernel of two rows without noise, for fixed parameters. */
export type Kernel = (a: Points, i: number, b: Points, j: number, isSameTask: boolean) => number;

/** Of numbers of which one is missing: as far apart as three standard deviations. */
const MISSING = 4.5;

export function makeKernel(
  axes: readonly Axis[],
  { terms, task }: KernelParameters,
  constant: number,
): Kernel {
  const width = axes.length;
  const heights = terms.map(([height]) => Math.exp(2 * height));
  const weights = termAxes(axes).map((own, k) => {
    const row = new Float64Array(width);
    own.forEach((d, q) => {
      row[d] = Math.exp(terms[k][q + 1]);
    });
    return row;
  });
  const shared = Math.exp(2 * task);
  const isNumber = axes.map(({ scale }) => scale !== undefined);
  const distance = new Float64Array(width);
  return (a, i, b, j, isSameTask) => {
    for (let d = 0; d < width; d++) {
      distance[d] = distanceOf(a.at[i * width + d], b.at[j * width + d], isNumber[d]);
    }
    let sum = constant + (isSameTask ? shared : 0);
    for (let k = 0; k < heights.length; k++) {
      let exponent = 0;
      for (let d = 0; d < width; d++) exponent += weights[k][d] * distance[d];
      sum += heights[k] * Math.exp(-exponent);
    }
    return sum;
  };
}

function distanceOf(a: number, b: number, isNumber: boolean): number {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    if (Number.isNaN(a) && Number.isNaN(b)) return 0;
    return isNumber ? MISSING : 1;
  }
  if (isNumber) return (a - b) * (a - b) * 0.5;
  // Texts that no one has seen are not known to be equal.
  return a === b && a >= 0 ? 0 : 1;
}
