import fc from "fast-check";
import type { IdenticalCore } from "../../../src/cores/identical.ts";

/** Small nasty sizes: none, zeros, ties, one resource, more resources than tasks, sums near 2^53. */
export const sizes: fc.Arbitrary<{ readonly runtimes: number[]; readonly resources: number }> = fc
  .record({
    resources: fc.integer({ min: 1, max: 5 }),
    longest: fc.constantFrom(0, 1, 3, 10, 40, 1000, 100_000_000, 900_000_000_000_000),
    unit: fc.constantFrom(1, 1, 6),
    tasks: fc.integer({ min: 0, max: 8 }),
  })
  .chain(({ resources, longest, unit, tasks }) =>
    fc
      .array(fc.integer({ min: 0, max: longest }), { minLength: tasks, maxLength: tasks })
      .map((list) => ({
        resources,
        runtimes: list.map((one) => one * (longest > 1e9 ? 1 : unit)),
      })),
  );

/** The least largest load, by trying every resource for every item; equal loads are tried once. */
export function leastLoad({ runtime, resources }: IdenticalCore): number {
  let best = Number.POSITIVE_INFINITY;
  const load = new Array<number>(resources).fill(0);
  const place = (j: number, largest: number): void => {
    if (largest >= best) return;
    if (j === runtime.length) {
      best = largest;
      return;
    }
    for (const [i, one] of load.entries()) {
      if (load.indexOf(one) < i) continue;
      load[i] = one + runtime[j];
      place(j + 1, Math.max(largest, load[i]));
      load[i] = one;
    }
  };
  place(0, 0);
  return best;
}
