import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

const rows = ["bert", "gpt"].flatMap((family, f) =>
  [8, 16, 32, 64].flatMap((batch) =>
    [1, 5].map((slow, k) => `${family},${batch},k${k},${batch * (f + 1) * slow}s`),
  ),
);
const history = folder.put("history.csv", `family,batch,kind,runtime\n${rows.join("\n")}\n`);
const instance = folder.put(
  "night.yaml",
  `mode: batch
exclusive: true
resources: [{ id: k0, count: 2 }, { id: k1, count: 2 }]
tasks:
  - { id: a, count: 3, features: { family: bert, batch: 24 }, runtime: unknown }
  - { id: b, features: { family: gpt, batch: 64 }, runtime: { k0: 2m8s, k1: unknown } }
`,
);
const model = join(folder.path, "model.json");

test("history to model to plan to check", async () => {
  const learned = await berth(["learn", "runtime", history, "-o", model]);
  expect([learned.status, learned.stderr]).toEqual([0, ""]);
  expect(learned.stdout).toMatch(/Learned runtimes from 16 measurements of 8 tasks on 2 kinds/);
  expect(learned.stdout).toMatch(/kept/);
  const plan = join(folder.path, "plan.json");
  const solved = await berth(["solve", instance, "--runtimes", model, "-q", "-o", plan]);
  expect(solved.status).toBe(0);
  expect(solved.stdout.replaceAll(/\s+/g, " ")).toMatch(
    /Filled in 3 unknown runtimes of 2 tasks \(p50\) from 16 measurements/,
  );
  expect((await berth(["verify", instance, plan, "--runtimes", model])).status).toBe(0);
  const blind = await berth(["verify", instance, plan]);
  expect([blind.status, blind.stderr]).toEqual([
    1,
    expect.stringMatching(/runtime is unknown.*--runtimes/),
  ]);
  const value = async (risk: string) =>
    JSON.parse(
      (await berth(["solve", instance, "--runtimes", model, "--risk", risk, "--json"])).stdout,
    ).objectives[0].value;
  expect(await value("p90")).toBeGreaterThanOrEqual(await value("p50"));
  expect((await berth(["solve", instance, "--risk", "p90"])).stderr).toMatch(
    /Maybe add --runtimes/,
  );
  expect((await berth(["solve", instance, "--runtimes", instance])).status).toBe(1);
}, 60_000);

test("features are listed, and evaluation prints every baseline", async () => {
  const { stdout } = await berth(["features", instance]);
  expect(stdout).toMatch(/task +features.batch +24 to 64\n/);
  expect(stdout).toMatch(/resource +kind +k0, k1\n/);
  const names = Array.from(
    { length: 20 },
    (_, i) => `  - { id: t${i}, features: { family: family${i} }, runtime: 1s }`,
  );
  const many = folder.put(
    "many.yaml",
    `mode: batch\nexclusive: true\nresources: [{ id: k0 }]\ntasks:\n${names.join("\n")}\n`,
  );
  const wide = (await berth(["features", many])).stdout.split("\n");
  expect(wide[0]).toMatch(/family0, family1, .*, and \d+ more$/);
  for (const one of wide) expect(one.length).toBeLessThanOrEqual(80);
  const judged = await berth(["learn", "evaluate", history, "--seeds", "1", "--json"]);
  const { scores } = JSON.parse(judged.stdout);
  expect(new Set(scores.map((score: { learner: string }) => score.learner)).size).toBe(5);
  expect((await berth(["learn", "evaluate", history, "--seeds", "1"])).stdout).toMatch(
    /cells +nearest/,
  );
}, 60_000);

test("histories with faults are refused, by file and line", async () => {
  const learn = async (...files: string[]) => {
    const { status, stderr } = await berth(["learn", "runtime", ...files, "-o", model]);
    return `${status} ${stderr}`;
  };
  const csv = (name: string, text: string) => folder.put(name, text);
  expect(await learn(csv("cells.csv", "family,kind,runtime\na,b,1s,2s\n"))).toMatch(
    /^1 .*line 2: expected 3 cells, got 4/s,
  );
  expect(await learn(csv("twice.csv", "kind,kind,runtime\na,b,1s\n"))).toMatch(
    /^1 .*"kind" is the name of column 1 already/s,
  );
  expect(await learn(csv("below.csv", "family,kind,runtime\na,b,-1s\n"))).toMatch(
    /^1 .*below.csv, line 2: runtime: expected a duration/s,
  );
  const slip = folder.put(
    "slip.yaml",
    "mode: batch\nexclusive: true\nresources: [{ id: k }]\ntasks:\n" +
      "  - { id: t, runtime: { k: -1s } }\n  - { id: u, runtime: { k: unknown } }\n",
  );
  expect(await learn(history, slip)).toMatch(/^1 .*1 problem.*slip.yaml: .*may not be negative/s);
  expect(await learn(join(folder.path, "none.csv"))).toMatch(/^1 .*does not exist/s);
}, 60_000);

test("a folder of instances to a policy to a plan", async () => {
  const instances = join(folder.path, "fleets");
  mkdirSync(instances);
  for (let seed = 1; seed <= 6; seed++) {
    const size = ["--tasks", "8", "--resources", "3", "--kinds", "2", "--seed", `${seed}`];
    await berth(["generate", "fleet", ...size, "-o", join(instances, `${seed}.yaml`)]);
  }
  writeFileSync(join(instances, "0.yaml"), "mode: nowhere\n");
  const policy = join(folder.path, "policy.json");
  const learned = await berth([
    "learn",
    "policy",
    "--instances",
    instances,
    "-o",
    policy,
    "--gap",
    "5%",
  ]);
  expect(learned.stderr).toMatch(/1 of 7: 0.yaml: passed over: .*mode/);
  expect(learned.stderr).toMatch(/7 of 7: 6.yaml: learned/);
  const nowhere = join(folder.path, "nowhere");
  expect((await berth(["learn", "policy", "--instances", nowhere, "-o", policy])).stderr).toMatch(
    /nowhere is no folder/,
  );
  expect(learned.stdout).toMatch(/Learned from 6 plans for makespan/);
  const one = join(instances, "1.yaml");
  const solved = await berth(["solve", one, "--method", "learned", "--policy", policy, "--json"]);
  expect(JSON.parse(solved.stdout).method).toBe("learned");
  expect((await berth(["solve", one, "--method", "learned"])).stderr).toMatch(/Maybe learn one/);
  const broken = JSON.parse(readFileSync(policy, "utf8"));
  broken.version = 9;
  writeFileSync(policy, JSON.stringify(broken));
  const refused = await berth(["solve", one, "--method", "learned", "--policy", policy]);
  expect([refused.status, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/Maybe train it again/),
  ]);
}, 60_000);
