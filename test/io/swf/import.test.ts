import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importDocument } from "../../../src/io/import-registry.ts";
import { InstanceError, UsageError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn, first } from "../../support/drawn.ts";

const LOG = readFileSync("instances/foreign/machine.swf", "utf8");

interface Document {
  readonly start?: string;
  readonly resources: readonly object[];
  readonly tasks: readonly Record<string, unknown>[];
}

function read(log: string, settings: Readonly<Record<string, string>> = {}) {
  const { document, notes } = importDocument("swf", { log }, settings);
  parseInstance(document);
  const { tasks, ...rest } = document as Document;
  return { ...rest, tasks: tasks.map(({ features: _, ...task }) => task), notes };
}

/** A line with known fields at their places, from 1 on. */
function line(number: number, submit: number, fields: Readonly<Record<number, number>>): string {
  const row = Array.from({ length: 18 }, (_, i) => fields[i + 1] ?? -1);
  return [number, submit, ...row.slice(2)].join(" ");
}

const says = (log: string, settings: Readonly<Record<string, string>> = {}) => {
  try {
    read(log, settings);
  } catch (error) {
    if (error instanceof InstanceError || error instanceof UsageError) return error.message;
    throw error;
  }
  return "nothing";
};

test("a log is a batch on its machine, by hand", () => {
  const { start, resources, tasks, notes } = read(LOG);
  expect(start).toBe("2026-11-29T18:00:00Z");
  // 32 processors on 4 nodes.
  expect(resources).toEqual([{ id: "node", count: 4, capacity: { cpu: 8 } }]);
  expect(tasks).toEqual([
    { id: "j1", demand: { cpu: 8 }, runtime: "3600s", workers: 2 },
    { id: "j2", demand: { cpu: 4 }, runtime: "1800s", release: "60s" },
    { id: "j3", demand: { cpu: 8 }, runtime: "7200s", release: "600s", workers: 4 },
    {
      id: "j5",
      demand: { cpu: 6 },
      runtime: "900s",
      release: "4200s",
      after: [{ task: "j2", lag: "600s" }],
    },
    { id: "j6", demand: { cpu: 1 }, runtime: "1200s", release: "5400s" },
  ]);
  expect(notes).toEqual([
    "6 jobs became 5 tasks on 4 nodes of 8 processors.",
    "1 job: left out, for their runtimes are not known.",
    "Not read: memory (--memory says how much a node has).",
  ]);
});

test("what users asked for, a machine of one's own, memory and a window", () => {
  const asked = read(LOG, { requested: "true", nodes: "2", cores: "24", memory: "32GiB" });
  expect(asked.resources).toEqual([
    { id: "node", count: 2, capacity: { cpu: 24, memory: "32768MiB" } },
  ]);
  // 262,144 KiB of each of 16 processors; two times 16 processors use 1 GiB each.
  expect(
    asked.tasks.map(({ id, demand, workers, runtime }) => [id, demand, workers, runtime]),
  ).toEqual([
    ["j1", { cpu: 16, memory: "4096MiB" }, undefined, "7200s"],
    ["j2", { cpu: 4 }, undefined, "3600s"],
    ["j3", { cpu: 16, memory: "16384MiB" }, 2, "14400s"],
    ["j4", { cpu: 8 }, undefined, "3600s"],
    ["j5", { cpu: 6 }, undefined, "1800s"],
    ["j6", { cpu: 1 }, undefined, "1800s"],
  ]);
  const window = read(LOG, { from: "5", count: "1" });
  expect([window.start, window.tasks]).toEqual([
    "2026-11-29T19:10:00Z",
    [{ id: "j5", demand: { cpu: 6 }, runtime: "900s" }],
  ]);
  expect(read(LOG, { status: "0" }).tasks.map(({ id }) => id)).toEqual(["j5"]);
});

test("jobs that are none, or none of this machine, are left out and counted", () => {
  const log = [
    "; MaxProcs: 10 of them",
    line(1, 5, { 4: 10, 5: 11, 11: 1 }),
    line(2, 6, { 4: 10, 5: 2, 11: 2 }),
    line(3, 7, { 4: 0, 5: 2, 11: 5 }),
    line(4, 8, { 4: 10, 11: 1 }),
    line(5, 9, { 4: 1.5, 5: 0, 8: 3, 11: 1 }),
    line(5, 9, { 4: 2, 5: 3, 11: 1, 17: 6 }),
  ].join("\n");
  expect(read(log)).toEqual({
    mode: "batch",
    objectives: ["weighted-completion"],
    resources: [{ id: "machine", capacity: { cpu: 10 } }],
    tasks: [
      { id: "j5", demand: { cpu: 3 }, runtime: "1500ms", release: "4s" },
      { id: "j5-line-7", demand: { cpu: 3 }, runtime: "2s", release: "4s" },
    ],
    notes: [
      "6 jobs became 2 tasks on one pool of 10 processors.",
      "1 job: left out, larger than the machine.",
      "1 job: left out for status 2, part of a job that was interrupted.",
      "1 job: left out, cancelled before they ran.",
      "1 job: left out, for their processors are not known.",
    ],
  });
});

test("faults are told with line and field, settings with what they take", () => {
  expect(says("; MaxProcs: 4\n")).toMatch(/the log has no job/);
  expect(says("1 2 3\n")).toMatch(/line 1: expected 18 numbers, got 3/);
  expect(says(line(1, 0, { 4: 1 }).replace(/-1$/, "x"))).toMatch(/line 1, field 18: .* got "x"/);
  expect(says(line(1, -1, {}))).toMatch(/line 1: expected the number of a job and when it came/);
  expect(says(line(1, 0, { 4: 1, 5: 1 }))).toMatch(/neither MaxProcs[\s\S]*--nodes 64 --cores 16/);
  expect(says(LOG, { nodes: "4" })).toMatch(/Maybe add --cores N/);
  expect(says(LOG, { from: "7" })).toMatch(/--from 7: the log has 6 jobs/);
  expect(says(LOG, { from: "0" })).toMatch(/--from: expected a whole number from 1 on, got "0"/);
  expect(says(LOG, { status: "7" })).toMatch(/--status: expected numbers from 0 to 5/);
  expect(says(LOG, { memory: "64" })).toMatch(/--memory: /);
  expect(says("x\n".repeat(1000)).split("\n").length).toBeLessThan(25);
});

test("mutated logs are read or answered by a sentence", () => {
  let refused = 0;
  for (let seed = first; seed < first + drawn(800); seed++) {
    const random = makeRandom(seed);
    let log = LOG;
    for (let k = random.int(1, 4); k > 0; k--) {
      const at = random.int(0, log.length - 1);
      const put = ["", "-", "9", "9999999999999", " ", "\n", ";", "zz", "1e9", "\u0000", ":"];
      log =
        log.slice(0, at) + put[random.int(0, put.length - 1)] + log.slice(at + random.int(0, 3));
    }
    try {
      const { document } = importDocument("swf", { log }, {});
      expect(JSON.stringify(document), `seed ${seed}`).not.toMatch(/undefined|NaN|null|Infinity/);
      if ((document as Document).tasks.length > 0) parseInstance(document);
    } catch (error) {
      if (!(error instanceof InstanceError) && !(error instanceof UsageError)) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
      expect(error.message, `seed ${seed}`).not.toMatch(/undefined|NaN|\[object/);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(0);
});

test("a log of a hundred thousand lines is read line by line", () => {
  let lines = "";
  for (let i = 0; i < 100_000; i++) {
    lines += `\n${i + 1} ${i} -1 ${1 + (i % 9000)} ${1 + (i % 64)} -1 -1 -1 -1 -1 1 -1 -1 -1 -1 -1 -1 -1`;
  }
  const { document } = importDocument("swf", { log: `; MaxProcs: 64${lines}` }, {});
  const { tasks } = document as Document;
  expect(tasks.length).toBe(100_000);
  expect(tasks[99_999]).toMatchObject({ id: "j100000", release: "99999s", demand: { cpu: 32 } });
});
