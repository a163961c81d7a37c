import { beforeAll, expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { readCsvRows } from "../../src/io/csv-rows.ts";
import { openSheet } from "../../src/learn/document.ts";
import { documentMeasurements } from "../../src/learn/document-history.ts";
import { featureTable } from "../../src/learn/features/table.ts";
import { fillRuntimes as fill, type Risk } from "../../src/learn/fill.ts";
import { historyOf, measurementsOf } from "../../src/learn/history.ts";
import { forestLearner } from "../../src/learn/runtime/forests.ts";
import { predictorOf, type RuntimeModel } from "../../src/learn/runtime/model.ts";
import { modelDocument, readModel } from "../../src/learn/runtime/model-file.ts";
import { trainRuntimes } from "../../src/learn/runtime/train.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";

const SLOWNESS = { a100: 1, t4: 6 } as const;

/** Two families, five batches, two kinds: seconds = 10 x batch x slowness, the second family three times as long. */
function measured(unit: "runtime" | "throughput"): object[] {
  const list: object[] = [];
  for (const family of ["bert", "gpt"]) {
    for (const batch of [8, 16, 32, 64, 128]) {
      for (const [kind, slowness] of Object.entries(SLOWNESS)) {
        const seconds = 10 * batch * slowness * (family === "gpt" ? 3 : 1);
        const time = unit === "runtime" ? { runtime: `${seconds}s` } : { throughput: 1 / seconds };
        list.push({ family, batch, kind, ...time });
      }
    }
  }
  return list;
}

const train = (unit: "runtime" | "throughput") =>
  trainRuntimes(historyOf(measurementsOf(measured(unit), (row) => `/${row}`)), 1).model;

const fillRuntimes = (document: unknown, model: RuntimeModel, risk: Risk) =>
  fill(document, predictorOf(model), risk);

let model: RuntimeModel;
let rates: RuntimeModel;
beforeAll(() => {
  model = train("runtime");
  rates = train("throughput");
}, 60_000);

const resources = [
  { id: "big", kind: "a100", count: 2 },
  { id: "small", kind: "t4" },
  { id: "other", kind: "t4", labels: { zone: "eu" } },
];
const document = (...tasks: object[]) => ({ mode: "batch", exclusive: true, resources, tasks });
const features = { family: "bert", batch: 32 };

test("unknown runtimes are filled, known ones stay, and absent ones stay absent", () => {
  const asked = document(
    { id: "a", features, runtime: "unknown" },
    { id: "b", features, runtime: { a100: "7m", small: "unknown" } },
    { id: "c", runtime: "1h" },
  );
  const { document: filled, filling } = fillRuntimes(asked, model, "p50");
  expect(filling).toMatchObject({ cells: 4, tasks: 2, risk: "p50", unseen: 0 });
  const { pairs } = parseInstance(filled);
  const [big, small, other, known, said, none, ...plain] = pairs.runtime;
  for (const [value, seconds] of [
    [big, 320],
    [small, 1920],
    [other, 1920],
    [said, 1920],
  ]) {
    expect(Math.abs(value / (1000 * seconds) - 1)).toBeLessThan(0.1);
  }
  expect([known, none, plain]).toEqual([420_000, 0, [3_600_000, 3_600_000, 3_600_000]]);
  expect([...pairs.eligible]).toEqual([1, 1, 1, 1, 1, 0, 1, 1, 1]);
  // What was asked for is as it was.
  expect(asked.tasks[0]).toEqual({ id: "a", features, runtime: "unknown" });
});

test("p90 is no shorter than p50, and throughputs turn round", () => {
  const asked = document({ id: "a", features, runtime: "unknown" });
  const runtimes = (["p50", "p90"] as const).map(
    (risk) => parseInstance(fillRuntimes(asked, model, risk).document).pairs.runtime[0],
  );
  expect(runtimes[1]).toBeGreaterThanOrEqual(runtimes[0]);
  const work = document({
    id: "a",
    features,
    work: 100,
    throughput: { a100: "unknown", t4: 0.0005 },
  });
  const { pairs } = parseInstance(fillRuntimes(work, rates, "p50").document);
  expect(Math.abs(pairs.runtime[0] / 32_000_000 - 1)).toBeLessThan(0.1);
  expect([pairs.runtime[1], pairs.runtime[2]]).toEqual([200_000_000, 200_000_000]);
});

test("a job of an unknown family that was measured on one kind is known much better", () => {
  const unknown = { family: "other", batch: 32 };
  const asked = (runtime: object | string) => document({ id: "a", features: unknown, runtime });
  const on = (runtime: object | string) => {
    const { document: filled, filling } = fillRuntimes(asked(runtime), model, "p50");
    return { small: parseInstance(filled).pairs.runtime[1], filling };
  };
  // Seven times as long as any family before: on a t4 six times as long as on an a100.
  const blind = on("unknown");
  const told = on({ a100: "6720s", t4: "unknown" });
  expect(Math.abs(told.small / 40_320_000 - 1)).toBeLessThan(0.3);
  expect(Math.abs(blind.small / 40_320_000 - 1)).toBeGreaterThan(0.5);
  expect(told.filling.ratio!.most).toBeLessThan(blind.filling.ratio!.most);
});

test("rows of a CSV file are filled once for all that are alike", () => {
  const lines = Array.from(
    { length: 1200 },
    (_, i) => `t${i},bert,${i % 2 === 0 ? 32 : 64},unknown`,
  );
  const rows = readCsvRows(
    `id,features.family,features.batch,runtime\n${lines.join("\n")}\n`,
    "t.csv",
  );
  const asked = { mode: "batch", exclusive: true, resources, tasks: rows };
  expect(() => parseInstance(asked)).toThrow(
    /t.csv, line 2, column runtime: the runtime is unknown/,
  );
  const { document: filled, filling } = fillRuntimes(asked, model, "p50");
  expect(filling).toMatchObject({ cells: 6, tasks: 2 });
  const instance = parseInstance(filled);
  expect([instance.tasks.length, instance.taskOfCopy.length]).toEqual([2, 1200]);
});

test("a document without unknowns, or none at all, comes back as it is", () => {
  for (const other of [document({ id: "a", runtime: "1h" }), 7, null, { tasks: 1 }]) {
    expect(fillRuntimes(other, model, "p50").document).toBe(other);
  }
});

test("a model of other features, or of other units, is refused with a reason", () => {
  const refused = (task: object, by: RuntimeModel) => () =>
    fillRuntimes(document({ id: "a", runtime: "unknown", ...task }), by, "p50");
  expect(refused({ features: { family: "bert", bs: 32 } }, model)).toThrow(
    /model learned from features.batch.*Maybe features.bs is what it calls features.batch/,
  );
  expect(refused({}, model)).toThrow(/model learned from features.family/);
  expect(refused({ features: { family: "bert", batch: "many" } }, model)).toThrow(/as a number/);
  expect(refused({ features }, rates)).toThrow(/the model says times of one unit of work/);
  // One feature too many is no obstacle, nor a kind that no one has measured, which is told.
  const others = { ...document(), resources: [{ id: "h200" }] };
  const tasks = [{ id: "a", features: { ...features, owner: "x" }, runtime: "unknown" }];
  expect(fillRuntimes({ ...others, tasks }, model, "p50").filling.unseen).toBe(1);
});

test("a model that says no finite runtimes is refused", () => {
  const asked = document({ id: "a", features, runtime: "unknown" });
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const broken = {
      ...predictorOf(model),
      ask: ({ rows }: { readonly rows: number }) => ({
        p50: new Float64Array(rows).fill(value),
        p90: new Float64Array(rows).fill(value),
      }),
    };
    expect(() => fill(asked, broken, "p50")).toThrow(/no finite runtimes/);
  }
});

test("what an instance knows is a history, each cell once", () => {
  const sheet = openSheet(
    document(
      { id: "a", features, runtime: { a100: "1h", t4: "unknown" } },
      { id: "b", features, runtime: { a100: "1h" } },
      { id: "c", features, runtime: "1h" },
    ),
  );
  const found = documentMeasurements(sheet!);
  expect(found.map(({ milliseconds }) => milliseconds)).toEqual([3_600_000]);
  expect(found[0].features.get("kind")).toBe("a100");
  const table = featureTable(sheet!).map(({ feature, present, entries }) => [
    feature.name,
    present,
    entries,
  ]);
  expect(table).toEqual([
    ["features.batch", 3, 3],
    ["features.family", 3, 3],
    ["kind", 3, 3],
    ["labels.zone", 1, 3],
  ]);
});

test("a model file says the same as the model, for both sorts", () => {
  const { frame, target } = historyOf(measurementsOf(measured("runtime"), (row) => `/${row}`));
  const { learned } = forestLearner.fit(frame, target, 1);
  const trees = { ...model, features: frame.features, learned: learned! };
  expect([model.learned.kind, trees.learned.kind]).toEqual(["completion", "trees"]);
  for (const one of [model, trees]) {
    const read = readModel(JSON.parse(JSON.stringify(modelDocument(one))), "m.json");
    expect(read).toEqual(one);
  }
});

test("a model file that was tampered with is refused, or still says finite runtimes", () => {
  const good = JSON.parse(JSON.stringify(modelDocument(model)));
  const says = (change: (copy: typeof good) => void) => () => {
    const copy = structuredClone(good);
    change(copy);
    return readModel(copy, "m.json");
  };
  expect(says((m) => (m.format = "x"))).toThrow(/m.json: expected a runtime model/);
  expect(says((m) => (m.version = 2))).toThrow(/version 2.*reads version 1.*Maybe train it again/);
  expect(says((m) => (m.extra = 1))).toThrow(InstanceError);
  expect(says((m) => m.learned.target.pop())).toThrow(/differ in number/);
  expect(says((m) => (m.learned.axes[0].column = 99))).toThrow(/no feature/);
  expect(says((m) => m.learned.parameters.terms[0].pop())).toThrow(/do not fit the axes/);
  expect(says((m) => delete m.features[1].levels)).toThrow(/levels if and only if/);
  const places: [Record<string, unknown>, string][] = [];
  const asked = document({ id: "a", features, runtime: "unknown" });
  let kept = 0;
  for (let seed = 0; seed < drawn(300); seed++) {
    const random = makeRandom(seed);
    const copy = structuredClone(good);
    places.length = 0;
    const walk = (part: unknown) => {
      if (typeof part !== "object" || part === null) return;
      for (const key of Object.keys(part)) {
        places.push([part as Record<string, unknown>, key]);
        walk((part as Record<string, unknown>)[key]);
      }
    };
    walk(copy);
    const [part, key] = places[random.int(0, places.length - 1)];
    part[key] = [null, -1, 1e9, "x", [], {}, 0.5, 1e300][random.int(0, 7)];
    try {
      const read = readModel(copy, "m.json");
      kept++;
      parseInstance(fillRuntimes(asked, read, "p90").document);
    } catch (error) {
      if (!(error instanceof InstanceError)) throw error;
    }
  }
  expect(kept).toBeGreaterThan(atLeast(10));
});
