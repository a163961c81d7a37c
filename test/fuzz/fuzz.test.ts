import { expect, test } from "vitest";
import { atLeast, drawn } from "../support/drawn.ts";
import { judge } from "./judge.ts";
import { shrink } from "./shrink.ts";
import { judgeSeed } from "./worker.ts";

/** A slice of what `npm run fuzz` does. */
const SEEDS = drawn(1000);

test("small random documents are solved as trying everything says", async () => {
  const ends = new Map<string, number>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { end, fault, document, family } = await judgeSeed(seed);
    expect(fault, `seed ${seed} ${JSON.stringify(document)}`).toBeUndefined();
    for (const key of [family, end]) ends.set(key, (ends.get(key) ?? 0) + 1);
  }
  // Every family, every way to end, and nearly always the whole truth beside it.
  for (const key of ["placement", "sequence", "schedule", "stages", "robust"]) {
    expect(ends.get(key), key).toBeGreaterThan(atLeast(20));
  }
  for (const key of ["exact, optimal", "exact, infeasible", "exact, work-limit"]) {
    expect(ends.get(key), key).toBeGreaterThan(atLeast(60));
  }
  const exact = [...ends].reduce((sum, [key, n]) => (key.startsWith("exact") ? sum + n : sum), 0);
  expect(exact).toBeGreaterThan(0.85 * SEEDS);
}, 600_000);

const SMALL = {
  mode: "placement",
  objectives: ["cost"],
  resources: [{ id: "r", capacity: { cpu: 2 } }],
  tasks: [
    { id: "a", demand: { cpu: 1 }, cost: 1 },
    { id: "b", demand: { cpu: 1 }, cost: 2, optional: true },
  ],
};

test("a document gets smaller as long as it fails", async () => {
  const asks = async (document: object) => JSON.stringify(document).includes('"b"');
  expect(await shrink(SMALL, asks)).toEqual({ tasks: [{ id: "b" }] });
});

test("what is no document is told apart from what fails", async () => {
  const solve = { method: "auto", workLimit: 5, seed: 1 };
  expect(await judge(SMALL, solve)).toEqual({ end: "exact, optimal" });
  expect(await judge({ ...SMALL, tasks: [{}] }, solve)).toEqual({ end: "invalid" });
  expect((await judge(SMALL, { ...solve, method: "none" })).fault).toMatch(/planning threw/);
});
