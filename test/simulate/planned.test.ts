import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { buildPlan, type Piece, piecesOf } from "../../src/plan/build.ts";
import { type Contest, contest } from "../../src/simulate/contest.ts";

const NO_NOISE = { shape: "lognormal", level: 0 } as const;

/** Executes a plan; what happened, and its pieces as [task, start]. */
async function executed(document: object, pieces: readonly Piece[], more: Partial<Contest> = {}) {
  const instance = parseInstance({ mode: "batch", ...document });
  const plan = buildPlan(instance, pieces);
  const setting = { instance, plan, policies: [], noise: NO_NOISE, seeds: [1], ...more };
  const { rounds } = await contest(setting);
  const [one] = rounds[0].measured;
  return { ...one, starts: [...piecesOf(one.plan.plan)].map(({ task, start }) => [task, start]) };
}

const NODE = { id: "node", capacity: { cpu: 4 }, devices: { gpu: 1 } };

test("what has no length stands where maintenance begins, and before a longer piece that begins there", async () => {
  const maintenance = [{ from: "0s", until: "3s" }];
  const { starts } = await executed(
    {
      resources: [{ ...NODE, maintenance, exclusive: true }],
      tasks: [
        { id: "long", demand: { cpu: 1 }, runtime: "3s" },
        { id: "mark", demand: { cpu: 1 }, runtime: "0s", count: 2 },
      ],
    },
    [
      { task: 0, resource: 0, start: 3000 },
      { task: 1, resource: 0, start: 0 },
      { task: 2, resource: 0, start: 3000 },
    ],
  );
  expect(starts).toEqual([
    [0, 3000],
    [1, 0],
    [2, 3000],
  ]);
});

test("workers without length share what no lasting ones could", async () => {
  const { starts } = await executed(
    {
      resources: [NODE],
      tasks: [{ id: "t", demand: { gpu: 0.75 }, runtime: "0s", workers: 2 }],
    },
    [0, 1].map(() => ({ task: 0, resource: 0, start: 0, devices: [0] })),
  );
  expect(starts).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("a worker that has ended leaves its device to others, while the gang still runs", async () => {
  const { starts } = await executed(
    {
      resources: ["node", "slow"].map((id) => ({ ...NODE, id, kind: "k" })),
      tasks: [
        { id: "gang", demand: { gpu: 0.75 }, runtime: ["1s", "5s"], workers: 2 },
        { id: "next", demand: { gpu: 0.75 }, runtime: "1s", forbidden: ["slow"] },
      ],
    },
    [
      { task: 0, resource: 0, start: 0, devices: [0] },
      { task: 0, resource: 1, start: 0, devices: [0] },
      { task: 1, resource: 0, start: 1000, devices: [0] },
    ],
  );
  expect(starts).toContainEqual([1, 1000]);
});

test("what comes to a shared device too early waits until the last thousandth is free", async () => {
  const at = (start: number): object => ({ resource: 0, start, devices: [0] });
  const document = {
    resources: [{ ...NODE, devices: { gpu: 2 } }],
    tasks: ["500m", "501m"].map((gpu, i) => ({ id: `t${i}`, demand: { gpu }, runtime: "10s" })),
  };
  const pieces = [0, 10_000].map((start, task) => ({ task, ...at(start) }) as Piece);
  let hasWaited = false;
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const noise = { shape: "uniform", level: 0.5 } as const;
    const { plan, starts } = await executed(document, pieces, { noise, seeds: [seed] });
    const ended = plan.instance.pairs.runtime[0];
    expect(starts[1]).toEqual([1, Math.max(10_000, ended)]);
    hasWaited ||= ended > 10_000;
  }
  expect(hasWaited).toBe(true);
});

const FULL = {
  objectives: ["balance"],
  resources: [{ ...NODE, available: { until: "10s" } }],
  tasks: [{ id: "t", demand: { cpu: 2 }, runtime: "5s", count: 2 }],
};

test("how full a resource is refers to its window", async () => {
  const at = (task: number, start: number): Piece => ({ task, resource: 0, start });
  // 2 of 4 cpu for 10 of 10 s.
  const { values } = await executed(FULL, [at(0, 0), at(1, 5000)]);
  expect(values[0]).toBe(500_000);
});

test("an objective that needs ends of windows has no plan in hindsight, and says so", async () => {
  const pieces = [0, 1].map((task) => ({ task, resource: 0, start: 0 }));
  await expect(executed(FULL, pieces, { offline: { workLimit: 10 } })).rejects.toThrow(
    /in hindsight to compare with: balance needs a window/,
  );
});
