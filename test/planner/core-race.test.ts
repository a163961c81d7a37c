import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { QUICK } from "../support/berth.ts";

/** Tasks with memory in MiB of their own on few hosts: no common divisor, tables of 10^8 cells. */
function inMebibytes(tasks: number, hosts: number): object {
  const random = makeRandom(7);
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: Array.from({ length: hosts }, (_, h) => ({
      id: `h${h}`,
      capacity: { memory: `${random.int(160_000, 240_000)}MiB` },
    })),
    tasks: Array.from({ length: tasks }, (_, t) => ({
      id: `t${t}`,
      demand: { memory: `${random.int(20_001, 90_001)}MiB` },
      value: 0,
      cost: Object.fromEntries(
        Array.from({ length: hosts }, (_, h) => [`h${h}`, random.int(3_000, 9_000) / 100]),
      ),
    })),
  };
}

/** Jobs of hours in odd milliseconds on machines that suit them more or less. */
function inMilliseconds(jobs: number, machines: number): object {
  const random = makeRandom(11);
  return {
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: Array.from({ length: machines }, (_, m) => ({ id: `m${m}` })),
    tasks: Array.from({ length: jobs }, (_, j) => ({
      id: `j${j}`,
      runtime: Object.fromEntries(
        Array.from({ length: machines }, (_, m) => [`m${m}`, `${random.int(1e6, 2e7)}ms`]),
      ),
    })),
  };
}

test.each([
  ["in MiB", inMebibytes(40, 15)],
  ["in ms", inMilliseconds(60, 12)],
])("a core %s has a plan before anything long, and a search beside the proof", async (_, doc) => {
  const instance = parseInstance(doc);
  const least = await plan(instance, { workLimit: 1 });
  expect(least.plan).toBeDefined();
  const { trace, levels } = await plan(instance, { workLimit: 200 });
  expect(trace.find(({ value }) => value !== undefined)?.source).toBe("list");
  expect(trace.some(({ source }) => source === "local search")).toBe(true);
  expect(levels[0].value).toBeLessThan(least.levels[0].value as number);
});

test("without a work limit, tables of many cells do not keep a search waiting", async () => {
  // No proof of it ends before the search has something to tell.
  const instance = parseInstance(inMilliseconds(90, 20));
  const stop = new AbortController();
  const sources: string[] = [];
  const found = await plan(instance, {
    signal: stop.signal,
    onTrace: ({ source }) => {
      sources.push(source);
      if (source === "local search") stop.abort();
    },
  });
  expect(sources).toContain("local search");
  expect(found.termination).toBe("interrupted");
});

test("threads of a script that Node was handed as text do not take its flags for their own", () => {
  const script = `
    import { parseInstance, plan } from "./dist/index.js";
    const stop = new AbortController();
    const { termination } = await plan(parseInstance(${JSON.stringify(inMilliseconds(90, 20))}), {
      signal: stop.signal,
      onTrace: ({ source }) => {
        if (source === "local search") stop.abort();
      },
    });
    console.log(termination);
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...QUICK, "--input-type=module", "-e", script],
    {
      cwd: resolve(import.meta.dirname, "../.."),
      encoding: "utf8",
    },
  );
  expect([stdout, stderr]).toEqual(["interrupted\n", ""]);
});
