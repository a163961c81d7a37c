import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generate } from "../../src/instance/generate/registry.ts";
import { berth, interrupted, spawned } from "../support/berth.ts";
import { drawsAll } from "../support/drawn.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

/** Two boxes, three tasks: the cheapest plan costs 1 + 1 + 4 = 6 because "small" holds two tasks only. */
const BOXES = {
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "small", capacity: { cpu: 2 } },
    { id: "large", capacity: { cpu: 4 } },
  ],
  tasks: [{ id: "t", count: 3, demand: { cpu: 1 }, cost: { small: 1, large: 4 } }],
};

function file(name: string, document: unknown): string {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return folder.put(name, text);
}

test("--json prints exactly one document with value, bound and proof", async () => {
  const ran = await berth(["solve", file("boxes.json", BOXES), "--json"]);
  expect(ran.status).toBe(0);
  expect(ran.stdout.trimEnd().split("\n")).toHaveLength(1);
  const document = JSON.parse(ran.stdout);
  expect(document).toMatchObject({
    instance: "boxes",
    termination: "optimal",
    method: "auto",
    objectives: [{ name: "cost", unit: "USD", value: 6, bound: 6, gap: 0 }],
  });
  expect(["ours", "claimed"]).toContain(document.objectives[0].proof);
  expect(document.plan.assignments).toHaveLength(3);
  expect(document.plan.assignments[0]).toMatchObject({ task: "t#1", start_ms: 0 });
  expect(document.seconds).toBeGreaterThan(0);
});

test.each(["highs", "jslp", "glpk", "cpsat"])(
  "%s and greedy agree on the small instance",
  async (solver) => {
    const path = file("boxes.json", BOXES);
    const solved = JSON.parse(
      (await berth(["solve", path, "--json", "-q", "--solver", solver])).stdout,
    );
    expect(solved.objectives[0].value).toBe(6);
    const greedy = JSON.parse(
      (await berth(["solve", path, "--json", "-q", "--method", "greedy"])).stdout,
    );
    expect(greedy.objectives[0].value).toBeGreaterThanOrEqual(6);
    expect(greedy.objectives[0].bound).toBeLessThanOrEqual(6);
  },
);

test("cpsat may be asked, and nothing else stands in stdout", async () => {
  const hard = file("hard.json", generate("gap-e", { tasks: 7, resources: 2, seed: 1 }));
  const proven = JSON.parse((await berth(["solve", hard, "--json", "-q"])).stdout);
  expect(proven.termination).toBe("optimal");
  const { value } = proven.objectives[0];
  const { stdout, stderr } = spawned([
    ...["solve", hard, "--json", "-q", "--solver", "cpsat", "--method", "milp"],
  ]);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({
    termination: "optimal",
    objectives: [{ value, bound: value }],
  });
});

test("what cpsat does not take is planned all the same, without its word", async () => {
  const args = ["solve", "instances/divisible.yaml", "--json", "-q", "--solver", "cpsat"];
  const { status, stdout } = await berth([...args, "--work-limit", "50"]);
  expect(status).toBe(0);
  for (const { value, bound, proof } of JSON.parse(stdout).objectives) {
    expect(proof).toBe("ours");
    expect(bound).toBeLessThanOrEqual(value);
  }
});

test("the terminal report fits 80 columns and says what was proven", async () => {
  const { status, stdout } = await berth(["solve", "instances/edge.yaml", "-q"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/optimal/);
  expect(stdout).toMatch(/no plan has balance\s+below/i);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("a plan file is verified, and a changed one is not", async () => {
  const instance = file("boxes.json", BOXES);
  const plan = `${instance}.plan.json`;
  expect((await berth(["solve", instance, "-q", "-o", plan])).status).toBe(0);
  expect((await berth(["verify", instance, plan])).stdout).toMatch(
    /keeps every rule[\s\S]*cost: \$6/,
  );
  const document = JSON.parse(readFileSync(plan, "utf8"));
  for (const assignment of document.assignments) assignment.resource = "small";
  writeFileSync(plan, JSON.stringify(document));
  const broken = await berth(["verify", instance, plan]);
  expect(broken.status).toBe(1);
  expect(broken.stdout).toMatch(/capacity: .*small/);
});

test("a stated value that is wrong is told", async () => {
  const instance = file("boxes.json", BOXES);
  const plan = `${instance}.stated.json`;
  await berth(["solve", instance, "-q", "-o", plan]);
  writeFileSync(plan, readFileSync(plan, "utf8").replaceAll("6000000", "5000000"));
  const told = await berth(["verify", instance, plan, "--json"]);
  expect(told.status).toBe(5);
  const { ok, violations, contradictions } = JSON.parse(told.stdout);
  expect([ok, violations]).toEqual([false, []]);
  expect(contradictions).toContainEqual({
    path: "/objectives/0/value_exact",
    message: "cost: the file states $5, the plan has $6",
    line: expect.any(Number),
    column: expect.any(Number),
  });
});

test("exit codes: infeasible 2, no plan 3, bad input and usage 1", async () => {
  expect((await berth(["solve", "instances/infeasible.yaml", "-q"])).status).toBe(2);
  const tight = {
    ...BOXES,
    // Subset sum that greedy misses: 6 = 3 + 3 and 5 + ... leave no room for what is left.
    resources: [
      { id: "a", capacity: { cpu: 10 } },
      { id: "b", capacity: { cpu: 10 } },
    ],
    tasks: [7, 5, 4, 2, 2].map((cpu, i) => ({ id: `t${i}`, demand: { cpu } })),
  };
  const stopped = await berth(["solve", file("tight.json", tight), "-q", "--time-limit", "0s"]);
  expect([0, 3]).toContain(stopped.status);
  expect((await berth(["solve", file("bad.json", { ...BOXES, mode: "batsch" })])).status).toBe(1);
  expect((await berth(["solve", "nowhere.yaml"])).status).toBe(1);
  expect((await berth(["solve"])).status).toBe(1);
  expect((await berth(["solve", "instances/edge.yaml", "--sovler", "highs"])).status).toBe(1);
  expect((await berth(["solve", "instances/edge.yaml", "--solver", "gurobi"])).status).toBe(1);
  expect((await berth(["solve", "instances/edge.yaml", "--method", "magic"])).status).toBe(1);
  expect((await berth(["solve", "instances/edge.yaml", "--objective", "coost"])).status).toBe(1);
  expect((await berth(["solve", "instances/edge.yaml", "--gap", "-1"])).status).toBe(1);
  expect((await berth(["solve", "instances/edge.yaml", "--time-limit", "60"])).status).toBe(1);
});

test("bad input is told once for each place, without a stack trace", async () => {
  const bad = file(
    "bad.yaml",
    "mode: placement\nresources: [{id: a, capacity: {cpu: -1}}]\ntaks: []\n",
  );
  const { status, stderr } = await berth(["solve", bad]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/\/resources\/0\/capacity\/cpu \(line 2, column 37\): /);
  expect(stderr).toMatch(/\/taks \(line 3, column 1\): .*tasks/);
  expect(stderr).not.toMatch(/\n\s+at /);
  const binary = folder.put("junk.bin", "\u0000\u0001\u0002\ufffd".repeat(100));
  const junk = await berth(["solve", binary, "--json"]);
  expect(junk.status).toBe(1);
  expect(junk.stderr).not.toMatch(/\n\s+at /);
  expect(JSON.parse(junk.stdout).termination).toBe("error");
});

test("an output folder that is missing is told before the work starts", async () => {
  const { status, stderr } = await berth([
    "solve",
    "instances/edge.yaml",
    "-o",
    "no/such/folder/plan.json",
  ]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/no\/such\/folder/);
  expect(stderr).not.toMatch(/\n\s+at /);
});

// Both go one way.
test.each(drawsAll ? (["SIGINT", "SIGHUP"] as const) : (["SIGINT"] as const))(
  "the first %s keeps the plan and the bound",
  async (name) => {
    const hard = file(
      "hard.yaml",
      (await berth(["generate", "gap-d", "--tasks", "200", "--resources", "20"])).stdout,
    );
    const ran = await interrupted(["solve", hard, "--json"], "cost $", name);
    const document = JSON.parse(ran.stdout);
    expect(ran.status).toBe(0);
    expect(document.termination).toBe("interrupted");
    expect(ran.stderr).toContain(`Stopping (${name}): the best plan so far is kept.`);
    expect(document.plan.assignments).toHaveLength(200);
    expect(document.objectives[0].bound).toBeLessThanOrEqual(document.objectives[0].value);
  },
);

test("a time limit keeps the plan and the bound", async () => {
  // Lists find a plan at once.
  const hard = file(
    "hard.yaml",
    (await berth(["generate", "unrelated", "--tasks", "1000", "--resources", "50"])).stdout,
  );
  const ran = await berth(["solve", hard, "--json", "-q", "--time-limit", "1s"]);
  expect(ran.status).toBe(0);
  const document = JSON.parse(ran.stdout);
  expect(document.termination).toBe("time-limit");
  expect(document.objectives[0].bound).toBeLessThanOrEqual(document.objectives[0].value);
});

test("a plan file carries the best bound that has a certificate, and verify recomputes it", async () => {
  // Batch with a deadline: no price certificate reaches the optimum, the program's relaxation has one.
  const document = {
    mode: "batch",
    exclusive: true,
    objectives: ["cost"],
    resources: [
      { id: "a", price: "3/h" },
      { id: "b", price: "1/h" },
    ],
    tasks: [
      { id: "x", runtime: "1h", deadline: "1h" },
      { id: "y", runtime: "1h", deadline: "1h" },
      { id: "z", runtime: "1h" },
    ],
  };
  const instance = file("late.json", document);
  const plan = `${instance}.plan.json`;
  expect((await berth(["solve", instance, "-q", "--method", "milp", "-o", plan])).status).toBe(0);
  const stated = JSON.parse(readFileSync(plan, "utf8"));
  expect(stated.objectives[0].certificate).toBeDefined();
  const checked = await berth(["verify", instance, plan, "--require-certified", "--json"]);
  expect(checked.status).toBe(0);
  expect(JSON.parse(checked.stdout)).toMatchObject({
    ok: true,
    objectives: [
      { value: 5, bound: { status: "checked", bound: 5, gap: 0, trusts: "formulation" } },
    ],
  });
  stated.objectives[0].certificate.tree.multiplier[0] *= 2;
  const tampered = file("tampered.json", stated);
  expect((await berth(["verify", instance, tampered])).status).toBe(5);
  const { certificate: _, ...bare } = stated.objectives[0];
  const word = file("bare.json", { ...stated, objectives: [bare] });
  expect((await berth(["verify", instance, word])).stdout).toMatch(
    /bound \$5 stated without proof/,
  );
  expect((await berth(["verify", instance, word, "--require-certified"])).status).toBe(6);
});
