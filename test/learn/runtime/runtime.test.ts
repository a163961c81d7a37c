import { expect, test } from "vitest";
import { frameOf, identities, takeRows } from "../../../src/learn/features/frame.ts";
import { historyOf, measurementsOf } from "../../../src/learn/history.ts";
import { BASELINES } from "../../../src/learn/runtime/baselines.ts";
import { calibrate, quantilesOf } from "../../../src/learn/runtime/calibrate.ts";
import { foldsOf, parted } from "../../../src/learn/runtime/folds.ts";
import { forestLearner } from "../../../src/learn/runtime/forests.ts";
import { conformalP90, coverageOf, errorsOf } from "../../../src/learn/runtime/metrics.ts";
import { askModel } from "../../../src/learn/runtime/model.ts";
import { trainRuntimes } from "../../../src/learn/runtime/train.ts";
import { makeRandom } from "../../../src/util/random.ts";

const placeOf = (row: number) => `/${row}`;

/** Rows of tasks on kinds with runtimes that follow family, batch and kind, and a little noise. */
function rows(seed: number, tasks: number): Record<string, unknown>[] {
  const random = makeRandom(seed);
  return Array.from({ length: tasks }, () => {
    const [family, batch] = [random.int(0, 3), 2 ** random.int(2, 9)];
    return ["a100", "t4", "v100"].map((kind, k) => {
      const noise = 1 + 0.02 * (random.unit() - 0.5);
      const seconds = 10 * (family + 1) * batch ** 0.8 * [1, 6, 2 + family / 2][k] * noise;
      return { family: `f${family}`, batch, kind, runtime: `${Math.round(1000 * seconds)}ms` };
    });
  }).flat();
}

test("rows of a history by hand", () => {
  const read = measurementsOf(
    [
      { id: "x", family: "bert", "demand.gpu": "500m", kind: "a100", runtime: "1h30m" },
      { family: "bert", kind: 7, work: "50", runtime: "100s" },
      { throughput: "4", batch: "", price: "2.5/min" },
    ],
    placeOf,
  );
  expect(read.map(({ milliseconds, unit }) => [milliseconds, unit])).toEqual([
    [5_400_000, "runtime"],
    [2000, "unit"],
    [250, "unit"],
  ]);
  expect([...read[0].features]).toEqual([
    ["features.family", "bert"],
    ["demand.gpu", 0.5],
    ["kind", "a100"],
  ]);
  expect([...read[2].features]).toEqual([["price", 150]]);
});

test("every fault of a history is told", () => {
  const call = () =>
    measurementsOf([{ runtime: 5 }, 7, { throughput: -1 }, { runtime: "1h", work: 0 }], placeOf);
  for (const says of [
    /\/0: runtime: expected a duration from 0 to 278 years, got 5/,
    /\/1: expected a map with a runtime, got 7/,
    /\/2: throughput: expected units per second above 0/,
    /\/3: work: expected a number above 0, got 0/,
  ]) {
    expect(call).toThrow(says);
  }
  expect(() => historyOf([])).toThrow(/at least two measured runtimes, got 0/);
  const mixed = [{ runtime: "1h" }, { throughput: 1 }];
  expect(() => historyOf(measurementsOf(mixed, placeOf))).toThrow(/Maybe learn from them apart/);
});

test("runtimes below 0 or past all sums are faults, 0 counts as 1 ms, and NaN is a missing feature", () => {
  for (const runtime of ["-5s", "NaN", "Infinity", "1e400s", "99999999999h", null]) {
    expect(() => measurementsOf([{ runtime }], placeOf)).toThrow(/runtime: expected a duration/);
  }
  const [zero] = measurementsOf(
    [{ runtime: "0", batch: "NaN", size: Number.NaN, f: "x" }],
    placeOf,
  );
  expect(zero.milliseconds).toBe(1);
  expect([...zero.features]).toEqual([["features.f", "x"]]);
});

test("too little to learn from is told with a reason, and repeated measurements with how far apart they are", () => {
  const train = (list: readonly unknown[]) => () =>
    trainRuntimes(historyOf(measurementsOf(list, placeOf)), 1);
  const one = { family: "a", kind: "k", runtime: "10s" };
  expect(train([one, { ...one, kind: "l" }])).toThrow(
    "No learner applies to 2 rows: completion: fewer than 10 rows; trees: fewer than 10 rows.",
  );
  expect(train(Array.from({ length: 20 }, () => one))).toThrow(/trees: all rows are of one cell/);
  const alone = rows(3, 4).filter(({ kind }) => kind === "t4");
  const twice = [...rows(3, 4), { ...alone[0], runtime: "1s" }, { ...alone[0], runtime: "500s" }];
  const first = Number(String(alone[0].runtime).slice(0, -2)) / 1000;
  const { repeats, model } = train(twice)();
  expect(repeats.cells).toBe(1);
  expect(repeats.apart).toBeCloseTo(Math.max(500, first) / Math.min(1, first), 6);
  expect(model.trained).toMatchObject({ rows: 14, tasks: 4, kinds: 3 });
  expect(train(rows(3, 4))().repeats).toEqual({ cells: 0, apart: 1 });
});

test("one kind, equal runtimes and contradictions are learned from, with finite answers", () => {
  const list = (runtimeOf: (i: number) => string) =>
    Array.from({ length: 14 }, (_, i) => ({ batch: i % 7, kind: "k", runtime: runtimeOf(i) }));
  for (const runtimeOf of [
    () => "10s",
    (i: number) => `${i % 7}s`,
    (i: number) => (i < 7 ? "1s" : "1000h"),
  ]) {
    const history = historyOf(measurementsOf(list(runtimeOf), placeOf));
    const { model } = trainRuntimes(history, 1);
    const { p50, p90 } = askModel(model, history.frame);
    expect([...p50, ...p90].every(Number.isFinite)).toBe(true);
  }
});

test("no cell is in two folds, and folds are about equal", () => {
  const history = historyOf(measurementsOf([...rows(1, 30), ...rows(1, 30)], placeOf));
  const group = identities(history.frame);
  const fold = foldsOf(group, 5, 3);
  const foldOfCell = new Map<number, number>();
  group.forEach((cell, row) => {
    expect(foldOfCell.get(cell) ?? fold[row]).toBe(fold[row]);
    foldOfCell.set(cell, fold[row]);
  });
  for (let held = 0; held < 5; held++) {
    const { inside, outside } = parted(fold, held);
    expect(inside.length + outside.length).toBe(fold.length);
    const shown = new Set(Array.from(outside, (row) => group[row]));
    for (const row of inside) expect(shown.has(group[row])).toBe(false);
    expect(inside.length).toBeGreaterThan(fold.length / 8);
  }
  expect(foldsOf(group, 5, 3)).toEqual(fold);
  expect(foldsOf(group, 5, 4)).not.toEqual(fold);
});

test("a held-out fold cannot be seen: other targets there change nothing that is said of it", () => {
  const history = historyOf(measurementsOf(rows(2, 40), placeOf));
  const { inside, outside } = parted(foldsOf(identities(history.frame), 5, 1), 0);
  const held = takeRows(history.frame, inside);
  for (const learner of [forestLearner, ...BASELINES]) {
    const said = [0, 9].map((lie) => {
      const target = history.target.slice();
      for (const row of inside) target[row] += lie;
      const shown = Float64Array.from(outside, (row) => target[row]);
      return learner.fit(takeRows(history.frame, outside), shown, 1).ask(held);
    });
    expect(said[0]).toEqual(said[1]);
  }
});

test("baselines by hand", () => {
  // Log runtimes: a on x 1, a on y 2, b on x 3; so y is one slower than x, and b on y is 4.
  const measured = [
    { job: "a", kind: "x", runtime: `${Math.round(Math.E ** 11)}ms` },
    { job: "a", kind: "y", runtime: `${Math.round(Math.E ** 12)}ms` },
    { job: "b", kind: "x", runtime: `${Math.round(Math.E ** 13)}ms` },
  ];
  const { frame, target } = historyOf(measurementsOf(measured, placeOf));
  const asked = takeRows(frame, Int32Array.of(0));
  const at = (name: string) => frame.features.findIndex((feature) => feature.name === name);
  asked.columns[at("features.job")][0] = frame.features[at("features.job")].levels!.indexOf("b");
  asked.columns[at("kind")][0] = frame.features[at("kind")].levels!.indexOf("y");
  const said = BASELINES.map(
    (learner) => [learner.name, learner.fit(frame, target, 1).ask(asked).middle[0]] as const,
  );
  const [mean, nearest, ratio] = said.map(([, value]) => value);
  expect(mean).toBeCloseTo(12, 3);
  expect([12, 13]).toContain(Math.round(nearest));
  expect(ratio).toBeCloseTo(14, 3);
});

test("errors, coverage and conformal quantiles by hand", () => {
  const target = Float64Array.of(0, 0, 0);
  const errors = errorsOf(Float64Array.of(Math.log(2), 0, -Math.log(2)), target);
  expect(errors.median).toBeCloseTo(0.5, 12);
  expect(errors.mean).toBeCloseTo((1 + 0 + 0.5) / 3, 12);
  expect(errors.log).toBeCloseTo((2 * Math.log(2)) / 3, 12);
  expect(coverageOf(Float64Array.of(1, 0, -1), target)).toBeCloseTo(2 / 3, 12);
  // Nine values: the 0.9 quantile of a tenth is the ninth; of eight values it is the largest.
  expect(conformalP90(Float64Array.from({ length: 9 }, (_, i) => i))).toBe(8);
  expect(conformalP90(Float64Array.of(5, 1, 3))).toBe(5);
});

test("calibrated quantiles hold their share of the rows that they came from, and p90 is never below p50", () => {
  for (let seed = 0; seed < 20; seed++) {
    const random = makeRandom(seed);
    const draw = (scale: number) => Float64Array.from({ length: 200 }, () => scale * random.unit());
    const said = { middle: draw(5), spread: draw(1) };
    const target = said.middle.map((value, i) => value + (random.unit() - 0.3) * said.spread[i]);
    for (const spread of ["shift", "stretch"] as const) {
      const { p50, p90 } = quantilesOf(said, calibrate(said, target, spread));
      expect(coverageOf(p50, target)).toBeGreaterThanOrEqual(0.5);
      expect(coverageOf(p50, target)).toBeLessThan(0.52);
      expect(coverageOf(p90, target)).toBeGreaterThanOrEqual(0.9);
      p90.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(p50[i]);
      });
    }
  }
});

test("training is equal for equal seeds and any order of rows, and better than every baseline", () => {
  const measured = rows(5, 18);
  const train = (list: readonly unknown[], seed: number) =>
    trainRuntimes(historyOf(measurementsOf(list, placeOf)), seed);
  const one = train(measured, 1);
  const shuffled = train(makeRandom(9).shuffle([...measured]), 1);
  expect(shuffled).toEqual(one);
  const errorOf = (name: string) => one.trials.find((trial) => trial.name === name)?.errors?.median;
  const kept = errorOf(one.model.learned.kind) as number;
  expect(kept).toBeLessThan(0.1);
  for (const { name } of BASELINES) expect(kept).toBeLessThan(errorOf(name) as number);
}, 60_000);

test("forests are kept where rows are too many to complete, and their quantiles hold on new rows", () => {
  const history = historyOf(measurementsOf(rows(6, 510), placeOf));
  const { model, trials } = trainRuntimes(history, 1);
  expect(model.learned.kind).toBe("trees");
  expect(trials.find(({ name }) => name === "completion")?.skipped).toMatch(/more than 1500 rows/);
  const fresh = measurementsOf(rows(77, 300), placeOf);
  const frame = frameOf(
    model.features,
    fresh.map((one) => one.features),
  );
  const target = Float64Array.from(fresh, ({ milliseconds }) => Math.log(milliseconds));
  const { p50, p90 } = askModel(model, frame);
  expect(errorsOf(p50, target).median).toBeLessThan(0.05);
  expect(coverageOf(p90, target)).toBeGreaterThan(0.8);
}, 60_000);
