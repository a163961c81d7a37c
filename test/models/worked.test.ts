import { describe, expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import type { LevelLimit } from "../../src/instance/level-limit.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { findSolver } from "../../src/solvers/registry.ts";

/** Solves the first target of a document; the solver must call it optimal and its bound must meet it. */
async function solve(document: object): Promise<{ value: number; plan: Plan; encoding: Encoding }> {
  const instance = parseInstance(document);
  const [target] = targetsOf(instance);
  const encoding = formulate(instance, target, []) as Encoding;
  const result = await (await findSolver("highs")).solve(encoding.program, {}, {});
  expect(result.termination).toBe("optimal");
  const plan = encoding.decode(result.point!.x);
  expect(verify(instance, plan)).toMatchObject({ ok: true });
  const value = evaluateTarget(instance, plan, target);
  expect(encoding.liftBound(result.dualBound!)).toBe(value);
  return { value, plan, encoding };
}

const two = [{ id: "r1" }, { id: "r2" }];

describe("optimal values by hand", () => {
  test("makespan of two resources, placement: 3 + 3 | 2 + 2 + 2 = 6", async () => {
    const tasks = [3, 3, 2, 2, 2].map((p, t) => ({ id: `t${t}`, runtime: `${p}s` }));
    const document = { mode: "placement", resources: two, tasks, objectives: ["makespan"] };
    expect((await solve(document)).value).toBe(6000);
  });

  test("a late resource counts from its beginning, but only if it is used", async () => {
    // r2 begins at 10 s: everything on r1 ends at 2 + 3 = 5 s.
    const document = {
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r1" }, { id: "r2", available: { from: "10s" } }],
      tasks: [
        { id: "a", runtime: "2s" },
        { id: "b", runtime: "3s" },
      ],
      objectives: ["makespan"],
    };
    expect((await solve(document)).value).toBe(5000);
    // With 9 s more work the second resource helps: 3 + 9 on r1, 10 + 2 on r2; r1 alone needs 14 s.
    const more = { ...document, tasks: [...document.tasks, { id: "c", runtime: "9s" }] };
    expect((await solve(more)).value).toBe(12_000);
  });

  test("releases: the machine waits for b (6 s) whatever comes first: 6 + 4 = 10", async () => {
    const document = {
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r" }],
      tasks: [
        { id: "a", runtime: "3s", release: "1s" },
        { id: "b", runtime: "4s", release: "6s" },
      ],
      objectives: ["makespan"],
    };
    const { value, plan } = await solve(document);
    expect(value).toBe(10_000);
    expect([...plan.start]).toEqual([1000, 6000]);
  });

  test("a task in the middle of a long one's window: 0 .. 4 | 5 .. 6 | 6 .. 8", async () => {
    // b must run exactly from 5 s to 6 s. c (4 s) fits before it but a, released at 1 s, not as well;
    // c first (0 .. 4), then b, then a (6 .. 8) ends before a (1 .. 3), b, c (6 .. 10).
    const document = {
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r" }],
      tasks: [
        { id: "a", runtime: "2s", release: "1s", deadline: "20s" },
        { id: "b", runtime: "1s", release: "5s", deadline: "6s" },
        { id: "c", runtime: "4s", release: "0s", deadline: "30s" },
      ],
      objectives: ["makespan"],
    };
    const { value, plan, encoding } = await solve(document);
    expect(value).toBe(8000);
    expect([...plan.start]).toEqual([6000, 5000, 0]);
    const { columnName, columns } = encoding.program;
    const names = Array.from({ length: columns }, (_, c) => columnName?.(c) ?? "");
    expect(names.filter((name) => name.startsWith("o["))).not.toEqual([]);
  });

  test("weighted completion by Smith's order: 3 (1) + 1 (1 + 2) = 6", async () => {
    // Ratios 3/1 and 1/2: the short heavy task first. 3 x 1 s + 1 x 3 s = 6; the other way 1 x 2 + 3 x 3 = 11.
    const document = {
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r" }],
      tasks: [
        { id: "long", runtime: "2s", weight: 1 },
        { id: "short", runtime: "1s", weight: 3 },
      ],
      objectives: ["weighted-completion"],
    };
    const { value, plan } = await solve(document);
    expect(value).toBe(6_000_000);
    expect([...plan.start]).toEqual([1000, 0]);
  });

  test("a task without time and weight ties with nothing: 3 x 1 + 1 x 5 = 8", async () => {
    // Its ratio 0/0 must not hide that c (3/1) precedes a (1/4): the other order costs 1 x 4 + 3 x 5 = 19.
    const document = {
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r" }],
      tasks: [
        { id: "a", runtime: "4s", weight: 1 },
        { id: "b", runtime: "0s", weight: 0 },
        { id: "c", runtime: "1s", weight: 3 },
      ],
      objectives: ["weighted-completion"],
    };
    expect((await solve(document)).value).toBe(8_000_000);
  });

  test("equal weights are an assignment: 1 + 3 | 2 = (1 + 4) + 2 = 7", async () => {
    const tasks = [1, 2, 3].map((p, t) => ({ id: `t${t}`, runtime: `${p}s` }));
    const document = {
      mode: "batch",
      exclusive: true,
      resources: two,
      tasks,
      objectives: ["weighted-completion"],
    };
    expect((await solve(document)).value).toBe(7_000_000);
  });

  test("cost: both tasks on one rented copy, 3 + 2 x 0.5 = 4, not on two, 7, nor on s, 10", async () => {
    const document = {
      mode: "placement",
      period: "1h",
      resources: [
        { id: "r", count: 2, price: "3/h", capacity: { cpu: 4 } },
        { id: "s", price: "9/h", capacity: { cpu: 4 } },
      ],
      tasks: [{ id: "t", count: 2, demand: { cpu: 2 }, cost: 0.5 }],
      objectives: ["cost"],
    };
    expect((await solve(document)).value).toBe(4_000_000);
  });

  test("optional tasks of one group share one home: only one of two that fit apart is placed", async () => {
    const document = {
      mode: "placement",
      resources: two.map(({ id }) => ({ id, capacity: { cpu: 3 } })),
      tasks: [5, 4].map((value, t) => ({
        id: `t${t}`,
        demand: { cpu: 2 },
        optional: true,
        colocate: "g",
        value,
      })),
      objectives: ["throughput"],
    };
    expect((await solve(document)).value).toBe(-5000);
  });

  test("halves of a divisible task, each after its release: 2 + 4 / 2 = 4", async () => {
    const document = {
      mode: "batch",
      exclusive: true,
      resources: two,
      tasks: [{ id: "t", runtime: "4s", release: "2s", divisible: true }],
      objectives: ["makespan"],
    };
    const { value, plan } = await solve(document);
    expect(value).toBe(4000);
    expect([...plan.share]).toEqual([500_000, 500_000]);
  });

  test("micro-dollars of shares are whole: 3 / 2 + 10 / 2 = 6.5, so at least 7", async () => {
    const document = {
      mode: "placement",
      resources: [
        { id: "r1", capacity: { cpu: 1 } },
        { id: "r2", capacity: { cpu: 2 } },
      ],
      tasks: [{ id: "t", demand: { cpu: 2 }, cost: ["0.000003", "0.000010"], divisible: true }],
      objectives: ["cost"],
    };
    expect((await solve(document)).value).toBe(7);
  });

  test.each([
    // 4.5 becomes 5: the coefficients are multiples of 3, the value of rounded pieces is not.
    [["cost"], 5],
    // Weights 2 and 1 in micro-dollars and thousandths are 1 : 500, so 5 - 500 x 1000.
    [
      [
        { objective: "cost", weight: 2 },
        { objective: "throughput", weight: 1 },
      ],
      -499_995,
    ],
  ])("shares of 3 and 6 micro-dollars cost 2 + 3: %j", async (objectives, value) => {
    const document = {
      mode: "placement",
      resources: [
        { id: "r1", capacity: { cpu: 1 } },
        { id: "r2", capacity: { cpu: 2 } },
      ],
      tasks: [{ id: "t", demand: { cpu: 2 }, cost: ["0.000003", "0.000006"], divisible: true }],
      combine: "weighted",
      objectives,
    };
    expect((await solve(document)).value).toBe(value);
  });

  test("copies of a task fill a window together: two of three fit into 5 s", async () => {
    const document = {
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r", available: { until: "5s" } }],
      tasks: [{ id: "t", count: 3, runtime: "2s", optional: true }],
      objectives: ["throughput"],
    };
    expect((await solve(document)).value).toBe(-2000);
  });

  test("balance: loads 3/4 and 2/3 are the best; 3/4 = 750,000 millionths", async () => {
    const document = {
      mode: "placement",
      resources: [
        { id: "r1", capacity: { cpu: 4 } },
        { id: "r2", capacity: { cpu: 3 } },
      ],
      tasks: [1, 2, 2].map((cpu, t) => ({ id: `t${t}`, demand: { cpu } })),
      objectives: ["balance"],
    };
    expect((await solve(document)).value).toBe(750_000);
  });

  test("spread: 1/3 against 1/4 leaves 1/12 = 83,334 millionths, rounded up", async () => {
    const document = {
      mode: "placement",
      resources: [
        { id: "r1", capacity: { cpu: 4 } },
        { id: "r2", capacity: { cpu: 3 } },
      ],
      tasks: [1, 1].map((cpu, t) => ({ id: `t${t}`, demand: { cpu } })),
      objectives: ["spread"],
    };
    expect((await solve(document)).value).toBe(83_334);
  });

  test("completion-time counts the longest of two replicas: min over pairs of max(1, 2, 5) = 2", async () => {
    const document = {
      mode: "placement",
      resources: [...two, { id: "r3" }],
      tasks: [{ id: "t", replicas: 2, runtime: ["1s", "5s", "2s"] }],
      objectives: ["completion-time"],
    };
    expect((await solve(document)).value).toBe(2000);
  });
});

test("an earlier level binds the next: cost 3 allows makespan 9 only, cost 5 allows 5", async () => {
  const instance = parseInstance({
    mode: "placement",
    resources: two,
    tasks: [
      { id: "a", runtime: ["5s", "5s"], cost: [1, 3] },
      { id: "b", runtime: ["4s", "4s"], cost: [2, 4] },
    ],
    objectives: ["cost", "makespan"],
  });
  const [cost, makespan] = targetsOf(instance);
  const highs = await findSolver("highs");
  const best = async (limits: readonly LevelLimit[]) => {
    const encoding = formulate(instance, makespan, limits) as Encoding;
    const { point } = await highs.solve(encoding.program, {}, {});
    return evaluateTarget(instance, encoding.decode(point!.x), makespan);
  };
  expect(await best([{ target: cost, atMost: 3_000_000 }])).toBe(9000);
  expect(await best([{ target: cost, atMost: 4_999_999 }])).toBe(9000);
  expect(await best([{ target: cost, atMost: 5_000_000 }])).toBe(5000);
});
