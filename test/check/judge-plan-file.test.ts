import { describe, expect, it, test } from "vitest";
import type { Findings } from "../../src/check/findings.ts";
import { type JudgeOptions, judgePlanFile } from "../../src/check/judge-plan-file.ts";
import { unmetFindings } from "../../src/check/required.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { statedPlan } from "../../src/io/plan-file.ts";
import { NO_STATEMENTS } from "../../src/io/statements.ts";
import type { Plan } from "../../src/plan/types.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { limitOf, truthOf } from "../oracle/truth.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { lawfulPlan } from "../support/lawful-plan.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomPair } from "../support/random-pair.ts";
import { randomSchedule } from "../support/random-schedule.ts";
import { planned } from "./files.ts";

const judged = (instance: Instance, plan: Plan, options: JudgeOptions) =>
  judgePlanFile(instance, { plan, statements: NO_STATEMENTS }, options);

const SMALL = { maxTasks: 3, maxResources: 2 };
const DRAWS: readonly ((random: Random) => Instance)[] = [
  (random) => parseInstance(randomSchedule(random, SMALL)),
  (random) => parseInstance(randomDocument(random, SMALL)),
  randomPair,
];

test("no bound of a search is above what trying everything finds, by itself or among plans as good before", async () => {
  const seen = { judged: 0, closed: 0, open: 0, within: 0, met: 0 };
  for (let seed = 1; seed <= drawn(90, 6); seed++) {
    const random = makeRandom(seed);
    const instance = DRAWS[seed % DRAWS.length]!(random);
    const truth = truthOf(instance, undefined, 5000);
    const plan = truth === undefined ? undefined : lawfulPlan(instance, random);
    if (truth === undefined || plan === undefined) continue;
    const targets = targetsOf(instance);
    const findings = await judged(instance, plan, { bound: { workLimit: 200 } });
    expect(findings.ok).toBe(true);
    const before: ((values: readonly number[]) => boolean)[] = [];
    for (const [i, { tolerance, sense, name }] of targets.entries()) {
      const { bound, claim, within, met, value_exact } = findings.objectives[i]!;
      const inside = (exact: number) => (sense === "max" ? -exact : exact) + 0;
      const value = inside(value_exact);
      const best = Math.min(...truth.values.map((values) => values[i]!));
      const among = truth.values.filter((values) => before.every((keeps) => keeps(values)));
      const bestAmong = Math.min(...among.map((values) => values[i]!));
      for (const one of [bound, claim]) {
        if (one?.bound_exact === undefined) continue;
        // A bound whose condition the order earned is one among those plans.
        const most = one.condition === undefined ? best : bestAmong;
        expect(inside(one.bound_exact), `seed ${seed}, ${name}`).toBeLessThanOrEqual(most);
        if (one.gap === 0) expect(value).toBe(most);
      }
      if (within?.bound_exact !== undefined) {
        expect(inside(within.bound_exact), `seed ${seed}, ${name}`).toBeLessThanOrEqual(bestAmong);
        seen.within++;
      }
      if (met !== undefined && truth.complete) {
        expect(inside(met.value_exact)).toBeGreaterThanOrEqual(best);
        expect(inside(met.value_exact)).toBeLessThan(value);
        seen.met++;
      }
      seen[bound.gap === 0 || claim?.gap === 0 ? "closed" : "open"]++;
      before.push((values) => values[i]! <= limitOf(value, tolerance));
    }
    seen.judged++;
  }
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(atLeast(6));
});

/** Two boxes, three tasks: one cheap place too few, so the cheapest plan costs 1 + 1 + 4 and the dearest 4 + 4 + 4. */
const BOXES = parseInstance({
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "small", capacity: { cpu: 2 } },
    { id: "large", capacity: { cpu: 4 } },
  ],
  tasks: [{ id: "t", count: 3, demand: { cpu: 1 }, cost: { small: 1, large: 4 } }],
});
const DEAR = statedPlan(
  {
    berth_plan: 1,
    assignments: ["t#1", "t#2", "t#3"].map((task) => ({ task, resource: "large" })),
  },
  BOXES,
).plan;

describe("a plan of anyone's", () => {
  it("has a checked bound, a gap, and a better plan that was met", async () => {
    const { objectives } = await judged(BOXES, DEAR, { bound: { workLimit: 500 } });
    expect(objectives).toMatchObject([
      {
        name: "cost",
        value: 12,
        bound: { status: "checked", bound: 6, gap: 0.5 },
        met: { value: 6, source: "this search" },
      },
    ]);
  });

  it("has no more than nothing without a search", async () => {
    const findings = await judged(BOXES, DEAR, {});
    expect(findings.objectives[0]).toMatchObject({ value: 12, bound: { status: "none" } });
  });

  it("is judged by the file of another one", async () => {
    const { file } = await planned(BOXES);
    const against = [{ source: "solved.json", file: statedPlan(file, BOXES) }];
    const { objectives } = await judged(BOXES, DEAR, { against });
    expect(objectives).toMatchObject([
      {
        bound: { status: "checked", bound: 6, gap: 0.5, source: "solved.json" },
        met: { value: 6, source: "solved.json" },
      },
    ]);
  });

  it("breaks a rule or has bounds, not both", async () => {
    const plan = statedPlan(
      {
        berth_plan: 1,
        assignments: ["t#1", "t#2", "t#3"].map((task) => ({ task, resource: "small" })),
      },
      BOXES,
    ).plan;
    const findings = await judged(BOXES, plan, { bound: { workLimit: 500 } });
    expect(findings).toMatchObject({
      ok: false,
      objectives: [],
      violations: [{ rule: "capacity" }],
    });
  });
});

describe("a file to judge against is refused", () => {
  const against = (document: unknown) => ({
    against: [{ source: "solved.json", file: statedPlan(document, BOXES) }],
  });

  it.each([
    ["a bound", (one: Record<string, unknown>) => ({ ...one, bound: 7, bound_exact: 7_000_000 })],
    ["a value", (one: Record<string, unknown>) => ({ ...one, value: 5, value_exact: 5_000_000 })],
    [
      "a price of its certificate",
      (one: Record<string, unknown>) => {
        const certificate = structuredClone(one.certificate) as { price: number[][] };
        certificate.price[0]![0]! *= 10;
        return { ...one, certificate };
      },
    ],
  ])("where %s was changed", async (_, change) => {
    const { file } = await planned(BOXES);
    const [objective] = file.objectives;
    const changed = { ...file, objectives: [change(objective!)] };
    await expect(judged(BOXES, DEAR, against(changed))).rejects.toThrow(/nothing of it counts/);
    await expect(judged(BOXES, DEAR, against(file))).resolves.toMatchObject({ ok: true });
  });

  it("where its plan breaks a rule", async () => {
    const { file } = await planned(BOXES);
    const moved = (file.assignments as { task: string }[]).map((one) => ({
      ...one,
      resource: "small",
    }));
    await expect(judged(BOXES, DEAR, against({ ...file, assignments: moved }))).rejects.toThrow(
      /capacity/,
    );
  });
});

test("a claim that the plan itself disproves is told, and counts for nothing", async () => {
  const { file } = await planned(BOXES);
  const [cheapest] = file.objectives;
  const { certificate: _, ...word } = cheapest!;
  const dear = { ...file, objectives: [] };
  const claim = { ...word, proof: "claimed", source: "highs", value: 12, value_exact: 12_000_000 };
  const claimed = {
    ...dear,
    termination: "completed",
    assignments: ["t#1", "t#2", "t#3"].map((task) => ({ task, resource: "large", start_ms: 0 })),
    objectives: [
      { ...claim, termination: "completed", bound: 9, bound_exact: 9_000_000, gap: 0.25 },
    ],
  };
  const cheap = statedPlan(file, BOXES).plan;
  const against = [{ source: "other.json", file: statedPlan(claimed, BOXES) }];
  const { notes, objectives } = await judged(BOXES, cheap, { against });
  expect(objectives[0]?.bound).toMatchObject({ proof: "never negative" });
  expect(notes).toContain(
    "other.json claims a bound on cost that this plan passes: the claim is wrong.",
  );
});

describe("what is required", () => {
  const unmet = (findings: Findings, gap?: number, certified?: boolean) =>
    unmetFindings(findings, {
      ...(gap !== undefined && { gap }),
      ...(certified !== undefined && { certified }),
    }).map(({ objective }) => objective);

  it("is met by a gap that is small enough, and by a bound that was checked", async () => {
    const findings = await judged(BOXES, DEAR, { bound: { workLimit: 500 } });
    expect(unmet(findings)).toEqual([]);
    expect(unmet(findings, 0.5)).toEqual([]);
    expect(unmet(findings, 0.49)).toEqual(["cost"]);
    expect(unmet(findings, undefined, true)).toEqual([]);
    expect(unmet(await judged(BOXES, DEAR, {}), undefined, true)).toEqual(["cost"]);
    expect(unmet(await judged(BOXES, DEAR, {}), 0.99)).toEqual(["cost"]);
  });
});
