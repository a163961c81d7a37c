import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { plan } from "../../src/planner/plan.ts";
import { UsageError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { BOXES, boxes } from "../support/boxes.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { randomDocument } from "../support/random-document.ts";

test("what closes on a bound without a certificate gets one where prices come as far", async () => {
  // One place for each task: the greedy plan closes the level on the cheapest pairs.
  const instance = boxes({
    objectives: ["cost"],
    tasks: [{ id: "t", count: 3, demand: { cpu: 1 }, cost: { small: 9, large: 4 } }],
  });
  for (const method of ["auto", "greedy"]) {
    const { levels } = await plan(instance, { method });
    expect(levels[0]).toMatchObject({ value: 12_000_000, termination: "optimal" });
    expect(levels[0].bound?.certificate).toBeDefined();
  }
});

test("later levels keep earlier ones, within the tolerance", async () => {
  // Balance puts 1 on small and 2 on large (50 % each): cost 1 + 4 + 4 = 9. Cost alone: 1 + 1 + 4 = 6.
  const strict = await plan(boxes({ objectives: ["balance", "cost"] }));
  expect(strict.levels.map(({ value }) => value)).toEqual([500_000, 0, 9_000_000]);
  // Balance may now rise from 50 % to 100 %, and the spread with it.
  const loose = await plan(
    boxes({ objectives: [{ objective: "balance", tolerance: "100%" }, "cost"] }),
  );
  expect(loose.levels.map(({ target }) => target.name)).toEqual(["balance", "cost", "spread"]);
  expect(loose.levels[1].value).toBe(6_000_000);
  expect(loose.levels[0]).toMatchObject({
    best: 500_000,
    value: 1_000_000,
    termination: "optimal",
  });
});

test("a weighted sum is one level in units of its own", async () => {
  // cost + 10 x balance: 9 + 5 = 14 balanced, 6 + 10 = 16 cheap.
  const objectives = [
    { objective: "cost", weight: 1 },
    { objective: "balance", weight: 10 },
  ];
  const outcome = await plan(boxes({ objectives, combine: "weighted" }));
  expect(outcome.levels).toHaveLength(1);
  const [{ target, value, termination }] = outcome.levels;
  expect((value as number) / target.perUnit).toBe(14);
  expect(termination).toBe("optimal");
});

test("what a level reached with plans that are worse before it is of no account beside a better one", async () => {
  // Balance reaches 99.9001 % with one task; the plan that is found after it has both, a far smaller spread and a full resource.
  const instance = parseInstance({
    mode: "placement",
    resources: ["1001m", 1].map((cpu, r) => ({ id: `r${r}`, capacity: { cpu } })),
    tasks: [true, false].map((optional, t) => ({ id: `t${t}`, demand: { cpu: 1 }, optional })),
    objectives: ["spread:cpu", { balance: "10%" }],
  });
  const { levels } = await plan(instance, { workLimit: 2, seed: 3 });
  expect(levels[0]).toMatchObject({ value: 1000, best: 1000, termination: "work-limit" });
  expect(levels[1]).toMatchObject({ value: 1_000_000, best: 1_000_000, termination: "work-limit" });
  expect(levels[1].bound?.value).toBe(999_001);
});

test("an abort before the start still answers", async () => {
  const outcome = await plan(boxes({ objectives: ["cost"] }), { signal: AbortSignal.abort() });
  expect(["interrupted", "optimal"]).toContain(outcome.termination);
});

test("unknown methods and solvers are refused before any work", async () => {
  await expect(plan(boxes(), { method: "magic" })).rejects.toThrow(UsageError);
  await expect(plan(boxes(), { solver: "gurobi" })).rejects.toThrow(UsageError);
});

test("no tasks: nothing to do is optimal", async () => {
  const outcome = await plan(parseInstance({ ...BOXES, tasks: [], objectives: ["cost"] }));
  expect(outcome).toMatchObject({ termination: "optimal", levels: [{ value: 0 }] });
});

test("shares that fit only as thirds are no plan, and no fault either", async () => {
  // Three resources of 1 cpu each hold exactly the 3 cpu of one task, but a third is no whole number of millionths.
  const outcome = await plan(
    parseInstance({
      mode: "placement",
      objectives: ["throughput"],
      resources: [{ id: "r", count: 3, capacity: { cpu: 1 } }],
      tasks: [{ id: "t", divisible: true, demand: { cpu: 3 } }],
    }),
  );
  expect(outcome.plan).toBeUndefined();
  expect(outcome.termination).not.toBe("optimal");
});

test("infeasible is claimed by HiGHS; the word of jslp alone is not enough", async () => {
  // Two boxes, and of three tasks no two go together, each two for another reason, which no sum and no count sees.
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "box", count: 2, capacity: { cpu: 3, io: 3, net: 3 } }],
    tasks: [
      { id: "a", demand: { cpu: 2, io: 2 } },
      { id: "b", demand: { io: 2, net: 2 } },
      { id: "c", demand: { cpu: 2, net: 2 } },
    ],
  });
  // Patterns would prove it.
  const without = ["bins"];
  const claimed = await plan(instance, { method: "milp", solver: "highs", without });
  expect(claimed).toMatchObject({
    termination: "infeasible",
    notes: ["No plan keeps all rules, as highs claims and Berth has not checked."],
  });
  const doubtful = await plan(instance, { method: "milp", solver: "jslp", without });
  expect(doubtful).toMatchObject({ termination: "completed" });
  expect(doubtful.notes.join()).toMatch(/does not prove/);
});

test("what counts and prices prove to be too much is told by Berth itself, whatever the method", async () => {
  const placed = (count: number, more: object) => ({
    mode: "placement",
    resources: [{ id: "box", count: 2, capacity: { cpu: 3 } }],
    tasks: [{ id: "t", count, demand: { cpu: 2 } }],
    ...more,
  });
  for (const method of ["auto", "greedy", "local", "milp"]) {
    const three = await plan(parseInstance(placed(3, { objectives: ["cost"] })), { method });
    expect(three).toMatchObject({
      termination: "infeasible",
      notes: [
        "A resource holds at most 1 of what exceeds half of its cpu; " +
          "the tasks need room for at least 3 such pieces, and there is room for 2.",
      ],
    });
    const two = await plan(parseInstance(placed(2, { objectives: ["cost"] })), { method });
    expect(two.plan).toBeDefined();
  }
});

test.each(["auto", "milp"])(
  "%s tells within a deadline, a limit or a budget what cannot be over time",
  async (method) => {
    const hour = (more: object) => ({
      id: "a",
      count: 2,
      runtime: "1h",
      demand: { cpu: 1 },
      ...more,
    });
    const night = (task: object, more: object, count = 1) =>
      parseInstance({
        mode: "batch",
        resources: [{ id: "host", count, capacity: { cpu: 1 }, price: "1/h" }],
        tasks: [hour(task)],
        ...more,
      });
    const said = async (instance: ReturnType<typeof night>) => {
      const { termination, notes } = await plan(instance, { method, workLimit: 600 });
      return termination === "infeasible" ? notes[0] : termination;
    };
    expect(await said(night({ deadline: "90m" }, {}))).toBe(
      "What must run from 0s to 1h30m needs at least 7200 cpu seconds, and there is 5400 cpu seconds.",
    );
    expect(await said(night({ deadline: "2h" }, {}))).toBe("optimal");
    const limits = [{ name: "licence", capacity: 1 }];
    const licensed = { limits: { licence: 1 }, deadline: "90m" };
    expect(await said(night(licensed, { limits }, 2))).toBe(
      "What must run from 0s to 1h30m needs at least 7200 seconds of the limit licence, " +
        "and there is 5400 seconds of the limit licence.",
    );
    if (method === "milp") return;
    expect(await said(night({}, { budget: 1 }))).toMatch(
      /^Every plan costs .* the budget is \$1\.$/,
    );
    expect(await said(night({}, { budget: 2 }))).toBe("optimal");
  },
);

test("equal seeds give equal plans", async () => {
  const instance = boxes({ objectives: ["cost"] });
  const [one, two] = [await plan(instance, { seed: 3 }), await plan(instance, { seed: 3 })];
  expect(one.plan?.plan).toEqual(two.plan?.plan);
});

/** The whole road, from document to outcome, against enumeration: every rule and objective comes by. */
test("plan() finds the enumerated optimum of random instances, or none where there is none", async () => {
  let planned = 0;
  let infeasible = 0;
  for (let seed = 1; seed <= drawn(150); seed++) {
    const document = randomDocument(makeRandom(seed), {
      maxTasks: 3,
      maxResources: 3,
    });
    const instance = parseInstance(document);
    if (instance.tasks.some(({ divisible }) => divisible)) continue;
    const outcome = await plan(instance, { seed });
    if (outcome.termination === "unsupported") continue;
    const best = bestByEnumeration(instance, targetsOf(instance));
    const text = `seed ${seed}: ${JSON.stringify(document)}`;
    expect(outcome.plan === undefined, text).toBe(best === undefined);
    if (best === undefined) {
      expect(outcome.termination, text).toBe("infeasible");
      infeasible++;
      continue;
    }
    expect(
      outcome.levels.map((level) => level.best),
      text,
    ).toEqual(best.values);
    expect(outcome.termination, text).toBe("optimal");
    planned++;
  }
  expect(planned).toBeGreaterThan(atLeast(60));
  expect(infeasible).toBeGreaterThan(5);
});

test("shares, limits and budgets of random instances never end in a fault", async () => {
  let planned = 0;
  const wanted = drawn(60, 15);
  for (let seed = 1; seed <= 2500 && planned < wanted; seed++) {
    const document = randomDocument(makeRandom(seed), { maxTasks: 3, maxResources: 3 });
    const instance = parseInstance(document);
    if (!instance.tasks.some(({ divisible }) => divisible)) continue;
    const outcome = await plan(instance, { seed });
    if (outcome.plan === undefined) continue;
    planned++;
    for (const { best, bound } of outcome.levels) {
      if (bound !== undefined) expect(bound.value).toBeLessThanOrEqual(best as number);
    }
  }
  expect(planned).toBe(wanted);
});
