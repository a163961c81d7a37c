import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { knapsack } from "../../../src/plan/certificate/knapsack.ts";
import { searchedKnapsack } from "../../../src/plan/certificate/knapsack-search.ts";
import { drawn } from "../../support/drawn.ts";

const item = (count: number, weight: number, worth: number) => ({ count, weight, worth });
const worth = (capacity: number, ...kinds: readonly ReturnType<typeof item>[]) =>
  knapsack(kinds, capacity, Infinity)?.worth;

describe("a knapsack", () => {
  test("takes every number of equal items", () => {
    // Beside a dear item that leaves room for n of the others, of which twelve would fit alone.
    for (let n = 0; n <= 12; n++) {
      expect(worth(24, item(12, 2, 2), item(1, 24 - 2 * n, 100))).toBe(100 + 2 * n);
    }
    for (let count = 1; count <= 12; count++) {
      for (let room = 0; room <= 12; room++) {
        expect(worth(room, item(count, 1, 5), item(1, 13, 999))).toBe(5 * Math.min(count, room));
      }
    }
  });

  test("is full at its capacity and not a thousandth below", () => {
    expect(worth(1000, item(2, 500, 7), item(9, 1001, 99))).toBe(14);
    expect(worth(999, item(2, 500, 7), item(9, 1001, 99))).toBe(7);
    expect(worth(499, item(2, 500, 7))).toBe(0);
    expect(worth(0, item(3, 1, 7), item(4, 0, 2))).toBe(8);
  });

  test("takes all that weighs nothing, and everything where there is no end", () => {
    expect(worth(3, item(4, 0, 2), item(5, 2, 3))).toBe(11);
    expect(worth(Infinity, item(4, 0, 2), item(5, 2, 3))).toBe(23);
    expect(worth(5)).toBe(0);
  });

  test("counts its cells, and gives up where they are too many or worths pass exact numbers", () => {
    // Bundles of 1 and 2 in a room of 0 to 3 units of 2.
    expect(knapsack([item(9, 2, 1)], 7, 8)).toEqual({ worth: 3, cells: 8 });
    expect(knapsack([item(9, 2, 1)], 7, 7)).toBeUndefined();
    expect(worth(7, item(2, 2, 2 ** 52))).toBeUndefined();
  });
});

describe("a knapsack by search", () => {
  const amounts = (max: number) => fc.array(fc.nat(max), { minLength: 9, maxLength: 9 });
  const many = { numRuns: drawn(2000) };

  test("is worth what a table says", () => {
    fc.assert(
      fc.property(amounts(9), amounts(5), fc.nat(40), (weight, profit, room) => {
        const kinds = weight.map((one, t) => item(1, one, profit[t] + 1));
        const profits = profit.map((one) => one + 1);
        expect(searchedKnapsack(weight, profits, room, 1e6)?.worth).toBe(worth(room, ...kinds));
      }),
      many,
    );
  });

  test("gives up past its nodes, and where products are not exact", () => {
    expect(searchedKnapsack([3, 5, 7], [4, 5, 9], 9, 1)).toBeUndefined();
    expect(searchedKnapsack([3, 5, 7], [4, 5, 9], 9, 20)?.worth).toBe(9);
    expect(searchedKnapsack([2 ** 30], [2 ** 25], 2 ** 30, 20)).toBeUndefined();
    expect(searchedKnapsack([2 ** 30], [2 ** 20], 2 ** 30, 20)?.worth).toBe(2 ** 20);
  });
});
