import { describe, expect, it } from "vitest";
import { makeKnapsack, PADDING } from "../../../src/exact/kernels/knapsack.ts";
import { makeRandom } from "../../../src/util/random.ts";

interface Item {
  readonly weight: number;
  readonly profit: number;
}

/** The most that items at the given positions are worth within a capacity, by trying every subset. */
function mostWorth(items: readonly Item[], capacity: number): number {
  if (capacity < 0) return -Infinity;
  let best = 0;
  for (let set = 0; set < 1 << items.length; set++) {
    const chosen = items.filter((_, k) => (set >> k) & 1);
    const weight = chosen.reduce((sum, item) => sum + item.weight, 0);
    if (weight > capacity) continue;
    best = Math.max(
      best,
      chosen.reduce((sum, item) => sum + item.profit, 0),
    );
  }
  return best;
}

describe("the knapsack kernel", () => {
  it("fills, traces and loses as enumeration does, again and again in one memory", () => {
    const random = makeRandom(5);
    const row = Math.ceil((40 + PADDING) / 4) * 16;
    const kernel = makeKnapsack(20 * row);
    const table = 0;
    const items = 10 * row;
    const scratch = 12 * row;
    for (let round = 0; round < 600; round++) {
      const capacity = random.int(0, 38);
      const list: Item[] = Array.from({ length: random.int(0, 7) }, () => ({
        weight: random.int(0, random.int(0, capacity)),
        profit: random.int(1, random.int(0, 1) === 0 ? 4 : 2 ** 26),
      }));
      list.forEach(({ weight, profit }, k) => {
        kernel.memory.set([weight, profit], items / 4 + 4 * k);
      });
      const best = kernel.fill(items, 0, list.length, table, row, capacity + 1);
      expect(best).toBe(mostWorth(list, capacity));
      const taken = list.map((_, k) => kernel.memory[items / 4 + 4 * k + 2] === 1);
      const chosen = list.filter((_, k) => taken[k]);
      expect(chosen.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(capacity);
      expect(chosen.reduce((sum, { profit }) => sum + profit, 0)).toBe(best);
      kernel.lose(items, list.length, table, row, capacity + 1, scratch, best);
      list.forEach(({ weight, profit }, k) => {
        const others = list.filter((_, other) => other !== k);
        const other = taken[k]
          ? mostWorth(others, capacity)
          : mostWorth(others, capacity - weight) + profit;
        expect(kernel.memory[items / 4 + 4 * k + 3]).toBe(best - other);
      });
      // Rows before a change stand.
      const from = random.int(0, list.length);
      if (from === list.length) continue;
      kernel.memory[items / 4 + 4 * from + 1] = 7;
      const changed = list.map((item, k) => (k === from ? { ...item, profit: 7 } : item));
      expect(kernel.fill(items, from, list.length, table, row, capacity + 1)).toBe(
        mostWorth(changed, capacity),
      );
    }
  });
});
