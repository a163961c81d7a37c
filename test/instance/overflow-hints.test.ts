import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { night } from "./night.ts";

/** Documents beyond exact sums, and how they look once their hint is followed. */
const BEYOND: readonly (readonly [string, object, (hint: string) => object])[] = [
  [
    "weighted completion of very many tasks",
    night({ count: 100_000 }),
    (hint) => night({ count: 100_000, deadline: /at most (\d+h)\./.exec(hint)?.[1] }),
  ],
  [
    "weighted completion of tasks of years",
    night({ count: 1000, runtime: "1000000h" }),
    (hint) => night({ count: 1000, runtime: `${1_000_000 / divisorIn(hint)}h` }),
  ],
  ["energy", powered(1e6, 4000), (hint) => powered(1e6 / divisorIn(hint), 4000)],
  ["the energy of a single task", powered(1e10, 1), (hint) => powered(1e10 / divisorIn(hint), 1)],
  [
    "the rent of a single task",
    rented("9000000000/h"),
    (hint) => rented(`${9_000_000_000 / divisorIn(hint)}/h`),
  ],
  ["costs", priced(9e9, {}), (hint) => priced(9e9 / divisorIn(hint), {})],
  ["values", valued(5e9), (hint) => valued(5e9 / divisorIn(hint))],
  ["amounts", sized(9e11), (hint) => sized(9e11 / divisorIn(hint))],
  [
    "a weighted sum of fine weights",
    summed([0.123456789, 0.987654321]),
    (hint) => summed([...hint.matchAll(/([\d.]+) for/g)].map(([, one]) => Number(one))),
  ],
  [
    "a weighted sum that no weights make small",
    summed([1, 1], 1000),
    () => ({
      ...summed([1, 1], 1000),
      combine: "lexicographic",
      objectives: ["cost", "makespan"],
    }),
  ],
];

test.each(BEYOND)("following the hint mends %s", (_, document, mended) => {
  let hint = "";
  try {
    parseInstance(document);
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    expect(error.message).toMatch(/2\^53|a plan can add up/);
    hint = error.issues[0].hint ?? "";
  }
  expect(hint).toMatch(/^Maybe .*\.$/);
  expect(() => parseInstance(mended(hint))).not.toThrow();
});

function divisorIn(hint: string): number {
  return Number(/divide all (?:of them|its demands and capacities) by (\d+)\./.exec(hint)?.[1]);
}

function powered(watts: number, count: number): object {
  return {
    mode: "batch",
    objectives: ["energy"],
    resources: [{ id: "a", count: 10, capacity: { cpu: 1 }, power: `${watts}W` }],
    tasks: [{ id: "t", count, runtime: "400h", demand: { cpu: 1 } }],
  };
}

function rented(price: string): object {
  return {
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: [{ id: "a", price }, { id: "b" }],
    tasks: [{ id: "t", runtime: "400h" }],
  };
}

function priced(cost: number, others: object): object {
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "a", capacity: { cpu: 10 } }],
    tasks: [{ id: "t", count: 3, cost, demand: { cpu: 1 } }],
    ...others,
  };
}

function valued(value: number): object {
  return {
    ...priced(0, { objectives: ["throughput"] }),
    tasks: [{ id: "t", count: 3000, value, optional: true, demand: { cpu: 1 } }],
  };
}

function sized(cpu: number): object {
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "a", count: 1000, capacity: { cpu } }],
    tasks: [],
  };
}

function summed(weights: readonly number[], count = 4): object {
  return {
    mode: "batch",
    exclusive: true,
    combine: "weighted",
    objectives: ["cost", "makespan"].map((objective, i) => ({ objective, weight: weights[i] })),
    resources: [{ id: "a", count: 3 }],
    tasks: [{ id: "t", count, runtime: "40h", cost: 1000 }],
  };
}
