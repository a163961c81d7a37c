import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verdictOf } from "../../src/batch/results.ts";
import type { BatchLimits, Standing } from "../../src/batch/rounds.ts";
import { runBatch } from "../../src/batch/run.ts";
import { openStore } from "../../src/batch/store.ts";
import type { BatchJob, BatchUnit } from "../../src/batch/types.ts";
import { drawsAll } from "../support/drawn.ts";
import { testFolder, thrownBy } from "../support/folder.ts";
import { type FakeExecutor, type FakeInstance, fakeExecutor } from "./fake.ts";

const folder = testFolder();
let count = 0;

/** A new folder with one file for each instance, and units for them. */
function makeUnits(instances: Readonly<Record<string, FakeInstance>>): {
  readonly units: BatchUnit[];
  readonly out: string;
} {
  const path = join(folder.path, `case-${count++}`);
  mkdirSync(path);
  const units = Object.entries(instances).map(([name, instance]) => {
    writeFileSync(join(path, `${name}.json`), JSON.stringify(instance));
    const found = "in-folder" as const;
    return { name, file: join(path, `${name}.json`), options: {}, found };
  });
  return { units, out: join(path, "out") };
}

async function run(
  { units, out }: { readonly units: readonly BatchUnit[]; readonly out: string },
  limits: BatchLimits,
  executor: FakeExecutor = fakeExecutor(1),
  signal = new AbortController().signal,
): Promise<readonly Standing[]> {
  const store = await openStore(out);
  try {
    return await runBatch(units, limits, executor, store, { signal, now: executor.now });
  } finally {
    store.close();
  }
}

/** Names and limits of jobs. */
const told = (jobs: readonly BatchJob[]) =>
  jobs.map(({ name, workLimit }) => `${name} ${workLimit}`);

/** Every file below a folder with its text. */
function filesIn(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(path, name), "utf8")]));
}

const statuses = (standings: readonly Standing[]) =>
  standings.map(({ record }) => record?.status ?? "none");

test("a short round for all, then work to open gaps in proportion; proven ones stop at once", async () => {
  const units = makeUnits({ easy: { needs: 10 }, mid: { needs: 400 }, hard: { needs: 4000 } });
  const executor = fakeExecutor(1);
  const standings = await run(units, { workLimit: 1600 }, executor);
  // Round 1: 1600 / 8 = 200 over three is 66 each. easy uses 10, so 1600 - 142 = 1458 are left.
  // Round 2: a third, 486, for gaps of 334 / 400 = 0.835 and 3934 / 4000 = 0.9835: 223 and 262.
  // Round 3: all 973 that are left for gaps of 111 / 400 = 0.2775 and 3672 / 4000 = 0.918: 225 and 747.
  // Round 4: mid needed 111 of its 225, so 115 are left, all for hard.
  expect(told(executor.jobs)).toEqual([
    ...["easy 66", "mid 66", "hard 66"],
    ...["hard 262", "mid 223"],
    ...["hard 747", "mid 225"],
    "hard 115",
  ]);
  expect(statuses(standings)).toEqual(["planned", "planned", "planned"]);
  expect(standings.map(({ record }) => record?.final)).toEqual([true, true, false]);
  expect(verdictOf(standings)).toBe("planned");
});

test("each next round starts from the plan and the levels of the one before", async () => {
  const units = makeUnits({ a: { needs: 1000 } });
  const executor = fakeExecutor(1);
  await run(units, { workLimit: 800 }, executor);
  expect(executor.jobs.map(({ start }) => start?.plan)).toEqual([
    undefined,
    "plan after 100\n",
    "plan after 333\n",
  ]);
  expect(filesIn(units.out)["plans/a.plan.json"]).toBe("plan after 800\n");
});

test("what is finished is not done again; a changed file, plan, state or option is", async () => {
  const units = makeUnits({ a: { needs: 5 }, b: { needs: 6 }, c: { needs: 7 }, d: { needs: 8 } });
  await run(units, { workLimit: 4000 });
  const before = filesIn(units.out);
  const again = async (list = units.units) => {
    const executor = fakeExecutor(1);
    await run({ ...units, units: list }, { workLimit: 4000 }, executor);
    return executor.jobs.map(({ name }) => name);
  };
  expect(await again()).toEqual([]);
  expect(filesIn(units.out)).toEqual(before);
  writeFileSync(units.units[0].file, JSON.stringify({ needs: 50 }));
  writeFileSync(join(units.out, "plans/b.plan.json"), "plan after 7\n");
  const state = before["state/c.json"].replace('"best":7', '"best":6');
  expect(state).not.toBe(before["state/c.json"]);
  writeFileSync(join(units.out, "state/c.json"), state);
  expect(await again()).toEqual(["a", "b", "c"]);
  expect(filesIn(units.out)["plans/a.plan.json"]).toBe("plan after 50\n");
  const seeded = units.units.map((unit) =>
    unit.name === "d" ? { ...unit, options: { seed: 2 } } : unit,
  );
  expect(await again(seeded)).toEqual(["d"]);
});

test("an old plan does not outlive the instance that it was for", async () => {
  const units = makeUnits({ a: { needs: 5 } });
  await run(units, { workLimit: 400 });
  expect(existsSync(join(units.out, "plans/a.plan.json"))).toBe(true);
  writeFileSync(units.units[0].file, JSON.stringify({ ends: "bad-input" }));
  expect(verdictOf(await run(units, { workLimit: 400 }))).toBe("bad-input");
  expect(existsSync(join(units.out, "plans/a.plan.json"))).toBe(false);
});

test("one that is broken stops no other, and the gravest decides", async () => {
  const all = {
    fine: { needs: 5 },
    infeasible: { ends: "infeasible" },
    open: { ends: "no-plan", needs: 1e6 },
    bad: { ends: "bad-input" },
    crash: { ends: "fault", needs: 1e6 },
    wrong: { ends: "broken", needs: 1e6 },
    other: { ends: "no-instance" },
  } as const;
  const units = makeUnits(all);
  const standings = await run(units, { workLimit: 10_000 });
  expect(statuses(standings)).toEqual([
    ...["planned", "infeasible", "no-plan", "bad-input", "fault", "fault", "no-instance"],
  ]);
  // A crash keeps the plan of the round before; a plan or bound that turned out wrong takes all with it.
  expect(Object.keys(filesIn(units.out)).filter((name) => name.startsWith("plans"))).toEqual([
    "plans/crash.plan.json",
    "plans/fine.plan.json",
  ]);
  const gravest = (...names: (keyof typeof all)[]) =>
    verdictOf(standings.filter(({ unit }) => names.some((name) => name === unit.name)));
  expect(verdictOf(standings)).toBe("fault");
  expect(gravest("fine", "infeasible", "open", "bad", "other")).toBe("bad-input");
  expect(gravest("fine", "infeasible", "open", "other")).toBe("no-plan");
  expect(gravest("fine", "infeasible", "other")).toBe("infeasible");
  expect(gravest("fine", "other")).toBe("planned");
  expect(gravest("other")).toBe("bad-input");
});

test("broken off after any number of jobs and resumed, the results are those of an unbroken run", async () => {
  const instances = Object.fromEntries(
    [3, 900, 7000, 250, 1200].map((needs, i) => [`u${i}`, { needs }]),
  );
  const whole = makeUnits(instances);
  const unbroken = fakeExecutor(1);
  await run(whole, { workLimit: 3000 }, unbroken);
  expect(unbroken.jobs.length).toBeGreaterThan(10);
  for (let stop = 1; stop <= unbroken.jobs.length; stop += drawsAll ? 1 : 3) {
    rmSync(whole.out, { recursive: true });
    const controller = new AbortController();
    const broken = fakeExecutor(1, (_, jobs) => (jobs === stop ? controller.abort() : undefined));
    await run(whole, { workLimit: 3000 }, broken, controller.signal);
    expect(broken.jobs).toHaveLength(stop);
    const rest = fakeExecutor(1);
    await run(whole, { workLimit: 3000 }, rest);
    // The job that was broken off is done again, and nothing else.
    expect(told([...broken.jobs.slice(0, -1), ...rest.jobs])).toEqual(told(unbroken.jobs));
  }
});

test("the results are the same with several slots", async () => {
  const units = makeUnits({
    a: { needs: 900 },
    b: { needs: 400 },
    c: { needs: 5 },
    d: { needs: 2000 },
  });
  await run(units, { workLimit: 2000 });
  const one = filesIn(units.out);
  rmSync(units.out, { recursive: true });
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  await run(
    units,
    { workLimit: 2000 },
    fakeExecutor(3, (_, jobs) => wait((jobs * 7) % 5)),
  );
  expect(filesIn(units.out)).toEqual(one);
});

test("a time of its own is all that a unit gets, with and without a limit for all", async () => {
  const units = makeUnits({ a: { needs: 1e6 }, b: { needs: 1e6 } });
  const timed = { ...units, units: units.units.map((unit) => ({ ...unit, time: 5000 })) };
  const executor = fakeExecutor(1);
  await run(timed, {}, executor);
  expect(executor.jobs.map(({ timeLimit }) => timeLimit)).toEqual([5000, 5000]);
  rmSync(units.out, { recursive: true });
  const limited = fakeExecutor(2);
  await run(timed, { timeLimit: 600_000 }, limited);
  // An eighth of 2 x 600 s is more than both may use.
  expect(limited.jobs.map(({ timeLimit }) => timeLimit)).toEqual([5000, 5000]);
});

test("wall time is shared by the slots; the time of an earlier run counts, and a longer limit goes on", async () => {
  const units = makeUnits({ a: { needs: 1e9 }, b: { needs: 1e9 } });
  const first = fakeExecutor(2);
  await run(units, { timeLimit: 20_000 }, first);
  // 40 s of two slots: an eighth is 2.5 s each, a third of the other 35 s is 5.8 s each, then all that is left; nobody gets
  // more than the wall clock has left.
  const given = first.jobs.map(({ timeLimit }) => timeLimit as number);
  expect(given.slice(0, 2)).toEqual([2500, 2500]);
  expect(given[2]).toBe(5833);
  for (const { timeLimit, hardLimit } of first.jobs)
    expect(timeLimit).toBeLessThan(hardLimit as number);
  const used = filesIn(units.out)
    ["results.ndjson"].trim()
    .split("\n")
    .map((line) => JSON.parse(line).seconds as number);
  expect(used[0] + used[1]).toBeGreaterThan(39);
  expect(used[0] + used[1]).toBeLessThanOrEqual(40);
  const again = fakeExecutor(2);
  await run(units, { timeLimit: 20_000 }, again);
  expect(again.jobs.every(({ timeLimit }) => (timeLimit as number) < 1000)).toBe(true);
  const more = fakeExecutor(2);
  await run(units, { timeLimit: 60_000 }, more);
  expect(more.jobs[0].timeLimit).toBeGreaterThan(10_000);
  expect(more.jobs[0].start?.plan).toMatch(/plan after/);
});

test("a deadline that has passed begins nothing more", async () => {
  const units = makeUnits({ a: { needs: 1e9 }, b: { needs: 1e9 } });
  const slow = fakeExecutor(1);
  const late = { ...slow, now: () => (slow.jobs.length === 0 ? 0 : 1e6) };
  const standings = await run(units, { timeLimit: 10_000 }, late);
  expect(slow.jobs).toHaveLength(1);
  expect(statuses(standings)).toEqual(["planned", "none"]);
  expect(verdictOf(standings)).toBe("no-plan");
});

test("results that cannot be written end the run with a clear error, and nothing is half-written", async () => {
  const units = makeUnits({ a: { needs: 5 }, b: { needs: 5 } });
  const spoil = () => {
    rmSync(join(units.out, "plans"), { recursive: true });
    writeFileSync(join(units.out, "plans"), "");
  };
  const executor = fakeExecutor(1, (_, jobs) => (jobs === 2 ? spoil() : undefined));
  const error = await thrownBy(() => run(units, { workLimit: 1000 }, executor));
  expect(error.name).toBe("UsageError");
  expect(error.message).toMatch(/b.plan.json cannot be written: a part of its path is a file/);
  expect(readdirSync(units.out).filter((name) => /tmp|lock/.test(name))).toEqual([]);
  expect(existsSync(join(units.out, "state/b.json"))).toBe(false);
  const file = makeUnits({ a: { needs: 5 } });
  writeFileSync(file.out, "");
  expect((await thrownBy(() => run(file, {}))).message).toMatch(/is a file, not a folder/);
});

test("what a kill left half-written is removed", async () => {
  const units = makeUnits({ a: { needs: 5 } });
  mkdirSync(join(units.out, "plans"), { recursive: true });
  const half = join(units.out, "plans", ".a.plan.json.0123456789ab.tmp");
  writeFileSync(half, "{");
  await run(units, {});
  expect(existsSync(half)).toBe(false);
});
