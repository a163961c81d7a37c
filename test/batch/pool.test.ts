import { afterAll, expect, test } from "vitest";
import { poolExecutor, slotsFor } from "../../src/batch/pool.ts";
import type { BatchJob } from "../../src/batch/types.ts";
import { generate } from "../../src/instance/generate/registry.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const hard = folder.put(
  "hard.json",
  JSON.stringify(generate("gap-d", { tasks: 400, resources: 40, seed: 1 })),
);
const middling = folder.put(
  "middling.json",
  JSON.stringify(generate("gap-d", { tasks: 40, resources: 6, seed: 3 })),
);
const easy = folder.put(
  "easy.json",
  JSON.stringify(generate("gap-c", { tasks: 8, resources: 2, seed: 1 })),
);
const job = (file: string, more: Partial<BatchJob> = {}): BatchJob => ({
  name: "a",
  file,
  found: "by-manifest",
  options: {},
  key: "",
  ...more,
});
const executor = poolExecutor(1);
const never = new AbortController().signal;
afterAll(() => executor.end());

test("threads are shared out so that no more are busy than asked for", () => {
  expect([1, 2, 3, 8].map((threads) => slotsFor(threads, false))).toEqual([1, 1, 1, 4]);
  expect([1, 2, 8].map((threads) => slotsFor(threads, true))).toEqual([1, 2, 8]);
});

test("a job is planned in its thread, and goes on from an earlier one", async () => {
  const first = await executor.run(job(middling, { workLimit: 40 }), never);
  if (first.kind !== "outcome") throw new Error(first.kind);
  expect(first.termination).toBe("work-limit");
  expect(first.work).toBe(40);
  const { levels, inputs, plan } = first;
  expect(plan).toBeDefined();
  const start = { levels, inputs, plan: plan as string };
  const next = await executor.run(job(middling, { workLimit: 40, start }), never);
  if (next.kind !== "outcome") throw new Error(next.kind);
  expect(next.objectives[0].value).toBeLessThanOrEqual(first.objectives[0].value as number);
  expect(next.objectives[0].bound).toBeGreaterThanOrEqual(first.objectives[0].bound as number);
});

test("a file that has changed since the round before is not planned with what was found", async () => {
  const stale = { levels: [], inputs: [{ path: "easy.json", sha256: "0" }] };
  expect(await executor.run(job(easy, { start: stale }), never)).toMatchObject({
    kind: "bad-input",
    message: expect.stringMatching(/has changed while it was planned/),
  });
});

test("asked to stop, a job answers with what it has", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 600);
  const result = await executor.run(job(hard), controller.signal);
  // On a machine so busy that the thread did not look up in time it is ended instead.
  expect(["outcome", "stopped"]).toContain(result.kind);
  if (result.kind === "outcome") expect(result.termination).toBe("interrupted");
});

test("a job that passes its hard limit is ended, and the next one runs", async () => {
  const ended = await executor.run(job(hard, { hardLimit: 300 }), never);
  expect(ended.kind).toBe("stopped");
  expect(await executor.run(job(easy), never)).toMatchObject({
    kind: "outcome",
    termination: "optimal",
  });
});

test("what is wrong with the input is data", async () => {
  expect(await executor.run(job("nowhere.json"), never)).toMatchObject({ kind: "bad-input" });
  const slip = job(easy, { options: { objectives: "coost" } });
  expect(await executor.run(slip, never)).toMatchObject({
    kind: "bad-input",
    message: expect.stringMatching(/Maybe write "cost"/),
  });
  const list = folder.put("list.yaml", "- a\n");
  expect(await executor.run(job(list, { found: "in-folder" }), never)).toMatchObject({
    kind: "no-instance",
  });
  expect(await executor.run(job(list), never)).toMatchObject({ kind: "bad-input" });
});
