import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mergeResults } from "../../src/batch/merge.ts";
import type { BatchLimits, Standing } from "../../src/batch/rounds.ts";
import { runBatch } from "../../src/batch/run.ts";
import { parseShard, unitsOf } from "../../src/batch/shard.ts";
import { openStore, readRecord } from "../../src/batch/store.ts";
import type { BatchUnit } from "../../src/batch/types.ts";
import { testFolder, thrownBy } from "../support/folder.ts";
import { type FakeInstance, fakeExecutor } from "./fake.ts";

const folder = testFolder();
let count = 0;

/** A new folder with a file for each instance, and the folder of results `out(name)` beside them. */
function makeCase(instances: Readonly<Record<string, FakeInstance>>) {
  const path = join(folder.path, `case-${count++}`);
  mkdirSync(path);
  const units = Object.entries(instances).map(([name, instance]): BatchUnit => {
    writeFileSync(join(path, `${name}.json`), JSON.stringify(instance));
    return { name, file: join(path, `${name}.json`), options: {}, found: "in-folder" };
  });
  return { units, out: (name: string) => join(path, name) };
}

async function run(units: readonly BatchUnit[], out: string, limits: BatchLimits = {}) {
  const store = await openStore(out);
  try {
    const executor = fakeExecutor(1);
    const hooks = { signal: new AbortController().signal, now: executor.now };
    await runBatch(units, limits, executor, store, hooks);
    return executor.jobs.map(({ name }) => name);
  } finally {
    store.close();
  }
}

async function merge(
  units: readonly BatchUnit[],
  output: string,
  folders: readonly string[],
  workLimit?: number,
): Promise<readonly Standing[]> {
  const store = await openStore(output);
  try {
    const limit = workLimit === undefined ? {} : { workLimit };
    return await mergeResults({ units, output, folders, ...limit }, store);
  } finally {
    store.close();
  }
}

function filesIn(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(path, name), "utf8")]));
}

const many = (units: number): Record<string, FakeInstance> =>
  Object.fromEntries(Array.from({ length: units }, (_, i) => [`u${i}`, { needs: 3 + i }]));

test("parts are i/n from 1 on, and anything else is told", () => {
  expect(parseShard(" 2/3 ")).toEqual({ index: 2, count: 3 });
  for (const text of ["0/3", "4/3", "1/0", "1", "1/2/3", "-1/2", "1.5/2", "a/b", "", "1/9999999"]) {
    expect(() => parseShard(text)).toThrow(/--shard expects .*\nMaybe count/);
  }
});

test("each of 10,000 units falls to one of the parts, in near equal numbers, whatever else there is", () => {
  const units = Array.from({ length: 10_000 }, (_, i) => ({ name: `night-${i}` }));
  for (const n of [1, 3]) {
    const parts = Array.from({ length: n }, (_, i) => unitsOf(units, { index: i + 1, count: n }));
    expect(new Set(parts.flat()).size).toBe(10_000);
    expect(parts.flat()).toHaveLength(10_000);
    // Six standard deviations of a fair draw.
    const away = 6 * Math.sqrt((10_000 / n) * (1 - 1 / n));
    for (const part of parts) expect(Math.abs(part.length - 10_000 / n)).toBeLessThanOrEqual(away);
  }
  const shard = { index: 2, count: 3 };
  const half = units.filter((_, i) => i % 2 === 0);
  const whole = new Set(unitsOf(units, shard));
  expect(unitsOf(half, shard)).toEqual(half.filter((unit) => whole.has(unit)));
  // The rule is one for all machines and for ever.
  expect(unitsOf(units.slice(0, 12), shard).map(({ name }) => name)).toEqual(PART);
});

/** Counted by another program: the first 12 digits of SHA-256, modulo 3. */
const PART: readonly string[] = ["night-1", "night-4", "night-8", "night-10"];

test("the parts merged are the same files as of one machine, in whatever order", async () => {
  const instances = {
    ...many(8),
    none: { ends: "infeasible" },
    bad: { ends: "bad-input" },
    other: { ends: "no-instance" },
    open: { ends: "no-plan", needs: 9 },
  } as const;
  const { units, out } = makeCase(instances);
  await run(units, out("one"));
  const parts = ["a", "b", "c"];
  const done: string[] = [];
  for (const [i, name] of parts.entries()) {
    done.push(...(await run(unitsOf(units, { index: i + 1, count: 3 }), out(name))));
  }
  expect(done.sort()).toEqual(units.map(({ name }) => name).sort());
  await merge(units, out("all"), [out("c"), out("a"), out("b")]);
  expect(filesIn(out("all"))).toEqual(filesIn(out("one")));
  // Again, and with some named twice: nothing changes.
  await merge(units, out("all"), [out("a"), join(out("a"), "results.ndjson")]);
  expect(filesIn(out("all"))).toEqual(filesIn(out("one")));
  // What the merge has brought is not planned again, but for what went wrong.
  expect(await run(units, out("all"))).toEqual(["bad", "other"]);
});

test("what no folder has is left open, and what OUT holds stays", async () => {
  const { units, out } = makeCase(many(6));
  await run(units.slice(0, 2), out("all"));
  await run(units.slice(3, 5), out("b"));
  const standings = await merge(units, out("all"), [out("b")]);
  expect(standings.map(({ record }) => record !== undefined)).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
  ]);
  expect(await run(units, out("all"))).toEqual(["u2", "u5"]);
});

test("of two results for a unit the one nearer to its end is taken", async () => {
  const { units, out } = makeCase({ u: { needs: 1000 } });
  await run(units, out("a"), { workLimit: 400 });
  await run(units, out("b"), { workLimit: 400 });
  const state = (name: string) => join(out(name), "state/u.json");
  const near = readFileSync(state("a"), "utf8");
  await run(units, out("c"), { workLimit: 400 });
  for (const order of [
    ["a", "b"],
    ["b", "a"],
  ]) {
    await merge(units, out("d"), order.map(out), 400);
    expect(readFileSync(state("d"), "utf8")).toBe(near);
  }
});

test("what contradicts is refused with its place, and nothing is written", async () => {
  const { units, out } = makeCase(many(4));
  await run(units, out("a"));
  const refused = async (folders: string[], list = units, workLimit?: number) => {
    const to = out(`to-${count++}`);
    const error = await thrownBy(() => merge(list, to, folders.map(out), workLimit));
    expect(error.name).toBe("UsageError");
    expect(existsSync(join(to, "results.ndjson"))).toBe(false);
    expect(readdirSync(join(to, "state"))).toEqual([]);
    expect(error.message).toMatch(/\nMaybe /);
    return error.message;
  };
  expect(await refused(["nowhere"])).toMatch(/nowhere holds no results of berth batch/);
  expect(await refused(["a"], units.slice(1))).toMatch(/a has a result of u0, which is none/);
  expect(await refused(["a"], units, 50)).toMatch(/result of u0 for other options/);
  const seeded = units.map((unit) => ({ ...unit, options: { seed: 2 } }));
  expect(await refused(["a"], seeded)).toMatch(/other options/);
  writeFileSync(units[2].file, JSON.stringify({ needs: 77 }));
  await run(units, out("b"));
  expect(await refused(["b", "a"])).toMatch(/b and .*a have results of u2 for different contents/);
  expect(await refused(["a"])).toMatch(/a has a result of u2 for another content of .*u2.json/);
  writeFileSync(join(out("b"), "plans/u1.plan.json"), "plan after 9\n");
  expect(await refused(["b"])).toMatch(/state\/u1.json is damaged, or its plan was changed/);
  writeFileSync(join(out("b"), "state/u1.json"), "{");
  expect(await refused(["b"])).toMatch(/u1.json is damaged/);
});

test("a plan beside a proof that there is none is refused", async () => {
  const { units, out } = makeCase({ u: { needs: 5 } });
  await run(units, out("a"));
  const store = await openStore(out("b"));
  const known = await readRecord(out("a"), "u");
  if (known === undefined) throw new Error("no record");
  const { plan: _, ...rest } = known;
  await store.save({ record: { ...rest, status: "infeasible" } }, undefined);
  store.close();
  const error = await thrownBy(() => merge(units, out("c"), [out("a"), out("b")]));
  expect(error.message).toMatch(/contradict each other: one has a plan of u/);
});
