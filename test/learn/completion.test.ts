import { expect, test } from "vitest";
import { cholesky, solveLower, solveUpper } from "../../src/learn/completion/cholesky.ts";
import { axesOf, pointsOf } from "../../src/learn/completion/dimensions.ts";
import { estimate, fitCompletion, solveCompletion } from "../../src/learn/completion/fit.ts";
import { firstParameters, makeKernel } from "../../src/learn/completion/kernel.ts";
import { sideOf } from "../../src/learn/features/extract.ts";
import {
  type FeatureFrame,
  featuresOf,
  frameOf,
  takeRows,
} from "../../src/learn/features/frame.ts";
import { makeRandom } from "../../src/util/random.ts";

const close = (values: Iterable<number>, wanted: readonly number[]) =>
  [...values].forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i], 9);
  });

/** Tasks in families on kinds: log runtime = family + batch slope + kind + family on kind. */
function table(
  seed: number,
  tasks: number,
  kinds: number,
): { frame: FeatureFrame; target: Float64Array } {
  const random = makeRandom(seed);
  const rows: Map<string, number | string>[] = [];
  const target: number[] = [];
  const odd = Array.from({ length: 3 * kinds }, () => random.unit() - 0.5);
  for (let t = 0; t < tasks; t++) {
    const [family, batch] = [random.int(0, 2), 2 ** random.int(3, 8)];
    for (let k = 0; k < kinds; k++) {
      rows.push(
        new Map<string, number | string>([
          ["features.family", `f${family}`],
          ["features.batch", batch],
          ["kind", `k${k}`],
        ]),
      );
      target.push(family + 0.7 * Math.log(batch) - 0.4 * k + odd[3 * k + family]);
    }
  }
  const features = featuresOf(rows, sideOf);
  return { frame: frameOf(features, rows), target: Float64Array.from(target) };
}

test("factor and solutions, by hand", () => {
  // [[4, 2], [2, 5]] = L Lt with L = [[2, 0], [1, 2]].
  const l = Float64Array.of(4, 0, 2, 5);
  expect(cholesky(l, 2)).toBe(true);
  expect([l[0], l[2], l[3]]).toEqual([2, 1, 2]);
  close(solveLower(l, 2, Float64Array.of(2, 5)), [1, 2]);
  close(solveUpper(l, 2, Float64Array.of(4, 4)), [1, 2]);
  expect(cholesky(Float64Array.of(1, 0, 2, 1), 2)).toBe(false);
});

test("numbers that span much are taken by their logarithm, and what never differs is no axis", () => {
  const rows = [2, 8, 32].map(
    (batch) =>
      new Map<string, number | string>([
        ["features.batch", batch],
        ["features.same", 1],
        ["kind", `k${batch}`],
      ]),
  );
  const frame = frameOf(featuresOf(rows, sideOf), rows);
  const axes = axesOf(frame);
  expect(axes.map(({ column }) => frame.features[column].name)).toEqual(["features.batch", "kind"]);
  const { at } = pointsOf(frame, axes);
  // Log 2, 8, 32 in standard deviations: -sqrt(3/2), 0, sqrt(3/2).
  close([at[0], at[2], at[4]], [-Math.sqrt(1.5), 0, Math.sqrt(1.5)]);
});

test("the kernel is one of a positive definite matrix for random parameters", () => {
  for (let seed = 0; seed < 30; seed++) {
    const random = makeRandom(seed);
    const { frame } = table(seed, 6, 3);
    const axes = axesOf(frame);
    const points = pointsOf(frame, axes);
    const first = firstParameters(axes, 1);
    const drawn = () => 6 * random.unit() - 3;
    const terms = first.terms.map((term) => term.map(drawn));
    const kernel = makeKernel(axes, { terms, task: drawn(), noise: 0 }, 1);
    const n = points.rows;
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        a[i * n + j] = kernel(points, i, points, j, points.task[i] === points.task[j]);
        expect(a[i * n + j]).toBe(kernel(points, j, points, i, points.task[i] === points.task[j]));
      }
      a[i * n + i] += 1e-6 * a[i * n + i];
    }
    expect(cholesky(a, n)).toBe(true);
  }
});

test("what it says of a cell that it has left out is what it says without that cell", () => {
  const { frame, target } = table(4, 8, 3);
  const axes = axesOf(frame);
  const parameters = firstParameters(axes, 1);
  const { factor, weights, points } = solveCompletion(
    axes,
    parameters,
    pointsOf(frame, axes),
    target,
  );
  // The diagonal of the inverse covariance tells what each cell would be without itself (Rasmussen, Williams 2006, 5.4.2).
  const unit = (row: number) => Float64Array.from(target, (_, i) => (i === row ? 1 : 0));
  const diagonal = (row: number) =>
    solveLower(factor, points.rows, unit(row)).reduce((sum, value) => sum + value * value, 0);
  for (const row of [0, 5, 11]) {
    const others = Int32Array.from(target, (_, i) => i).filter((i) => i !== row);
    const some = takeRows(frame, others);
    const values = Float64Array.from(others, (i) => target[i]);
    // The same kernel and mean: centre the values by hand and keep the variance of the whole.
    const without = solveCompletion(axes, parameters, pointsOf(some, axes), values);
    const said = estimate(without, takeRows(frame, Int32Array.of(row)));
    const out = target[row] - weights[row] / diagonal(row);
    expect(Math.abs(said.mean[0] - out)).toBeLessThan(0.05);
  }
});

test("cells that were hidden come back, surer than cells of an unknown family", () => {
  const { frame, target } = table(7, 40, 3);
  const hidden = Int32Array.from(target, (_, i) => i).filter((i) => i % 5 === 0);
  const shown = Int32Array.from(target, (_, i) => i).filter((i) => i % 5 !== 0);
  const values = Float64Array.from(shown, (i) => target[i]);
  const completion = fitCompletion(takeRows(frame, shown), values, 1);
  const said = estimate(completion, takeRows(frame, hidden));
  hidden.forEach((row, i) => {
    expect(Math.abs(said.mean[i] - target[row])).toBeLessThan(0.1);
  });
  const foreign = new Map<string, number | string>([
    ["features.family", "other"],
    ["features.batch", 64],
    ["kind", "k1"],
  ]);
  const unsure = estimate(completion, frameOf(frame.features, [foreign]));
  expect(unsure.deviation[0]).toBeGreaterThan(3 * Math.max(...said.deviation));
  expect(fitCompletion(takeRows(frame, shown), values, 1)).toEqual(completion);
});
