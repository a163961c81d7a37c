import { makeRandom } from "../../util/random.ts";
import { type FeatureFrame, takeRows } from "../features/frame.ts";
import { cholesky, solveLower, solveUpper } from "./cholesky.ts";
import { type Axis, axesOf, type Points, pointsOf } from "./dimensions.ts";
import { firstParameters, type KernelParameters, makeKernel } from "./kernel.ts";

/** A completed table: all that it takes to say what a cell holds, and how sure. */
export interface Completion {
  readonly axes: readonly Axis[];
  readonly parameters: KernelParameters;
  readonly points: Points;
  readonly target: Float64Array;
  readonly mean: number;
  readonly variance: number;
  /** Lower triangle of the Cholesky factor, row-major, and the weights of the rows. */
  readonly factor: Float64Array;
  readonly weights: Float64Array;
}

/** Mean and standard deviation by row. */
export interface Estimate {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** More cells than this take too long to factor; more than this to try parameters on. */
export const MOST_CELLS = 1500;
const TRIAL_CELLS = 250;
const SWEEPS = 8;
/** The constant of the kernel: the mean itself is only nearly known. */
const CONSTANT = 4;
const JITTER = 1e-8;

/**
 * Completes a sparse table of tasks x kinds from the cells it has: a Gaussian process over pairs whose kernel is a sum of
 * products of a task part and a kind part, that is matrix factorisation with priors from side features on both factors
 * (Bonilla, Chai, Williams 2008, "Multi-task Gaussian process prediction"; Zhou et al. 2012, DOI
 * 10.1137/1.9781611972825.35). Parameters are those of highest marginal likelihood on at most 250 cells of whole tasks,
 * found by coordinate search. Equal seeds give equal results. O(cells^3).
 */
export function fitCompletion(frame: FeatureFrame, target: Float64Array, seed: number): Completion {
  const axes = axesOf(frame);
  const points = pointsOf(frame, axes);
  const trial = trialRows(points, seed);
  const some = pointsOf(takeRows(frame, trial), axes);
  const values = Float64Array.from(trial, (row) => target[row]);
  return solveCompletion(axes, search(axes, some, values), points, target);
}

/** The completion for parameters that are known already; `scale`: the mean and variance that they belong to. Requires a row. */
export function solveCompletion(
  axes: readonly Axis[],
  parameters: KernelParameters,
  points: Points,
  target: Float64Array,
  scale = { mean: meanOf(target), variance: varianceOf(target) },
): Completion {
  const { mean, variance } = scale;
  const factor = factorOf(axes, parameters, points, variance);
  if (factor === undefined) throw new RangeError("The cells of the table cannot be told apart.");
  const left = solveLower(factor, points.rows, centred(target, mean));
  const weights = solveUpper(factor, points.rows, left);
  return { axes, parameters, points, target, mean, variance, factor, weights };
}

/**
 * The completion with cells that were measured since, under the same parameters; itself if they are no news or too many.
 * O(cells^3).
 */
export function withCells(
  completion: Completion,
  frame: FeatureFrame,
  target: Float64Array,
): Completion {
  const { axes, parameters, points } = completion;
  const more = pointsOf(frame, axes);
  const keyAt = (from: Points, values: Float64Array, row: number) =>
    `${from.at.subarray(row * axes.length, (row + 1) * axes.length).join()} ${values[row].toFixed(6)}`;
  const held = new Set(
    Array.from(completion.target, (_, i) => keyAt(points, completion.target, i)),
  );
  const news = [...target.keys()].filter((row) => !held.has(keyAt(more, target, row)));
  const rows = points.rows + news.length;
  if (news.length === 0 || rows > MOST_CELLS) return completion;
  const at = new Float64Array(rows * axes.length);
  const values = new Float64Array(rows);
  at.set(points.at);
  values.set(completion.target);
  news.forEach((row, k) => {
    const place = points.rows + k;
    at.set(more.at.subarray(row * axes.length, (row + 1) * axes.length), place * axes.length);
    values[place] = target[row];
  });
  const keyOf = taskKeys(axes, { rows, at, task: new Int32Array(rows) });
  const task = Int32Array.from(keyOf, (key) => keyOf.indexOf(key));
  return solveCompletion(axes, parameters, { rows, at, task }, values, completion);
}

/** What the completion says of other rows. The deviation is that of a new measurement. O(rows x cells^2). */
export function estimate(completion: Completion, frame: FeatureFrame): Estimate {
  const { axes, parameters, points, mean, variance, factor, weights } = completion;
  const asked = pointsOf(frame, axes);
  const kernel = makeKernel(axes, parameters, CONSTANT * Math.max(variance, JITTER));
  const noise = Math.exp(2 * parameters.noise);
  const sameTask = tasksAlike(axes, asked, points);
  const n = points.rows;
  const result = {
    mean: new Float64Array(asked.rows),
    deviation: new Float64Array(asked.rows),
  };
  const row = new Float64Array(n);
  for (let i = 0; i < asked.rows; i++) {
    let sum = mean;
    for (let j = 0; j < n; j++) {
      row[j] = kernel(asked, i, points, j, sameTask(i, j));
      sum += row[j] * weights[j];
    }
    const known = solveLower(factor, n, row).reduce((total, value) => total + value * value, 0);
    const prior = kernel(asked, i, asked, i, true);
    result.mean[i] = sum;
    result.deviation[i] = Math.sqrt(Math.max(noise, prior + noise - known));
  }
  return result;
}

function varianceOf(values: Float64Array): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function centred(values: Float64Array, mean: number): Float64Array {
  return values.map((value) => value - mean);
}

/** Rows of tasks drawn one by one until there are enough. */
function trialRows({ rows, task }: Points, seed: number): Int32Array {
  if (rows <= TRIAL_CELLS) return Int32Array.from({ length: rows }, (_, row) => row);
  const byTask = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    byTask.set(task[row], [...(byTask.get(task[row]) ?? []), row]);
  }
  const chosen: number[] = [];
  for (const members of makeRandom(seed).shuffle([...byTask.values()])) {
    if (chosen.length >= TRIAL_CELLS) break;
    chosen.push(...members.slice(0, TRIAL_CELLS - chosen.length));
  }
  return Int32Array.from(chosen).sort();
}

function factorOf(
  axes: readonly Axis[],
  parameters: KernelParameters,
  points: Points,
  variance: number,
): Float64Array | undefined {
  const kernel = makeKernel(axes, parameters, CONSTANT * Math.max(variance, JITTER));
  const noise = Math.exp(2 * parameters.noise) + JITTER;
  const n = points.rows;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      a[i * n + j] = kernel(points, i, points, j, points.task[i] === points.task[j]);
    }
    a[i * n + i] = kernel(points, i, points, i, true) + noise;
  }
  return cholesky(a, n) ? a : undefined;
}

/** Coordinate search of the highest marginal likelihood, with a step of its own for each parameter. */
function search(axes: readonly Axis[], points: Points, target: Float64Array): KernelParameters {
  const variance = varianceOf(target);
  const start = firstParameters(axes, Math.sqrt(variance));
  const shape = start.terms.map((term) => term.length);
  const values = [...start.terms.flat(), start.task, start.noise];
  const residuals = centred(target, meanOf(target));
  const likelihood = (trial: readonly number[]) => {
    const factor = factorOf(axes, packed(shape, trial), points, variance);
    if (factor === undefined) return Number.NEGATIVE_INFINITY;
    const z = solveLower(factor, points.rows, residuals);
    let sum = 0;
    for (let i = 0; i < points.rows; i++) {
      sum -= 0.5 * z[i] * z[i] + Math.log(factor[i * points.rows + i]);
    }
    return sum;
  };
  let best = likelihood(values);
  const steps = values.map(() => 1);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < values.length; p++) {
      let moved = false;
      for (const sign of [1, -1]) {
        const trial = values.with(p, clamped(values[p] + sign * steps[p]));
        const found = likelihood(trial);
        if (!(found > best)) continue;
        best = found;
        values[p] = trial[p];
        moved = true;
        break;
      }
      steps[p] *= moved ? 1.3 : 0.5;
    }
  }
  return packed(shape, values);
}

/** Beyond e^±12 a parameter says "always" or "never". */
function clamped(value: number): number {
  return Math.max(-12, Math.min(12, value));
}

function packed(shape: readonly number[], values: readonly number[]): KernelParameters {
  let at = 0;
  const terms = shape.map((length) => {
    at += length;
    return values.slice(at - length, at);
  });
  return { terms, task: values[at], noise: values[at + 1] };
}

/** Whether two rows of different tables are of one task: equal along all task axes. */
function tasksAlike(
  axes: readonly Axis[],
  a: Points,
  b: Points,
): (i: number, j: number) => boolean {
  const [left, right] = [taskKeys(axes, a), taskKeys(axes, b)];
  return (i, j) => left[i] === right[j];
}

function taskKeys(axes: readonly Axis[], { at, rows }: Points): readonly string[] {
  const own = axes.flatMap(({ side }, d) => (side === "task" ? [d] : []));
  return Array.from({ length: rows }, (_, i) => own.map((d) => at[i * axes.length + d]).join());
}
