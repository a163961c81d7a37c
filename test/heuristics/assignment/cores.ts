import fc from "fast-check";
import type { GapCore } from "../../../src/cores/types.ts";

/** Small nasty cores: ties, zero weights, negative costs, forbidden pairs, tight and hopeless capacities. */
export const cores: fc.Arbitrary<GapCore> = fc
  .record({ tasks: fc.integer({ min: 0, max: 9 }), resources: fc.integer({ min: 1, max: 4 }) })
  .chain(({ tasks, resources }) =>
    fc.record({
      tasks: fc.constant(tasks),
      resources: fc.constant(resources),
      cost: ints(tasks * resources, -5, 9),
      weight: ints(tasks * resources, 0, 6),
      capacity: ints(resources, 0, Math.ceil((5 * tasks) / resources)),
      step: fc.constant(1),
      offset: fc.constant(0),
    }),
  );

function ints(length: number, min: number, max: number): fc.Arbitrary<Int32Array> {
  return fc
    .array(fc.integer({ min, max }), { minLength: length, maxLength: length })
    .map((values) => Int32Array.from(values));
}

/** The sum of costs, or undefined if some load is too large. */
export function priceOf(core: GapCore, assignment: Int32Array): number | undefined {
  const left = Array.from(core.capacity);
  let value = 0;
  for (let j = 0; j < core.tasks; j++) {
    const pair = j * core.resources + assignment[j];
    left[assignment[j]] -= core.weight[pair];
    value += core.cost[pair];
  }
  return left.every((room) => room >= 0) ? value : undefined;
}

/** The least value of all assignments by enumeration with pruning by capacity, or undefined. */
export function leastByEnumeration(core: GapCore): number | undefined {
  const left = Array.from(core.capacity);
  let best: number | undefined;
  const visit = (j: number, value: number) => {
    if (j === core.tasks) {
      if (best === undefined || value < best) best = value;
      return;
    }
    for (let i = 0; i < core.resources; i++) {
      const pair = j * core.resources + i;
      if (core.weight[pair] > left[i]) continue;
      left[i] -= core.weight[pair];
      visit(j + 1, value + core.cost[pair]);
      left[i] += core.weight[pair];
    }
  };
  visit(0, 0);
  return best;
}

/** A core of type D as in Chu and Beasley (1997): costs fall as weights rise. */
export function inverseCore(tasks: number, resources: number, seed: number): GapCore {
  let state = seed;
  const next = (low: number, high: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + Math.floor((state / 0x1_0000_0000) * (high - low + 1));
  };
  const weight = Int32Array.from({ length: tasks * resources }, () => next(1, 100));
  const cost = weight.map((w) => 111 - w + next(-10, 10));
  const capacity = new Int32Array(resources);
  weight.forEach((w, e) => {
    capacity[e % resources] += w;
  });
  for (let i = 0; i < resources; i++) capacity[i] = Math.floor((0.8 * capacity[i]) / resources);
  return { tasks, resources, cost, weight, capacity, step: 1, offset: 0 };
}
