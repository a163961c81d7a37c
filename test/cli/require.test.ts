import { join } from "node:path";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

/** Two boxes, three tasks: the cheapest plan costs 1 + 1 + 4 = 6 because "small" holds two tasks only; the dearest 12. */
const BOXES = {
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "small", capacity: { cpu: 2 } },
    { id: "large", capacity: { cpu: 4 } },
  ],
  tasks: [{ id: "t", count: 3, demand: { cpu: 1 }, cost: { small: 1, large: 4 } }],
};
const boxes = folder.put("boxes.json", JSON.stringify(BOXES));
const dear = folder.put("dear.csv", "task,resource\nt#1,large\nt#2,large\nt#3,large\n");

/** Proven without a certificate: there is no kind for how far apart resources are. */
const apart = folder.put(
  "apart.json",
  JSON.stringify({
    ...{ mode: "placement", objectives: ["spread"] },
    resources: [
      { id: "small", capacity: { cpu: 2 } },
      { id: "large", capacity: { cpu: 3 } },
    ],
    tasks: [{ id: "t", count: 3, demand: { cpu: 1 } }],
  }),
);

test("solve ends with its own code where the gap is too wide, and keeps the plan", async () => {
  const out = join(folder.path, "weak.json");
  const night = "instances/nightly.yaml";
  const weak = ["solve", night, "--method", "greedy", "--work-limit", "0", "-q", "-o", out];
  const short = await berth([...weak, "--require-gap", "0.1%"]);
  expect(short.status).toBe(6);
  expect(short.stderr).toMatch(/Not as required \(a gap of at most 0\.1 %\): makespan \(/);
  expect((await berth(["verify", night, out])).status).toBe(0);
  expect((await berth([...weak, "--json"])).stdout).not.toMatch(/"unmet"/);
  const json = await berth([...weak.slice(0, -2), "--json", "--require-gap", "0%"]);
  expect(json.status).toBe(6);
  expect(JSON.parse(json.stdout).unmet[0]).toMatchObject({ objective: "makespan" });
  const read = folder.put("unmet.json", json.stdout);
  expect((await berth(["verify", night, read])).status).toBe(0);
  expect(
    (await berth(["solve", boxes, "-q", "--require-gap", "0%", "--require-certified"])).status,
  ).toBe(0);
});

test("a certified bound is asked for only where that is said", async () => {
  const proven = await berth(["solve", apart, "-q", "--require-gap", "0%"]);
  const certified = await berth(["solve", apart, "-q", "--require-certified"]);
  expect([proven.status, certified.status]).toEqual([0, 6]);
  expect(certified.stderr).toMatch(/a certified bound\): spread \(no such bound\)/);
});

test("verify judges anyone's plan and insists", async () => {
  const judge = ["verify", boxes, dear, "--bound", "30s", "-q"];
  const text = await berth([...judge, "--require-gap", "50%"]);
  expect(text.status).toBe(0);
  expect(text.stdout).toMatch(
    /cost: \$12, bound \$6 checked, gap 50 %\n {4}a plan with \$6 \(this search\) is known/,
  );
  const short = await berth([...judge, "--require-gap", "49%", "--json"]);
  expect(short.status).toBe(6);
  expect(JSON.parse(short.stdout)).toMatchObject({
    ok: false,
    unmet: [{ objective: "cost", gap: 0.5 }],
  });
  expect((await berth(["verify", boxes, dear, "--require-certified"])).status).toBe(6);
});

test("verify takes bounds of another file, and refuses one that is not what it says", async () => {
  const solved = join(folder.path, "solved.json");
  expect((await berth(["solve", boxes, "-q", "-o", solved])).status).toBe(0);
  const ran = await berth(["verify", boxes, dear, "--against", solved, "--require-certified"]);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toMatch(
    /bound \$6 checked, gap 50 %\n {4}a plan with \$6 \(.*solved\.json\) is known/,
  );
  const bad = folder.put("bad.csv", "task,resource\nt#1,small\nt#2,small\nt#3,small\n");
  const refused = await berth(["verify", boxes, dear, "--against", bad]);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(
    /bad\.csv is not what it says, so nothing of it counts:\n {2}capacity: small/,
  );
});

test("solve starts from anyone's plan, and refuses one that breaks a rule", async () => {
  const cheap = folder.put("cheap.csv", "task,resource\nt#1,small\nt#2,large\nt#3,small\n");
  const started = await berth([
    "solve",
    boxes,
    "--start",
    cheap,
    "--work-limit",
    "0",
    "-q",
    "--json",
  ]);
  expect(started.status).toBe(0);
  expect(JSON.parse(started.stdout)).toMatchObject({
    objectives: [{ value: 6 }],
    plan: { assignments: [{ resource: "small" }, { resource: "large" }, { resource: "small" }] },
  });
  const bad = folder.put("bad-start.csv", "task,resource\nt#1,small\nt#2,small\nt#3,small\n");
  const refused = await berth(["solve", boxes, "--start", bad, "-q"]);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(
    /bad-start\.csv is not a start, since it is not what it says:\n {2}capacity: small.*\nMaybe/,
  );
});

test("replan and batch insist, too", async () => {
  const night = "instances/nightly.yaml";
  const earlier = join(folder.path, "earlier.json");
  await berth(["solve", night, "--method", "greedy", "--work-limit", "0", "-q", "-o", earlier]);
  const replan = ["replan", night, "--from", earlier, "--now", "1h", "--method", "greedy"];
  const limits = ["--work-limit", "0", "-q", "--require-gap", "0%"];
  expect((await berth([...replan, ...limits])).status).toBe(6);
  const list = folder.put("list.json", JSON.stringify([{ instance: "boxes.json" }]));
  const batch = ["batch", list, "-q", "-o", join(folder.path, "out")];
  expect((await berth([...batch, "--require-gap", "0%", "--require-certified"])).status).toBe(0);
  const other = folder.put("apart-list.json", JSON.stringify([{ instance: "apart.json" }]));
  const out = ["-q", "-o", join(folder.path, "out2")];
  const weak = await berth(["batch", other, ...out, "--require-certified"]);
  expect(weak.status).toBe(6);
  expect(weak.stderr).toMatch(/apart: Not as required \(a certified bound\): spread/);
  const emitted = await berth([...batch, "--emit", "kubernetes", "--require-gap", "1%"]);
  expect(emitted.stderr).toMatch(/--emit plans nothing/);
});
