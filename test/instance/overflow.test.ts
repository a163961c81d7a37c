import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { FITS, worstTotal } from "../../src/instance/totals.ts";
import type { Instance, ObjectiveName } from "../../src/instance/types.ts";
import { buildPlan, type Piece } from "../../src/plan/build.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { evaluateObjective, evaluateTarget } from "../../src/plan/evaluate.ts";
import { startAsap } from "../../src/plan/sequence.ts";
import { verify } from "../../src/plan/verify.ts";
import { plan } from "../../src/planner/plan.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { night } from "./night.ts";

const weight = { numerator: 1, denominator: 1 };
const worst = (instance: Instance, name: ObjectiveName) => worstTotal(instance, { name });

test("hundreds of long tasks may ask for weighted completion, side by side or one at a time", () => {
  for (const others of [{}, { exclusive: true }]) {
    expect(parseInstance(night({}, others)).weightUnit).toBeUndefined();
    const many = parseInstance(night({ count: 9000, weight: 3 }, others));
    // Thousands fit as well, with weights in whole threes.
    expect(many.weightUnit).toBe(1000);
    expect(many.tasks[0].weight).toBe(3);
    const [target] = targetsOf(many);
    expect([target.perUnit, target.unit]).toEqual([1, "ms"]);
  }
});

test("weights keep their fractions where they are counted in a larger unit", () => {
  const tasks = [1.5, 2.25, 0].map((one, t) => ({
    id: `t${t}`,
    count: 2000,
    runtime: "4h20m",
    weight: one,
  }));
  const instance = parseInstance({ ...night({}), exclusive: true, tasks });
  expect(instance.weightUnit).toBe(250);
  expect(instance.tasks.map((task) => task.weight)).toEqual([6, 9, 0]);
  expect(instance.tasks.map(({ gain }) => gain)).toEqual([1500, 2250, 0]);
  expect(targetsOf(instance)[0].perUnit).toBe(4);
  const late = targetsOf(instance, [{ name: "weighted-completion", tolerance: 0, weight }]);
  expect(late[0].perUnit).toBe(4);
});

/** Tasks of all kinds for one resource at a time. */
function sequence(random: Random): Instance {
  return parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["weighted-completion"],
    resources: [
      { id: "a", count: 2, available: { from: `${random.int(0, 5)}s` } },
      { id: "b", ...(random.int(0, 2) === 0 && { available: { until: "20s" } }) },
    ],
    tasks: Array.from({ length: 4 }, (_, t) => ({
      id: `t${t}`,
      count: random.int(1, 3),
      weight: random.int(0, 4) / 2,
      release: `${random.int(0, 3)}s`,
      ...(random.int(0, 3) === 0 && { deadline: `${random.int(6, 30)}s` }),
      runtime: { a: `${random.int(0, 4)}s`, b: `${random.int(0, 4)}s` },
    })),
  });
}

/** Every task copy somewhere, in any order, as early as that order allows. */
function anyOrder(instance: Instance, random: Random) {
  const orders: { task: number }[][] = [[], [], []];
  const copies = Array.from(instance.taskOfCopy, (_, copy) => copy);
  for (let i = copies.length - 1; i > 0; i--) {
    const j = random.int(0, i);
    [copies[i], copies[j]] = [copies[j], copies[i]];
  }
  for (const task of copies) orders[random.int(0, 2)].push({ task });
  return buildPlan(instance, startAsap(instance, [...orders.entries()]));
}

test("no plan that waits for nothing else comes past the worst total", () => {
  const random = makeRandom(1);
  let [seen, near] = [0, 0];
  for (let trial = 0; trial < drawn(400); trial++) {
    const instance = sequence(random);
    for (let k = 0; k < 5; k++) {
      const any = anyOrder(instance, random);
      if (!verify(instance, any).ok) continue;
      seen++;
      for (const name of ["weighted-completion", "makespan"] as const) {
        const value = evaluateObjective(instance, any, { name });
        expect(value).toBeLessThanOrEqual(worst(instance, name));
        if (value > 0.7 * worst(instance, name)) near++;
      }
    }
  }
  expect(seen).toBeGreaterThan(atLeast(500));
  expect(near).toBeGreaterThan(atLeast(20));
});

test("all tasks on one resource, the least urgent for their length first, come to exactly the worst total", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["weighted-completion"],
    resources: [{ id: "a" }],
    tasks: [
      { id: "long", count: 2, runtime: "9s", weight: 0.5 },
      { id: "short", runtime: "1s", weight: 2 },
      { id: "nothing", runtime: "0s", weight: 1 },
    ],
  });
  const items = [0, 1, 2, 3].map((task) => ({ task }));
  const last = buildPlan(instance, startAsap(instance, [[0, items]]));
  expect(verify(instance, last).ok).toBe(true);
  const value = evaluateObjective(instance, last, { name: "weighted-completion" });
  expect(value).toBe(500 * (9000 + 18_000) + 2000 * 19_000 + 1000 * 19_000);
  expect(worst(instance, "weighted-completion")).toBe(value);
});

test("over time a chain may pass by the same lag, and by setups, again and again", () => {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["weighted-completion"],
    resources: [{ id: "a", capacity: { cpu: 1 } }],
    tasks: [
      { id: "a", count: 2, runtime: "1s", demand: { cpu: 1 } },
      {
        id: "b",
        count: 2,
        runtime: "1s",
        demand: { cpu: 1 },
        after: [{ task: "a", lag: "10s", each: true }],
      },
    ],
  });
  // a#1, then 10 s later b#1, a#2 right behind it, and again 10 s later b#2: none can move a little to the left.
  const pieces: Piece[] = [0, 12, 11, 23].map((start, task) => ({
    task,
    resource: 0,
    start: start * 1000,
  }));
  const chain = buildPlan(instance, pieces);
  expect(verify(instance, chain)).toMatchObject({ ok: true });
  expect(evaluateObjective(instance, chain, { name: "makespan" })).toBe(24_000);
  expect(worst(instance, "makespan")).toBeGreaterThanOrEqual(24_000);
  expect(evaluateObjective(instance, chain, { name: "weighted-completion" })).toBeLessThanOrEqual(
    worst(instance, "weighted-completion"),
  );
});

test("energy and rents over time count what runs, not every resource all the time", () => {
  const fleet = (billing: object) =>
    parseInstance({
      mode: "batch",
      objectives: ["energy", "cost"],
      resources: [
        {
          id: "host",
          count: 1000,
          capacity: { cpu: 8 },
          power: "10kW",
          price: "40/h",
          ...billing,
        },
      ],
      tasks: [{ id: "t", count: 10_000, runtime: "4h", demand: { cpu: 4 } }],
    });
  const instance = fleet({});
  const joules = 10_000 * 4 * 3600 * 10_000;
  expect(worst(instance, "energy")).toBeGreaterThanOrEqual(joules * 1000);
  expect(worst(instance, "energy")).toBeLessThan(joules * 1001);
  expect(worst(instance, "cost")).toBeGreaterThanOrEqual(10_000 * 4 * 40e6);
  expect(worst(instance, "cost")).toBeLessThan(10_000 * 4 * 41e6);
});

/** Tasks whose best weighted completion lies not far below 2^53, in weights without a common divisor. */
function nearTheEnd(random: Random): Instance {
  const scale = 1e9 + random.int(0, 1e6);
  return parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["weighted-completion"],
    resources: [{ id: "a" }, { id: "b" }],
    tasks: Array.from({ length: 4 }, (_, t) => ({
      id: `t${t}`,
      weight: (random.int(100, 400) * 2 + 1) / 1000,
      runtime: { a: `${scale * random.int(1, 4) + t}ms`, b: `${scale * random.int(1, 4) + 1}ms` },
    })),
  });
}

test("values, bounds and certificates are exact up to 2^53", async () => {
  const random = makeRandom(9);
  for (let trial = 0; trial < 3; trial++) {
    const instance = nearTheEnd(random);
    const factor = Math.floor(FITS / worst(instance, "weighted-completion"));
    const large: Instance = Object.freeze({
      ...instance,
      tasks: instance.tasks.map((task) => ({ ...task, weight: task.weight * factor })),
    });
    expect(worst(large, "weighted-completion")).toBeGreaterThan(2 ** 52);
    const outcome = await plan(large, { timeLimit: 20_000, method: "auto" });
    const { value, bound, certified } = outcome.levels[0];
    if (outcome.plan === undefined || value === undefined || bound === undefined) {
      throw new Error("expected a plan and a bound");
    }
    const least = leastSum(large);
    expect(BigInt(value)).toBe(sumOf(large, outcome.plan.plan));
    expect(BigInt(value)).toBeGreaterThanOrEqual(least);
    expect(BigInt(bound.value)).toBeLessThanOrEqual(least);
    const proof = bound.certificate ?? certified?.certificate;
    // A proof over the formulation is checked elsewhere.
    if (proof === undefined || proof.kind === "formulation") continue;
    const checked = checkCertificate(large, outcome.levels[0].target, proof);
    if ("rejected" in checked) throw new Error(checked.rejected);
    expect(BigInt(checked.bound)).toBeLessThanOrEqual(least);
  }
});

/** The sum of weight x end without floating point. */
function sumOf({ tasks, taskOfCopy, pairs, resources, resourceOfCopy }: Instance, of: PlanColumns) {
  let sum = 0n;
  of.task.forEach((copy, k) => {
    const t = taskOfCopy[copy];
    const runtime = pairs.runtime[t * resources.length + resourceOfCopy[of.resource[k]]];
    sum += BigInt(tasks[t].weight) * (BigInt(of.start[k]) + BigInt(runtime));
  });
  return sum;
}

type PlanColumns = Pick<ReturnType<typeof buildPlan>, "task" | "resource" | "start">;

/** The least sum over all ways to deal tasks to the two resources, each in Smith's order. */
function leastSum(instance: Instance): bigint {
  const { tasks, pairs } = instance;
  let best: bigint | undefined;
  for (let choice = 0; choice < 2 ** tasks.length; choice++) {
    let sum = 0n;
    for (const r of [0, 1]) {
      const jobs = tasks
        .map(({ weight }, t) => ({ w: BigInt(weight), p: BigInt(pairs.runtime[t * 2 + r]), t }))
        .filter(({ t }) => ((choice >> t) & 1) === r)
        .sort((a, b) => (a.p * b.w < b.p * a.w ? -1 : 1));
      let end = 0n;
      for (const { w, p } of jobs) {
        end += p;
        sum += w * end;
      }
    }
    if (best === undefined || sum < best) best = sum;
  }
  return best ?? 0n;
}

test("a plan whose pieces wait for nothing is refused where its value is beyond exact sums", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["weighted-completion"],
    resources: [{ id: "a" }],
    tasks: [{ id: "t", runtime: "1ms", weight: 1 }],
  });
  const at = (start: number) => buildPlan(instance, [{ task: 0, resource: 0, start }]);
  const [target] = targetsOf(instance);
  // 1000 thousandths times the end.
  const last = Math.floor(Number.MAX_SAFE_INTEGER / 1000) - 1;
  expect(verify(instance, at(last)).ok).toBe(true);
  expect(evaluateTarget(instance, at(last), target)).toBe((last + 1) * 1000);
  expect(verify(instance, at(last + 1))).toMatchObject({
    ok: false,
    violations: [{ rule: "totals", message: expect.stringMatching(/weighted-completion .*2\^53/) }],
  });
  expect(() => evaluateTarget(instance, at(last + 1), target)).toThrow(InstanceError);
  const { schedule: _, ...short } = {
    ...instance,
    objectives: [{ ...instance.objectives[0], name: "makespan" as const }],
  };
  expect(verify(short, at(last + 1)).ok).toBe(true);
});
