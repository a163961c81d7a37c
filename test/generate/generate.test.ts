import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GENERATORS, generate } from "../../src/instance/generate/registry.ts";
import type { GenerateOptions } from "../../src/instance/generate/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { usablePairs } from "../../src/instance/usable.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";
import { thrownBy } from "../support/folder.ts";

const KINDS = Object.keys(GENERATORS);

const sizes: fc.Arbitrary<GenerateOptions> = fc.record({
  tasks: fc.integer({ min: 0, max: 60 }),
  resources: fc.integer({ min: 1, max: 12 }),
  seed: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
});

describe.each(KINDS)("%s", (kind) => {
  test("is a legal instance of the size asked for, and its levels have exact totals", () => {
    fc.assert(
      fc.property(sizes, (options) => {
        const instance = parseInstance(generate(kind, options));
        expect(instance.taskOfCopy.length).toBe(options.tasks);
        expect(instance.resourceOfCopy.length).toBe(options.resources);
        expect(targetsOf(instance).length).toBeGreaterThan(0);
      }),
      { numRuns: drawn(30, 12) },
    );
  });

  test("equal seeds give equal documents, others give others", () => {
    const options = { tasks: 20, resources: 4, seed: 7 };
    const text = JSON.stringify(generate(kind, options));
    expect(JSON.stringify(generate(kind, options))).toBe(text);
    const { name, ...other } = generate(kind, { ...options, seed: 8 });
    expect(name).toBe(`${kind}-20x4-seed8`);
    expect(JSON.stringify(other)).not.toBe(
      JSON.stringify({ ...generate(kind, options), name: undefined }),
    );
  });
});

test.each([
  [
    ["no-such-kind", { tasks: 1, resources: 1, seed: 1 }],
    /no generator "no-such-kind". Known are: gap-a/,
  ],
  [["constructor", { tasks: 1, resources: 1, seed: 1 }], /no generator/],
  [["gap-a", { tasks: -1, resources: 1, seed: 1 }], /tasks: expected an integer from 0/],
  [["gap-a", { tasks: 1, resources: 0, seed: 1 }], /resources: expected an integer from 1/],
  [["gap-a", { tasks: 1, resources: 1, seed: 0.5 }], /seed/],
  [["gap-a", { tasks: 1, resources: 1, seed: 1, kinds: 2 }], /no kinds/],
  [["gap-a", { tasks: 1e6, resources: 1e6, seed: 1 }], /too many/],
  [
    ["fleet", { tasks: 1, resources: 3, seed: 1, kinds: 4 }],
    /kinds: expected an integer from 1 to 3/,
  ],
] as const)("%j is refused", async ([kind, options], message) => {
  const error = await thrownBy(() => generate(kind, options));
  expect([error.name, error.message]).toEqual(["UsageError", expect.stringMatching(message)]);
});

/** Costs and weights by task, then resource; capacities by resource. */
function gap(kind: string, options: GenerateOptions) {
  const document = generate(kind, options);
  const tasks = document.tasks as { cost: number[]; demand: { weight: number[] } }[];
  const resources = document.resources as { capacity: { weight: number } }[];
  return {
    cost: tasks.map((task) => task.cost),
    weight: tasks.map((task) => task.demand.weight),
    capacity: resources.map((resource) => resource.capacity.weight),
  };
}

const range = (values: number[]) => [Math.min(...values), Math.max(...values)];
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const LARGE = { tasks: 400, resources: 40, seed: 3 };

describe("published families", () => {
  test("types a, b and c share weights in 5..25 and costs in 10..50", () => {
    for (const kind of ["gap-a", "gap-b", "gap-c"]) {
      const { cost, weight } = gap(kind, LARGE);
      expect(range(cost.flat())).toEqual([10, 50]);
      expect(range(weight.flat())).toEqual([5, 25]);
      expect(mean(cost.flat())).toBeCloseTo(30, 0);
      expect(mean(weight.flat())).toBeCloseTo(15, 0);
    }
  });

  test("type a: nine times n / m and 0.4 of the largest load of the cheapest choice; type b 0.7 of it", () => {
    const options = { tasks: 60, resources: 5, seed: 11 };
    const { cost, weight, capacity } = gap("gap-a", options);
    const load = [0, 0, 0, 0, 0];
    for (const [t, costs] of cost.entries()) {
      const cheapest = costs.indexOf(Math.min(...costs));
      load[cheapest] += weight[t][cheapest];
    }
    const exact = 9 * 12 + 0.4 * Math.max(...load);
    expect(new Set(capacity)).toEqual(new Set([Math.floor(exact)]));
    expect(new Set(gap("gap-b", options).capacity)).toEqual(new Set([Math.floor(0.7 * exact)]));
  });

  test("types c and d: capacity is 0.8 of a resource's weights over the number of resources", () => {
    for (const kind of ["gap-c", "gap-d"]) {
      const { weight, capacity } = gap(kind, { tasks: 50, resources: 7, seed: 2 });
      for (const [r, has] of capacity.entries()) {
        const total = weight.reduce((sum, row) => sum + row[r], 0);
        expect(has).toBeLessThanOrEqual((0.8 * total) / 7);
        expect(has + 1).toBeGreaterThan((0.8 * total) / 7);
      }
    }
  });

  test("type d: cost and weight sum to 101..121", () => {
    const { cost, weight } = gap("gap-d", LARGE);
    const sums = cost.flatMap((row, t) => row.map((value, r) => value + weight[t][r]));
    expect(range(sums)).toEqual([101, 121]);
    expect(range(weight.flat())).toEqual([1, 100]);
  });

  test("type e: weights of exponential shape, cost x weight close to 1000, each task fits alone", () => {
    const { cost, weight, capacity } = gap("gap-e", LARGE);
    const flat = weight.flat();
    // The mean of floor(1 - 10 ln U) is 1 + 1 / (e^0.1 - 1) = 10.508; 16,000 draws, deviation 0.08.
    expect(Math.abs(mean(flat) - 10.508)).toBeLessThan(0.35);
    expect(Math.min(...flat)).toBe(1);
    for (const [t, row] of cost.entries()) {
      for (const [r, value] of row.entries()) {
        expect(value).toBeLessThanOrEqual(1000 / weight[t][r]);
        expect(value).toBeGreaterThanOrEqual(Math.max(0, Math.floor(1000 / weight[t][r] - 10)));
        expect(weight[t][r]).toBeLessThanOrEqual(capacity[r]);
      }
    }
  });

  test("type e: the tail makes no cost negative", () => {
    const { cost } = gap("gap-e", { tasks: 500, resources: 500, seed: 1 });
    expect(Math.min(...cost.map((row) => Math.min(...row)))).toBe(0);
  });

  test("unrelated machines: what depends on what", () => {
    const runtimes = (kind: string) =>
      (generate(kind, { tasks: 300, resources: 30, seed: 5 }).tasks as { runtime: string[] }[]).map(
        ({ runtime }) => runtime.map(Number.parseFloat),
      );
    const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
    const transposed = (table: number[][]) => table[0].map((_, r) => table.map((row) => row[r]));
    const plain = runtimes("unrelated");
    expect(range(plain.flat())).toEqual([10, 100]);
    expect(mean(plain.flat())).toBeCloseTo(55, 0);
    const byJob = runtimes("job-correlated");
    expect(Math.max(...byJob.map(spread))).toBe(19);
    expect(range(byJob.flat())).toEqual([2, 120]);
    const byMachine = runtimes("machine-correlated");
    expect(Math.max(...transposed(byMachine).map(spread))).toBe(19);
    expect(Math.min(...byMachine.map(spread))).toBeGreaterThan(19);
  });
});

describe("fleet", () => {
  /** List scheduling by class on the kind that ends first: the end of that plan, if all fits. */
  function plannedEnd(options: GenerateOptions): { end: number; until: number } | undefined {
    const instance = parseInstance(generate("fleet", options));
    const usable = usablePairs(instance);
    const R = instance.resources.length;
    const free = Array.from(instance.resourceOfCopy, () => 0);
    const order = instance.tasks.map((_, t) => t);
    const shortest = order.map((t) =>
      Math.min(
        ...instance.resources.flatMap((_, r) =>
          usable[t * R + r] ? [instance.pairs.runtime[t * R + r]] : [],
        ),
      ),
    );
    order.sort((s, t) => shortest[t] - shortest[s]);
    for (const t of order) {
      for (let copy = 0; copy < instance.tasks[t].count; copy++) {
        let best = -1;
        let end = Number.POSITIVE_INFINITY;
        for (const [c, r] of instance.resourceOfCopy.entries()) {
          const done = free[c] + instance.pairs.runtime[t * R + r];
          if (usable[t * R + r] && done < end && done <= (instance.resources[r].until as number))
            [best, end] = [c, done];
        }
        if (best === -1) return undefined;
        free[best] = end;
      }
    }
    return { end: Math.max(...free), until: instance.resources[0].until as number };
  }

  test("always has a plan", () => {
    const options = fc
      .record({
        tasks: fc.integer({ min: 0, max: 200 }),
        resources: fc.integer({ min: 1, max: 20 }),
        kinds: fc.integer({ min: 1, max: 14 }),
        seed: fc.integer({ min: 0, max: 1_000_000 }),
      })
      .map((sizes) => ({ ...sizes, kinds: Math.min(sizes.kinds, sizes.resources) }));
    fc.assert(
      fc.property(options, (chosen) => {
        expect(plannedEnd(chosen)).toBeDefined();
      }),
      { numRuns: drawn(60, 20), seed: 1 },
    );
  });

  test("its window is no looser than it must be", () => {
    const planned = plannedEnd({ tasks: 600, resources: 24, kinds: 12, seed: 2 });
    expect(planned?.until).toBeLessThan(2 * (planned?.end ?? 0) + 7_200_000);
  });

  test("kinds beyond the table are later generations with ids of their own", () => {
    const instance = parseInstance(
      generate("fleet", { tasks: 50, resources: 60, kinds: 30, seed: 4 }),
    );
    expect(instance.resources.length).toBe(30);
    expect(new Set(instance.resources.map(({ id }) => id)).size).toBe(30);
    expect(instance.resources[12].id).toBe("a100-g2");
  });

  test("ten million tasks in 200 classes keep exact totals of makespan, cost and energy", () => {
    const instance = parseInstance(
      generate("fleet", { tasks: 10_000_000, resources: 2000, kinds: 12, seed: 1 }),
    );
    expect(instance.tasks.length).toBe(200);
    expect(instance.taskOfCopy.length).toBe(10_000_000);
    const plain = { tolerance: 0, weight: { numerator: 1, denominator: 1 } };
    for (const name of ["makespan", "cost", "energy", "balance"] as const) {
      expect(targetsOf(instance, [{ name, ...plain }]).length).toBeGreaterThan(0);
    }
  });

  test("a faster device is not faster for every class", () => {
    const { tasks } = generate("fleet", { tasks: 600, resources: 40, kinds: 12, seed: 6 });
    const rates = (tasks as { throughput: (number | null)[] }[]).map(
      ({ throughput }) => throughput,
    );
    // h100 against h200: the table has 20 and 24.
    const both = rates.filter((rate) => rate[2] !== null && rate[8] !== null);
    const inverted = both.filter((rate) => (rate[2] as number) > (rate[8] as number)).length;
    expect(inverted).toBeGreaterThan(both.length / 10);
    expect(inverted).toBeLessThan(both.length / 2);
  });
});

test("the generator of random numbers is the project's own", () => {
  // Golden on purpose: published experiments must stay repeatable.
  const random = makeRandom(1);
  expect([random.int(5, 25), random.int(10, 50)]).toEqual([5, 47]);
  expect(gap("gap-a", { tasks: 1, resources: 1, seed: 1 })).toEqual({
    cost: [[47]],
    weight: [[5]],
    capacity: [11],
  });
});
