import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { Job } from "../../bench/job.ts";
import { measure } from "../../bench/measure.ts";
import type { Answer } from "../../bench/rows.ts";
import { drawsAll } from "../support/drawn.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const child = resolve(import.meta.dirname, "../../dist/bench/child.js");

const job = (runner: Job["runner"], family: string, more: Partial<Job> = {}): Job => ({
  runner,
  source: { kind: "generated", family, tasks: 30, resources: 2, seed: 5 },
  limit: 20,
  seed: 1,
  method: "auto",
  stopAt: 0,
  goalGap: 0,
  ...more,
});

const NODE = Number(process.versions.node.split(".")[0]);

/** Every day one family and one peer: the others go the same way. The program of "unrelated" carries sums in real columns. */
const PEERS: readonly (readonly [string, readonly Job["runner"][]])[] = drawsAll
  ? [
      ["gap-c", ["highs"]],
      ["unrelated", ["highs", "cp-sat", "scip"]],
    ]
  : [["unrelated", ["highs"]]];

test.each(PEERS)("peers agree with Berth on a small %s", async (family, peers) => {
  // These programs are small; see `vitest.config.ts`.
  const settings = { child, flags: ["--liftoff-only"] };
  const berth = (await measure(job("berth", family), settings)).answer as Answer;
  expect(berth.value).toBeDefined();
  expect(berth.bound).toBe(berth.value);
  for (const runner of peers) {
    // On newer Nodes or-tools-wasm takes another build, whose SCIP calls this program invalid; see docs/measuring.md.
    if (runner === "scip" && NODE > 22) continue;
    const { answer } = await measure(job(runner, family), settings);
    expect(answer, runner).toMatchObject({ value: berth.value, bound: berth.value });
  }
});

test("a process that does not stop is ended, and what it told counts", async () => {
  const lines = [
    { ready: { unit: "", perUnit: 1, sense: "min" }, readSeconds: 0 },
    { progress: { value: 9 } },
    { progress: { bound: 3 } },
  ].map((line) => JSON.stringify(line));
  const { answer } = await fake(`tell(${JSON.stringify(lines.join("\n"))}); for (;;);`);
  expect(answer).toMatchObject({ value: 9, bound: 3, proof: "claimed", termination: "ended" });
});

test("a process that breaks has no value and says why", async () => {
  const { answer } = await fake("throw new Error('no luck');");
  expect(answer).toMatchObject({ termination: "broke" });
  expect((answer as Answer).value).toBeUndefined();
  const { answer: faulty } = await measure(job("berth", "nothing"), { child });
  expect((faulty as Answer).note).toContain("nothing");
});

async function fake(body: string) {
  const tell = "const tell = (text) => writeSync(3, text + String.fromCharCode(10));";
  const path = folder.put("fake.mjs", `import { writeSync } from "node:fs";\n${tell}\n${body}\n`);
  return await measure(job("berth", "gap-c", { limit: 0.2 }), { child: path, grace: 0.2 });
}
