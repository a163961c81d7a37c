import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { rulesOf } from "../../src/instance/schedule.ts";
import { importGavel } from "../../src/io/gavel/import.ts";
import { importDocument } from "../../src/io/import-registry.ts";
import { thrownBy } from "../support/folder.ts";
import { sharedData } from "../support/shared-data.ts";

const THROUGHPUTS = {
  k80: {
    "('LM (batch size 5)', 1)": { null: 0.5, "('A3C', 1)": [0.4, 0.1] },
    "('LM (batch size 5)', 2)": { null: 0.9 },
    "('A3C', 1)": { null: 0 },
    "('big', 1)": { null: 0 },
  },
  v100: {
    "('LM (batch size 5)', 1)": { null: 2 },
    "('A3C', 1)": { null: 0.3 },
    "('big', 1)": { null: 0 },
  },
};

function job(
  type: string,
  steps: number | string,
  rest: readonly (number | string)[] = [1, 1, "-1.000000", 0],
): string {
  return [type, "python3 x.py", "dir", "-n", 1, steps, ...rest].join("\t");
}

const TRACE = [
  job("LM (batch size 5)", 1000),
  job("A3C", 3, [1, 2.5, 1.2, 90]),
  job("LM (batch size 5)", 7, [2, 1, -1, 0]),
  job("big", 10),
  job("LM (batch size 5)", 1),
].join("\n");

const CLUSTER = new Map([
  ["v100", 2],
  ["k80", 1],
]);

const LM = { family: "LM", batch: 5, devices: 1 };

test("jobs alone on one device, in trace order, with what was left out in notes", () => {
  const { document, notes } = importGavel({
    throughputs: THROUGHPUTS,
    trace: `${TRACE}\r\n\n`,
    cluster: CLUSTER,
    prices: new Map([["v100", 2.48]]),
    power: new Map([["k80", 300]]),
  });
  expect(document).toEqual({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: [
      { id: "v100", count: 2, price: "2.48/h" },
      { id: "k80", power: "300W" },
    ],
    tasks: [
      { id: "1-lm-batch-size-5", features: LM, work: 1000, throughput: [2, 0.5] },
      {
        id: "2-a3c",
        features: { family: "A3C", devices: 1 },
        work: 3,
        throughput: [0.3, null],
        weight: 2.5,
        release: "90s",
      },
      { id: "5-lm-batch-size-5", features: LM, work: 1, throughput: [2, 0.5] },
    ],
  });
  expect(notes).toEqual([
    "Left out: 1 of 5 jobs that need several devices.",
    "Left out: 1 jobs that run on no kind of the cluster.",
    "Not read: service level objectives of 1 jobs.",
  ]);
  // 1000 steps at 2 and at 0.5 a second; 3 steps at 0.3 a second.
  const { pairs } = parseInstance(document);
  expect([...pairs.runtime]).toEqual([500_000, 2_000_000, 10_000, 0, 500, 2000]);
  expect([...pairs.eligible]).toEqual([1, 1, 1, 0, 1, 1]);
});

const BAD_TRACES: readonly (readonly [string, string, RegExp])[] = [
  ["empty", "\n\n", /the trace is empty/],
  ["too few fields", "LM\t1\t2", /trace, line 1: expected 10 fields between tabs, got 3/],
  ["no steps", job("A3C", ""), /line 1: expected a positive integer of steps, got ""/],
  ["steps that are no number", job("A3C", "many"), /got "many"/],
  ["zero steps", job("A3C", 0), /a positive integer of steps, got "0"/],
  ["half a device", job("A3C", 1, [0.5, 1, -1, 0]), /scale factor, got "0.5"/],
  ["a negative arrival", job("A3C", 1, [1, 1, -1, -5]), /arrival time in seconds, got "-5"/],
  ["a negative weight", job("A3C", 1, [1, -1, -1, 0]), /priority weight, got "-1"/],
  ["no type", job(" ", 1), /the job type is empty/],
  ["an unknown type", job("GPT", 1), /trace, job 1: the throughputs do not know "GPT"/],
];

test.each(BAD_TRACES)("a bad trace is refused: %s", async (_what, trace, message) => {
  const error = await thrownBy(() =>
    importGavel({ throughputs: THROUGHPUTS, trace, cluster: CLUSTER }),
  );
  expect([error.name, error.message]).toEqual(["InstanceError", expect.stringMatching(message)]);
});

test("every bad line is named", async () => {
  const trace = [job("A3C", "x"), job("A3C", 1), "oops"].join("\n");
  const error = await thrownBy(() =>
    importGavel({ throughputs: THROUGHPUTS, trace, cluster: CLUSTER }),
  );
  expect(error.message.match(/line \d/g)).toEqual(["line 1", "line 3"]);
});

test.each([
  ["a key of another form", { k80: { A3C: { null: 1 } } }, /\/k80\/A3C: expected a key such as/],
  ["a negative rate", { k80: { "('A3C', 1)": { null: -1 } } }, /steps per second/],
  ["no rate alone", { k80: { "('A3C', 1)": { x: 1 } } }, /steps per second/],
  ["a kind that is a list", { k80: [] }, /expected throughputs by job type/],
  ["a list", [], /expected throughputs by kind/],
])("bad throughputs are refused: %s", async (_what, throughputs, message) => {
  const error = await thrownBy(() =>
    importGavel({ throughputs, trace: job("A3C", 1), cluster: new Map([["k80", 1]]) }),
  );
  expect([error.name, error.message]).toEqual(["InstanceError", expect.stringMatching(message)]);
});

test("a cluster that makes no sense is refused", async () => {
  const call = (settings: Record<string, string>) =>
    thrownBy(() =>
      importDocument("gavel", { throughputs: JSON.stringify(THROUGHPUTS), trace: TRACE }, settings),
    );
  for (const [settings, message] of [
    [{}, /needs a cluster/],
    [{ cluster: "h100=1" }, /have no h100. Known are: k80, v100/],
    [{ cluster: "k80=0" }, /positive number of k80, got 0/],
    [{ cluster: "k80=1.5" }, /positive number of k80, got 1.5/],
    [{ cluster: "k80" }, /expected a list such as/],
    [{ cluster: "k80=1,k80=2" }, /k80 is there twice/],
    [{ cluster: "k80=1", prices: "v100=2" }, /prices: the cluster has no v100/],
    [
      { cluster: "k80=1", colour: "red" },
      /gavel has no setting "colour". Known are: cluster, prices, power, per_host/,
    ],
  ] as const) {
    const error = await call(settings);
    expect([error.name, error.message]).toEqual(["UsageError", expect.stringMatching(message)]);
  }
});

test("the registry refuses what it does not know", async () => {
  for (const [call, message] of [
    [() => importDocument("slurm", {}), /no import format "slurm". Known are: .*gap, gavel/],
    [() => importDocument("constructor", {}), /no import format/],
    [() => importDocument("gavel", { trace: "" }), /gavel needs throughputs/],
    [() => importDocument("gap", { text: "1 1 1 1 1", more: "" }), /gap has no input "more"/],
  ] as const) {
    const error = await thrownBy(call);
    expect([error.name, error.message]).toEqual(["UsageError", expect.stringMatching(message)]);
  }
  expect(importDocument("gap", { text: "1 1 5 2 9" }).document).toMatchObject({
    mode: "placement",
  });
});

test("in hosts, jobs take devices or workers of whole hosts, as they were measured with", () => {
  const rate = (rates: object) =>
    Object.fromEntries(Object.entries(rates).map(([key, value]) => [key, { null: value }]));
  const throughputs = {
    k80: rate({ "('A3C', 1)": 1, "('A3C', 2)": 2, "('A3C', 8)": 0, "('A3C', 6)": 5 }),
    v100: rate({ "('A3C', 1)": 4, "('A3C', 4)": 9, "('A3C', 8)": 10 }),
  };
  const trace = [1, 2, 4, 8, 6, 3, 8].map((scale) => job("A3C", 100, [scale, 1, -1, 0])).join("\n");
  const { document, notes } = importDocument(
    "gavel",
    { throughputs: JSON.stringify(throughputs), trace },
    { cluster: "v100=8,k80=4", prices: "v100=2.48", power: "k80=0.1", per_host: "4" },
  );
  const entry = (id: number, rest: object, devices: number) => ({
    id: `${id}-a3c`,
    features: { family: "A3C", devices },
    work: 100,
    ...rest,
  });
  expect(document).toEqual({
    mode: "batch",
    objectives: ["makespan"],
    resources: [
      { id: "v100", count: 2, devices: { gpu: 4 }, price: "9.92/h" },
      { id: "k80", devices: { gpu: 4 }, power: "0.4W" },
    ],
    tasks: [
      entry(1, { demand: { gpu: 1 }, throughput: [4, 1] }, 1),
      entry(2, { demand: { gpu: 2 }, throughput: [null, 2] }, 2),
      entry(3, { demand: { gpu: 4 }, throughput: [9, null] }, 4),
      entry(4, { demand: { gpu: 4 }, workers: 2, throughput: [10, null] }, 8),
      entry(7, { demand: { gpu: 4 }, workers: 2, throughput: [10, null] }, 8),
    ],
  });
  expect(notes).toEqual([
    "Left out: 1 jobs measured on no kind with as many devices as they take (3).",
    "Left out: 1 jobs whose devices (6) fill no whole hosts.",
  ]);
  expect(rulesOf(parseInstance(document)).workers).toEqual(Int32Array.of(1, 1, 1, 2, 2));
});

test.each([
  ["v100=4,k80=6", "4", /per_host: 6 devices of k80 make no whole hosts of 4/],
  ["v100=4", "0", /per_host: expected a positive number of devices, got 0/],
  ["v100=4", "two", /per_host: expected a positive number of devices, got NaN/],
])("hosts that make no sense are refused: %s in %s", async (cluster, per_host, message) => {
  const texts = { throughputs: JSON.stringify(THROUGHPUTS), trace: TRACE };
  const error = await thrownBy(() => importDocument("gavel", texts, { cluster, per_host }));
  expect([error.name, error.message]).toEqual(["UsageError", expect.stringMatching(message)]);
});

test("all jobs of the published trace are read in hosts of four", (context) => {
  const [throughputs, trace] = [
    sharedData("gavel", "simulation_throughputs.json"),
    sharedData("gavel", "minimize_makespan.trace"),
  ];
  if (throughputs === undefined || trace === undefined) return context.skip("no published data");
  const { document, notes } = importDocument(
    "gavel",
    { throughputs: readFileSync(throughputs, "utf8"), trace: readFileSync(trace, "utf8") },
    { cluster: "v100=12,p100=12,k80=12", per_host: "4" },
  );
  expect(notes).toEqual([]);
  const instance = parseInstance(document);
  expect([instance.tasks.length, instance.resourceOfCopy.length]).toEqual([100, 9]);
  const devices = [...instance.demand[0].values];
  expect([1, 2, 4].map((n) => devices.filter((one) => one === 1000 * n).length)).toEqual([
    71, 6, 23,
  ]);
});

test("the published measurements are read", (context) => {
  const [throughputs, trace] = [
    sharedData("gavel", "simulation_throughputs.json"),
    sharedData("gavel", "minimize_makespan.trace"),
  ];
  if (throughputs === undefined || trace === undefined) return context.skip("no published data");
  const { document, notes } = importDocument(
    "gavel",
    { throughputs: readFileSync(throughputs, "utf8"), trace: readFileSync(trace, "utf8") },
    { cluster: "v100=4,p100=4,k80=4" },
  );
  expect(notes).toEqual(["Left out: 29 of 100 jobs that need several devices."]);
  const instance = parseInstance(document);
  expect([
    instance.tasks.length,
    instance.resources.length,
    instance.resourceOfCopy.length,
  ]).toEqual([71, 3, 12]);
  // The first job: 19605 steps at 5.44610521981264 a second take 3599.820... s.
  expect(instance.tasks[0].id).toBe("001-transformer-batch-size-128");
  expect(instance.pairs.runtime[0]).toBe(Math.ceil((19605 / 5.44610521981264) * 1000));
});
