import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";
import { lossesSentence } from "../../src/report/losses.ts";

interface Worked {
  readonly what: string;
  readonly document: object;
  /** Without losses and with them, internal units; undefined if there is no plan. */
  readonly plain: readonly number[];
  readonly robust: readonly number[] | undefined;
  readonly note?: RegExp;
}

const only = (place: string, elsewhere = 5) => ({ [place]: 0, "*": elsewhere });
const unit = (part: object) => ({ id: "t", demand: { cpu: 1 }, ...part });
const hosts = (count: number) => ({ id: "h", count, capacity: { cpu: 4 }, fixed_price: 1 });

const WORKED: readonly Worked[] = [
  {
    // p and q need 3 of 4 cpu each, r and s fill up. Free of charge r and s are both on y, which leaves 2 and 1 of y and
    // z: no room for p once x is lost. One of them elsewhere costs a dollar and leaves 3.
    what: "room that is scattered",
    document: {
      robust: { lose: 1, of: "x" },
      resources: ["x", "y", "z"].map((id) => ({ id, capacity: { cpu: 4 } })),
      tasks: [
        { id: "p", demand: { cpu: 3 }, cost: only("x") },
        { id: "q", demand: { cpu: 3 }, cost: only("z") },
        { id: "r", demand: { cpu: 1 }, cost: only("y", 1) },
        { id: "s", demand: { cpu: 1 }, cost: only("y", 1) },
      ],
    },
    plain: [0],
    robust: [1_000_000],
  },
  {
    what: "one spare that is not paid before it is needed",
    document: { robust: 1, resources: [hosts(3)], tasks: [unit({ count: 8 })] },
    plain: [2_000_000],
    robust: [2_000_000],
  },
  {
    what: "no spare",
    document: { robust: 1, resources: [hosts(2)], tasks: [unit({ count: 5 })] },
    plain: [2_000_000],
    robust: undefined,
    note: /Without h#1 the tasks need at least 5 cpu and 4 is left: 1 is missing/,
  },
  {
    what: "optional tasks that what is left can hold",
    document: {
      robust: 1,
      objectives: ["throughput", "cost"],
      resources: [hosts(4)],
      tasks: [unit({ count: 14, optional: true })],
    },
    plain: [-14_000, 4_000_000],
    robust: [-12_000, 3_000_000],
  },
  {
    what: "a task that fits on one resource only",
    document: {
      robust: 1,
      resources: [{ id: "big", capacity: { cpu: 8 } }, hosts(3)],
      tasks: [{ id: "t", demand: { cpu: 5 } }],
    },
    plain: [0],
    robust: undefined,
    note: /Without big no plan is left\. Task "t"/,
  },
  {
    // Three members on three hosts: after a loss two would share one.
    what: "members that are kept apart",
    document: {
      robust: 1,
      resources: [hosts(3)],
      tasks: [{ id: "t", count: 3, separate: "web" }],
    },
    plain: [3_000_000],
    robust: undefined,
    note: /Without h#1 no plan is left\. Separate group "web" has 3 members/,
  },
  {
    // The cheapest two hosts are in one rack; one loss may take both, and then two others must be free.
    what: "a rack that goes down at once",
    document: {
      robust: { lose: 1, across: "rack" },
      resources: [
        { id: "a", count: 2, capacity: { cpu: 4 }, fixed_price: 1, labels: { rack: "x" } },
        { id: "b", count: 2, capacity: { cpu: 3 }, fixed_price: 2, labels: { rack: "y" } },
        { id: "c", capacity: { cpu: 2 }, fixed_price: 3 },
      ],
      tasks: [unit({ count: 8 })],
    },
    plain: [2_000_000],
    robust: [2_000_000],
  },
];

test.each(WORKED)("$what", async ({ document, plain, robust, note }) => {
  const { robust: _, ...without } = document as { readonly robust: unknown };
  for (const method of ["auto", "milp"]) {
    const free = await plan(parseInstance({ mode: "placement", ...without }), { method });
    expect(free.levels.map(({ best }) => best)).toEqual(plain);
    const outcome = await plan(parseInstance({ mode: "placement", ...document }), { method });
    if (robust === undefined) {
      expect(outcome.termination).toBe("infeasible");
      expect(outcome.notes.join()).toMatch(note!);
      continue;
    }
    expect(outcome.termination).toBe("optimal");
    expect(outcome.levels.map(({ best }) => best)).toEqual(robust);
  }
});

test("shares stay on one device where a whole one must come", async () => {
  const instance = parseInstance({
    mode: "placement",
    robust: { lose: 1, of: "a" },
    resources: [
      { id: "a", devices: { gpu: 1 } },
      { id: "b", devices: { gpu: 2 } },
    ],
    tasks: [
      { id: "w", demand: { gpu: 1 }, cost: { a: 0, b: 9 } },
      { id: "s", count: 2, demand: { gpu: 0.5 }, forbidden: ["a"] },
    ],
  });
  const outcome = await plan(instance);
  expect(outcome.termination).toBe("optimal");
  const { device, resource } = outcome.plan!.plan;
  expect([...resource]).toEqual([0, 1, 1]);
  expect(device[1]).toBe(device[2]);
  expect(lossesSentence(outcome.plan!)).toBe(
    "Survives the loss of the one resource (a). The tightest is a: without it 0 of 2 gpu stay free.",
  );
});

test.each([
  [1, "Survives the loss of any one of 3 resources."],
  [{ lose: 1, of: "h" }, "Survives the loss of any one of 2 resources (h)."],
  [
    { lose: 1, of: { rack: ["x", "y"] } },
    "Survives the loss of any one of 3 resources (rack=x or y).",
  ],
  [
    { lose: 1, across: "rack" },
    "Survives the loss of all resources with any one of 2 values of rack.",
  ],
])("says what %j survives", async (robust, sentence) => {
  const instance = parseInstance({
    mode: "placement",
    robust,
    resources: [
      { id: "h", count: 2, capacity: { cpu: 4 }, labels: { rack: "x" } },
      { id: "g", capacity: { cpu: 4 }, labels: { rack: "y" } },
    ],
    tasks: [unit({ count: 3 })],
  });
  const { plan: found } = await plan(instance);
  // 3 of the 4 cpu that stay are used if both h go at once.
  const left = "across" in Object(robust) ? "rack=x: without it 1 of 4" : /h#1|g/;
  expect(lossesSentence(found!)?.startsWith(sentence)).toBe(true);
  expect(lossesSentence(found!)).toMatch(left);
});

test.each(["identical", "learned"])("the method %s declines", async (method) => {
  const instance = parseInstance({
    mode: "placement",
    robust: 1,
    objectives: ["makespan"],
    resources: [hosts(3)],
    tasks: [unit({ count: 4, runtime: "1h" })],
  });
  const policy = { objective: "makespan", features: [], forest: {}, trained: {} } as never;
  const outcome = await plan(instance, { method, policy });
  expect(outcome.termination).toBe("unsupported");
  expect(outcome.plan).toBeUndefined();
  expect(outcome.notes.join()).toContain(`${method} does not plan for losses`);
});
