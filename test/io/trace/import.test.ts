import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importDocument } from "../../../src/io/import-registry.ts";
import { importTrace } from "../../../src/io/trace/import.ts";
import { openSheet } from "../../../src/learn/document.ts";
import { documentMeasurements } from "../../../src/learn/document-history.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn, first } from "../../support/drawn.ts";
import { mutate } from "../kubernetes/mutate.ts";

const file = (name: string) => readFileSync(`instances/foreign/${name}`, "utf8");
const MAP = {
  id: "job",
  release: { column: "came", unit: "min" },
  runtime: { column: "took", unit: "s", times: 0.5 },
  demand: {
    cpu: { column: "milli", times: 0.001 },
    memory: { column: "mem", unit: "GiB" },
    gpu: 1,
    nic: "nics",
  },
  workers: "nodes",
  priority: "prio",
  features: { user: "who", size: "milli" },
  where: { state: ["ok", 7] },
  resources: [
    { id: "a", count: 3, capacity: { cpu: 8, memory: "64GiB", nic: 1 }, devices: { gpu: 2 } },
  ],
};
const HEAD = "job,came,took,milli,mem,nics,nodes,prio,who,state";

function read(rows: readonly string[], more: object = {}) {
  const { document, notes } = importTrace([HEAD, ...rows].join("\n"), { ...MAP, ...more });
  parseInstance(document);
  return { tasks: (document as { tasks: readonly object[] }).tasks, notes };
}

function says(table: string, map: unknown): string {
  try {
    importTrace(table, map);
  } catch (error) {
    if (error instanceof InstanceError) return error.message;
    throw error;
  }
  return "nothing";
}

test("rows are tasks by the map, by hand", () => {
  const { tasks, notes } = read([
    "x,10,90,1500,0.3,0,2,5,ada,ok",
    "x y,12.5,3,2000,1e1,1,,,bob,7",
    "x,11,8,1,0,0,1,0,,ok",
    "late,9,1,1,1,0,1,0,,bad",
    "n,9,nan,1,1,0,1,0,,ok",
    "m,,1,1,1,0,1,0,,ok",
    "d,9,1,-1,1,0,1,0,,ok",
    "w,9,1,1,1,0,1.5,0,,ok",
  ]);
  expect(tasks).toEqual([
    {
      id: "x",
      runtime: "45s",
      // 0.3 GiB are 307.2 MiB.
      demand: { cpu: 1.5, memory: "308MiB", gpu: 1 },
      workers: 2,
      priority: 5,
      features: { user: "ada", size: 1500 },
    },
    {
      id: "x-y",
      runtime: "1500ms",
      release: "150s",
      demand: { cpu: 2, memory: "10240MiB", gpu: 1, nic: 1 },
      features: { user: "bob", size: 2000 },
    },
    {
      id: "x-line-4",
      runtime: "4s",
      release: "60s",
      demand: { cpu: 0.001, gpu: 1 },
      features: { size: 1 },
    },
  ]);
  expect(notes).toEqual([
    "8 rows became 3 tasks.",
    "Left out: 1 row: not among those where state is as asked.",
    "Left out: 1 row: no runtime.",
    "Left out: 1 row: no time in came.",
    "Left out: 1 row: no amount of cpu.",
    "Left out: 1 row: no count in nodes.",
  ]);
});

test("the examples are instances; what sacct prints is a history, too", () => {
  const of = (table: string, map: string) =>
    importDocument("trace", { table: file(table), map: file(map) });
  const jobs = of("jobs.csv", "jobs-map.yaml").document as { tasks: object[] };
  expect(jobs.tasks.map((task) => Reflect.get(task, "runtime"))).toEqual(["7200s", "1830s"]);
  const { document } = of("sacct.txt", "sacct-map.yaml");
  parseInstance(document);
  expect((document as { tasks: object[] }).tasks).toEqual([
    {
      id: "901",
      runtime: "13270s",
      demand: { cpu: 16 },
      features: { name: "train-bert", user: "ada", partition: "gpu" },
    },
    {
      id: "902",
      runtime: "93600s",
      release: "150s",
      demand: { cpu: 64 },
      features: { name: "train-gpt", user: "bob", partition: "gpu" },
    },
    {
      id: "903",
      runtime: "2527s",
      release: "3600s",
      demand: { cpu: 32 },
      features: { name: "prepare", user: "ada", partition: "cpu" },
    },
  ]);
  expect(documentMeasurements(openSheet(document)!).length).toBe(3);
});

test("faults are told with line, column or path", () => {
  expect(says(HEAD, {})).toMatch(/\/runtime: map: [\s\S]*Maybe: \{ runtime/);
  expect(says(HEAD, { ...MAP, colour: 1 })).toMatch(/map: .*colour/);
  expect(says("a,b\n1,2", MAP)).toMatch(/table, line 1: found no column "job" of the map/);
  expect(says(`${HEAD}\n1,2`, MAP)).toMatch(/table, line 2: expected 10 cells, got 2/);
  expect(says(HEAD, { ...MAP, resources: [] })).toMatch(/\/resources: map/);
});

test("mutated maps and rows are read or answered by a sentence", () => {
  let refused = 0;
  for (let seed = first; seed < first + drawn(600); seed++) {
    const random = makeRandom(seed);
    const both = {
      map: structuredClone(MAP) as unknown,
      rows: [HEAD, "x,10,90,1500,0.3,0,2,5,ada,ok", "y,1,1,1,1,1,1,1,b,7"].map((row) =>
        row.split(","),
      ) as unknown,
    };
    mutate(both, random);
    const rows = Array.isArray(both.rows) ? both.rows : [];
    const table = rows.map((row) => (Array.isArray(row) ? row.map(String).join(",") : String(row)));
    try {
      const { document } = importTrace(table.join("\n"), both.map);
      const { tasks } = document as { tasks: readonly object[] };
      expect(JSON.stringify(tasks), `seed ${seed}`).not.toMatch(/undefined|NaN|[:,[]null|Infinity/);
    } catch (error) {
      if (!(error instanceof InstanceError)) throw new Error(`seed ${seed}`, { cause: error });
      expect(error.message, `seed ${seed}`).not.toMatch(/NaN/);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(0);
});

test("memory of sacct is read in its units, and of a whole job shared out over its nodes", () => {
  const map = {
    id: "job",
    runtime: { column: "took", unit: "clock" },
    demand: {
      cpu: { column: "tres", tres: "cpu" },
      gpu: { column: "tres", tres: "gres/gpu" },
      memory: { column: "mem", unit: "slurm", cpus: "cpus" },
    },
    workers: "nodes",
    resources: MAP.resources,
  };
  const rows = [
    ...["n|01:00:00|4Gn|8|2|billing=8,cpu=8,gres/gpu:a100=4,gres/gpu=4,mem=8G,node=2"],
    ...["m|01:00:00|4096M|8|2|cpu=8,node=2", "c|01:00:00|1.5Gc|8|2|cpu=8,node=2"],
    ...["plain|01:00:00|300|1|1|cpu=1", "k|01:00:00|1K|1|1|cpu=3,gres/gpu=1"],
    ...["zero|01:00:00|0n|1|1|cpu=1", "none|01:00:00||1|1|cpu=1", "odd|01:00:00|4Q|1|1|cpu=1"],
    ...["never|01:00:00|4G|1|1|", "third|01:00:00|1G|10|3|cpu=10,node=3"],
  ];
  const table = ["job|took|mem|cpus|nodes|tres", ...rows].join("\n");
  const { document, notes } = importTrace(table, map);
  const tasks = (document as { tasks: readonly { id: string; demand: object }[] }).tasks;
  expect(Object.fromEntries(tasks.map(({ id, demand }) => [id, demand]))).toEqual({
    n: { cpu: 4, gpu: 2, memory: "4096MiB" },
    m: { cpu: 4, memory: "2048MiB" },
    c: { cpu: 4, memory: "6144MiB" },
    plain: { cpu: 1, memory: "300MiB" },
    k: { cpu: 3, gpu: 1, memory: "1MiB" },
    zero: { cpu: 1 },
    // Rounded up, so that the workers together have no less.
    third: { cpu: 3.334, memory: "342MiB" },
  });
  expect(notes.join(" ")).toMatch(/2 rows: no amount of memory/);
  expect(notes.join(" ")).toMatch(/1 row: no amount of cpu/);
  const total = { ...map, demand: { memory: { column: "tres", tres: "mem" } } };
  const [first] = (importTrace(table, total).document as { tasks: { demand: object }[] }).tasks;
  expect(first.demand).toEqual({ memory: "4096MiB" });
  // Without `cpus` nobody knows what an amount for each of them is together.
  const short = { ...map, demand: { memory: { column: "mem", unit: "slurm" } } };
  expect(importTrace(table, short).notes.join(" ")).toMatch(/3 rows: no amount of memory/);
});

test("a column of processors that is not there is named", () => {
  const amount = { column: "milli", unit: "slurm", cpus: "cores" };
  expect(says(HEAD, { ...MAP, demand: { memory: amount } })).toMatch(/no column "cores"/);
});
