import { expect, it } from "vitest";
import { refutePart, splitGap } from "../../../src/exact/gap/parts.ts";
import { enumerateCore, randomCore } from "./cores.ts";

it("parts hold the optimum of the whole, and nothing below it", () => {
  let parts = 0;
  for (let seed = 0; seed < 400; seed++) {
    const core = randomCore(seed, 7, 4);
    const least = enumerateCore(core);
    for (const limit of least === Infinity ? [20] : [least - 1, least, least + 2]) {
      const split = splitGap(core, limit, 1);
      expect(split).toBeDefined();
      let upper = limit + 1;
      if (split?.assignment !== undefined) {
        upper = split.assignment.reduce((sum, i, j) => sum + core.cost[j * core.resources + i], 0);
        expect(upper, `seed ${seed}`).toBeLessThanOrEqual(limit);
        expect(upper, `seed ${seed}`).toBeGreaterThanOrEqual(least);
        continue;
      }
      for (const part of split?.parts ?? []) {
        parts++;
        const shared = { upper: () => upper, lower: () => -Infinity };
        for (const { value } of refutePart(core, part, limit, shared)) upper = value ?? upper;
      }
      expect(upper, `seed ${seed}`).toBe(Math.min(least, limit + 1));
    }
  }
  expect(parts).toBeGreaterThan(50);
});
