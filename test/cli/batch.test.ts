import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { berth, type Ran } from "../support/berth.ts";
import { drawsAll } from "../support/drawn.ts";
import { testFolder } from "../support/folder.ts";
import { signalled } from "../support/killed.ts";
import { nightsIn, results, roundsIn, timeless } from "../support/nights.ts";

const folder = testFolder();

/** Costs 1 + 1 + 4: "small" holds two tasks. */
const BOXES = {
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "small", capacity: { cpu: 2 } },
    { id: "large", capacity: { cpu: 4 } },
  ],
  tasks: [{ id: "t", count: 3, demand: { cpu: 1 }, cost: { small: 1, large: 4 } }],
};
const IMPOSSIBLE = { ...BOXES, tasks: [{ id: "t", count: 9, demand: { cpu: 1 }, cost: 1 }] };

const { night, six } = nightsIn(folder);

test("a run that is killed again and again ends with the results of an unbroken one", async () => {
  const path = six("killed");
  const [whole, killed] = [join(folder.path, "whole"), join(folder.path, "killed-out")];
  const args = (out: string) => [
    "batch",
    path,
    "-o",
    out,
    "--work-limit",
    drawsAll ? "120" : "20",
    "-q",
  ];
  expect((await berth(args(whole))).status).toBe(0);
  const all = roundsIn(whole);
  expect(all).toBeGreaterThan(5);
  for (const part of drawsAll ? [0.3, 0.7] : [0.5]) {
    const { signal } = await signalled(
      args(killed),
      () => roundsIn(killed) >= part * all,
      "SIGKILL",
    );
    expect(signal).toBe("SIGKILL");
    expect(roundsIn(killed)).toBeLessThan(all);
    expect(readdirSync(killed).some((file) => file.startsWith("lock-"))).toBe(true);
  }
  const resumed = await berth(args(killed));
  expect(resumed.status).toBe(0);
  expect(resumed.stderr).toMatch(/ended without finishing; taking over/);
  expect(timeless(killed)).toEqual(timeless(whole));
  expect(readdirSync(killed).sort()).toEqual(["plans", "results.ndjson", "state"]);
  for (const { name, status, plan } of results(killed)) {
    expect(status).toBe("planned");
    const checked = await berth(["verify", join(path, `${name}.json`), join(killed, plan ?? "")]);
    expect(checked.status).toBe(0);
  }
});

test("SIGTERM keeps what is finished and says how to go on", async () => {
  const path = six("ended");
  const out = join(folder.path, "ended-out");
  const args = ["batch", path, "-o", out, "--work-limit", "20"];
  const ended = await signalled(args, () => roundsIn(out) >= 3, "SIGTERM");
  expect(ended.signal).toBeNull();
  expect(ended.stderr).toMatch(/Interrupted: \d+ of 6 are finished[\s\S]*same command goes on/);
  const kept = results(out);
  expect(kept.filter(({ rounds }) => rounds > 0).length).toBeGreaterThanOrEqual(3);
  expect(ended.status).toBe(kept.every(({ status }) => status === "planned") ? 0 : 3);
  expect(readdirSync(out).filter((file) => file.startsWith("lock-"))).toEqual([]);
  expect((await berth(args)).status).toBe(0);
  const before = timeless(out);
  rmSync(out, { recursive: true });
  expect((await berth(args)).status).toBe(0);
  expect(timeless(out)).toEqual(before);
});

test("one broken instance stops no other; the summary fits 80 columns and the exit code tells", async () => {
  const path = night("broken", {
    "a-name-that-is-much-longer-than-the-column-for-names.json": BOXES,
    "bad.yaml": "mode: placement\nresources: [{id: a, capacity: {cpu: -1}}]\ntaks: []\n",
    "impossible.json": IMPOSSIBLE,
    "manifest.yaml": "- a.yaml\n",
    "syntax.yaml": "a: [",
    "z.json": { ...BOXES, name: "zed" },
  });
  const out = join(folder.path, "broken-out");
  const ran = await berth(["batch", path, "-o", out, "--time-limit", "20s"]);
  expect(ran.status).toBe(1);
  expect(Math.max(...ran.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(ran.stdout).toMatch(
    /^bad:\n {4}\/taks \(line 3, column 1\): [\s\S]*\n {4}\/resources\/0\/capacity\/cpu \(line 2, column 37\): /m,
  );
  expect(ran.stdout).toMatch(/^syntax:\n {4}.*syntax\.yaml, line 1/m);
  expect(ran.stdout).toMatch(/2 proven\s+optimal/);
  expect(ran.stdout).toMatch(/1\s+proven\s+infeasible/);
  expect(ran.stderr).toMatch(/Passed over: .*manifest\.yaml .*no instance/);
  expect(ran.stderr).not.toMatch(/\n\s+at /);
  expect(results(out).map(({ status }) => status)).toEqual([
    ...["planned", "bad-input", "infeasible", "no-instance", "bad-input", "planned"],
  ]);
  rmSync(join(path, "bad.yaml"));
  rmSync(join(path, "syntax.yaml"));
  expect((await berth(["batch", path, "-o", out, "-q"])).status).toBe(2);
  rmSync(join(path, "impossible.json"));
  expect((await berth(["batch", path, "-o", out, "-q"])).status).toBe(0);
});

test("a manifest: options for each, missing files told, --json prints the results", async () => {
  night("listed", { "a.json": BOXES, "b.json": BOXES });
  const manifest = folder.put(
    "listed.yaml",
    "- { instance: listed/a.json, method: greedy, name: first }\n- listed/b.json\n- listed/c.json\n",
  );
  const out = join(folder.path, "listed-out");
  const ran = await berth(["batch", manifest, "-o", out, "--json"]);
  expect(ran.status).toBe(1);
  const lines = ran.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toEqual(results(out));
  expect(lines).toMatchObject([
    { name: "first", status: "planned", method: "greedy", plan: "plans/first.plan.json" },
    { name: "b", status: "planned", termination: "optimal", method: "auto" },
    { name: "c", status: "bad-input", message: expect.stringMatching(/c\.json does not exist/) },
  ]);
  expect(
    (await berth(["verify", join(folder.path, "listed/b.json"), join(out, lines[1].plan)])).status,
  ).toBe(0);
});

test("wrong usage and bad manifests exit with 1 before anything is planned", async () => {
  const out = join(folder.path, "unused");
  const status = async (...args: string[]) => (await berth(["batch", ...args])).status;
  const manifest = folder.put("slip.yaml", "- { instance: a.json, sed: 1 }\n");
  const slip = await berth(["batch", manifest, "-o", out]);
  expect(slip.status).toBe(1);
  expect(slip.stderr).toMatch(
    /\/0\/sed \(line 1, column 23\): unknown key "sed"\. Maybe write "seed"/,
  );
  expect(await status(night("hollow", {}), "-o", out)).toBe(1);
  expect(await status("nowhere", "-o", out)).toBe(1);
  expect(await status("instances")).toBe(1);
  expect(await status("instances", "-o", out, "--method", "magic")).toBe(1);
  expect(await status("instances", "-o", out, "--solver", "magic")).toBe(1);
  expect(await status("instances", "-o", out, "--threads", "0")).toBe(1);
  expect(await status("instances", "-o", "README.md")).toBe(1);
  expect(existsSync(out)).toBe(false);
});

test("a second run on the same folder of results is refused", async () => {
  const path = six("twice");
  const out = join(folder.path, "twice-out");
  const args = ["batch", path, "-o", out, "--work-limit", "20000", "-q"];
  let second: Promise<Ran> | undefined;
  let isRefused = false;
  const first = await signalled(
    args,
    () => {
      if (roundsIn(out) < 2) return false;
      second ??= berth(args).finally(() => {
        isRefused = true;
      });
      return isRefused;
    },
    "SIGTERM",
  );
  expect(first.signal).toBeNull();
  const refused = await second;
  expect(refused?.status).toBe(1);
  expect(refused?.stderr).toMatch(/in use by process \d+\.\nMaybe wait for it/);
});

test("parts that several machines planned are merged to what one would have; a part may be empty", async () => {
  const path = night("parts", { "a.json": BOXES, "b.json": BOXES, "c.json": IMPOSSIBLE });
  const out = (name: string) => join(folder.path, `parts-${name}`);
  expect((await berth(["batch", path, "-o", out("one"), "-q"])).status).toBe(2);
  const shards = [1, 2, 3, 4].map((i) => `${i}/4`);
  const told: string[] = [];
  const statuses = new Set<number | null>();
  for (const [i, shard] of shards.entries()) {
    const ran = await berth(["batch", path, "-o", out(`${i}`), "--shard", shard]);
    told.push(/Part \d of 4: (\d) of 3/.exec(ran.stderr)?.[1] ?? "?");
    statuses.add(ran.status);
  }
  expect(told.reduce((sum, units) => sum + Number(units), 0)).toBe(3);
  expect(told).toContain("0");
  expect(statuses).toEqual(new Set([0, 2]));
  const parts = shards.map((_, i) => out(`${i}`));
  const some = await berth(["batch", path, "-o", out("some"), "--merge", out("0")]);
  expect([some.status, some.stderr]).toEqual([
    3,
    expect.stringMatching(/without --merge plans them/),
  ]);
  const merged = await berth(["batch", path, "-o", out("all"), "--merge", ...parts]);
  expect(merged.status).toBe(2);
  expect(timeless(out("all"))).toEqual(timeless(out("one")));
  const both = ["batch", path, "-o", out("x"), "--shard", "1/2", "--merge", out("0")];
  expect((await berth(both)).stderr).toMatch(/two steps/);
  expect((await berth(["batch", path, "-o", out("x"), "--shard", "3/2"])).status).toBe(1);
});
