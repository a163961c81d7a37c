import { describe, expect, it, test } from "vitest";
import { taskCopyId } from "../../src/instance/ids.ts";
import { transferCost } from "../../src/instance/links.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { InstanceError } from "../../src/util/errors.ts";

const resources = [
  { id: "a", kind: "big", labels: { zone: "eu" } },
  { id: "b", labels: { zone: "us", rack: 1 } },
  { id: "c", kind: "big" },
];
const staged = (stages: unknown, task: object = {}, rest: object = {}) => ({
  mode: "placement",
  resources,
  tasks: [{ id: "job", ...task, stages }],
  ...rest,
});
const issuesOf = (document: unknown) => {
  try {
    parseInstance(document);
  } catch (error) {
    if (error instanceof InstanceError)
      return error.issues.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
};

describe("stages", () => {
  it("become tasks with the fields of the whole, linked along after", () => {
    const instance = parseInstance(
      staged(
        [
          { id: "one", output: "2GiB", weight: 3 },
          { id: "two", output: "10MiB" },
          { id: "three", after: "one", optional: false },
          { id: "four", after: [] },
          { id: "five", after: ["four", "two"] },
        ],
        { count: 2, weight: 2, optional: true },
      ),
    );
    expect(
      instance.tasks.map(({ id, count, weight, optional }) => [id, count, weight, optional]),
    ).toEqual([
      ["job/one", 2, 3000, true],
      ["job/two", 2, 2000, true],
      ["job/three", 2, 2000, false],
      ["job/four", 2, 2000, true],
      ["job/five", 2, 2000, true],
    ]);
    expect(instance.links).toEqual([
      { from: 0, to: 1, output: 2048 },
      { from: 0, to: 2, output: 2048 },
      { from: 3, to: 4, output: 0 },
      { from: 1, to: 4, output: 10 },
    ]);
    expect(Object.isFrozen(instance.links)).toBe(true);
    expect(taskCopyId(instance, 5)).toBe("job/three#2");
  });

  it.each([
    [
      "a ring",
      [{ id: "x" }, { id: "y" }, { id: "z", after: ["y", "x"] }],
      "/tasks/0/stages/2/after/1",
      'stages "x", "y", "z" form a ring',
    ],
    ["a loop", [{ id: "x", after: "x" }], "/tasks/0/stages/0/after", 'stages "x" form a ring'],
    [
      "an unknown stage",
      [{ id: "x" }, { id: "y", after: "w" }],
      "/tasks/0/stages/1/after",
      'got "w"',
    ],
    ["no list", { id: "x" }, "/tasks/0/stages", "expected a list of stages"],
    ["an empty list", [], "/tasks/0/stages", "expected a list of stages"],
    ["no id", [{ runtime: "1h" }], "/tasks/0/stages/0", "expected an id, got none"],
    ["equal ids", [{ id: "x" }, { id: "x" }], "/tasks/0/stages/1/id", "already"],
    ["an unknown key", [{ id: "x", outptu: 1 }], "/tasks/0/stages/0/outptu", "unknown key"],
    [
      "a count of its own",
      [{ id: "x", count: 2 }],
      "/tasks/0/stages/0/count",
      "belongs to the task",
    ],
    [
      "an output without a unit",
      [{ id: "x", output: 7 }],
      "/tasks/0/stages/0/output",
      'such as "64GiB"',
    ],
    [
      "a fault in a field",
      [{ id: "x", runtime: 7 }],
      "/tasks/0/stages/0/runtime",
      "expected a duration",
    ],
    [
      "replicas",
      [{ id: "x", replicas: 2 }, { id: "y" }],
      "/tasks/0/stages/0/replicas",
      "has no replicas",
    ],
    [
      "shares",
      [{ id: "x" }, { id: "y", divisible: true }],
      "/tasks/0/stages/1/divisible",
      "not divisible",
    ],
  ])("refuse %s", (_, stages, path, says) => {
    const issues = issuesOf(staged(stages));
    expect(
      issues.some((issue) => issue.startsWith(`${path}: `) && issue.includes(says)),
      issues.join("\n"),
    ).toBe(true);
  });

  it("tell a fault of an inherited field once for the task", () => {
    expect(issuesOf(staged([{ id: "x" }, { id: "y" }], { runtime: 7 }))[0]).toMatch(
      /^\/tasks\/0\/runtime: /,
    );
  });

  it("may have replicas and shares where nothing is linked", () => {
    expect(
      issuesOf(
        staged([
          { id: "x", replicas: 2 },
          { id: "y", after: [], divisible: true },
        ]),
      ),
    ).toEqual([]);
  });

  it("mean the same in long lists, where equal rows are one entry", () => {
    const stages = [
      { id: "x", output: "1GiB", cost: [1, 2, 3] },
      { id: "y", cost: [2, 1, 3] },
    ];
    const tasks = Array.from({ length: 1200 }, (_, i) => ({
      id: `t${i}`,
      ...(i % 3 === 0 && { weight: 2 }),
      stages,
    }));
    const instance = parseInstance({ mode: "placement", resources, tasks });
    expect(instance.tasks.length).toBe(4);
    expect(instance.links.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [2, 3],
    ]);
    const ids = Array.from(instance.taskOfCopy, (_, copy) => taskCopyId(instance, copy));
    expect([ids[0], ids[400], ids[401], ids[800], ids[1600]]).toEqual([
      "t0/x",
      "t0/y",
      "t3/y",
      "t1/x",
      "t1/y",
    ]);
    expect(new Set(ids).size).toBe(2400);
  });

  it("keep the tables of their stages and the rules apart where long lists of resources are merged", () => {
    const many = Array.from({ length: 1200 }, (_, i) => ({ id: `r${i}`, capacity: { cpu: 1 } }));
    const cost = many.map((_, i) => (i === 7 ? 5 : 1));
    const document = {
      ...staged([{ id: "x", cost, output: "1GiB" }, { id: "y" }]),
      resources: many,
      transfer: [{ from: "r9", to: "*", price: "1/GiB" }],
    };
    const instance = parseInstance(document);
    expect(instance.resources.map(({ id, count }) => [id, count])).toEqual([
      ["r0", 1198],
      ["r7", 1],
      ["r9", 1],
    ]);
    expect(instance.transfer.sites).toBe(2);
    expect([...instance.pairs.cost.subarray(0, 3)]).toEqual([1e6, 5e6, 1e6]);
  });
});

describe("transfer", () => {
  const costs = (transfer: unknown, output = "1GiB") => {
    const instance = parseInstance(staged([{ id: "x", output }, { id: "y" }], {}, { transfer }));
    const { siteOf } = instance.transfer;
    return [0, 1, 2].map((r) =>
      [0, 1, 2].map((s) => transferCost(instance, instance.links[0].output, siteOf[r], siteOf[s])),
    );
  };

  it("takes the first rule that holds, and nothing where none does", () => {
    const rules = [
      { from: "a", to: "b", price: "1/GiB" },
      { from: "zone=eu", to: { zone: ["us", "asia"] }, price: "9/GiB" },
      { from: "big", to: "*", price: "2/GiB" },
      { across: "rack", price: "0.000001/MiB" },
    ];
    // From b (rack 1) to the others, which have no rack, 1024 MiB x 1 micro-dollar.
    expect(costs(rules)).toEqual([
      [2e6, 1e6, 2e6],
      [1024, 0, 1024],
      [2e6, 2e6, 2e6],
    ]);
    expect(costs(undefined)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it("rounds each link half up to a micro-dollar", () => {
    // 1 MiB at 512 micro-dollars per GiB is half a micro-dollar; at 511 it is less.
    expect(costs([{ from: "a", to: "b", price: "0.000512/GiB" }], "1MiB")[0][1]).toBe(1);
    expect(costs([{ from: "a", to: "b", price: "0.000511/GiB" }], "1MiB")[0][1]).toBe(0);
    expect(costs([{ from: "a", to: "b", price: "0.001536/GiB" }], "1MiB")[0][1]).toBe(2);
  });

  it.each([
    [{ from: "a", to: "b", price: "0.08/GB" }, "/transfer/0/price", 'got "0.08/GB"'],
    [{ from: "a", to: "b", price: 0.08 }, "/transfer/0/price", "got 0.08"],
    [{ from: "a", to: "b" }, "/transfer/0/price", "expected a price"],
    [{ from: "nowhere", to: "b", price: 0 }, "/transfer/0/from", 'got "nowhere"'],
    [{ from: "a", price: 0 }, "/transfer/0/to", "expected an id"],
    [{ across: "zones", price: 0 }, "/transfer/0/across", "no resource has the label"],
    [{ across: "zone", to: "b", price: 0 }, "/transfer/0/across", "without from and to"],
    [{ across: "zone", prize: 0 }, "/transfer/0/prize", "unknown key"],
    ["egress", "/transfer/0", "expected a rule"],
    [{ across: "zone", price: "9000000000/MiB" }, "/transfer/0/price", "too large"],
  ])("refuses %j", (rule, path, says) => {
    const issues = issuesOf(staged([{ id: "x" }], {}, { transfer: [rule] }));
    expect(
      issues.some((issue) => issue.startsWith(`${path}: `) && issue.includes(says)),
      issues.join("\n"),
    ).toBe(true);
  });

  test("a product that a double would round is refused", () => {
    const transfer = [{ across: "zone", price: "9/GiB" }];
    const issues = issuesOf(
      staged([{ id: "x", output: "900000000TiB" }, { id: "y" }], {}, { transfer }),
    );
    expect(issues).toEqual([expect.stringContaining("could pass 2^53")]);
  });
});
