import { expect, it } from "vitest";
import type { CoreEvent, CoreShared } from "../../../src/cores/events.ts";
import type { GapCore } from "../../../src/cores/types.ts";
import { ASSIGNMENTS, grainsOf } from "../../../src/exact/gap/grain.ts";
import { proveGap } from "../../../src/exact/gap/prove.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { enumerateCore, randomCore } from "./cores.ts";

const CORES = drawn(1200, 400);

/** Runs a proof to its end; every bound is held against `least`, every assignment is summed up again. */
function follow(core: GapCore, least: number, first: { upper?: number; lower?: number } = {}) {
  let { upper = Infinity, lower = -Infinity } = first;
  const shared: CoreShared = { upper: () => upper, lower: () => lower };
  const events: CoreEvent[] = [];
  for (const event of proveGap(core, shared)) {
    events.push(event);
    if (event.assignment !== undefined) {
      expect(sumOf(core, event.assignment)).toBe(event.value);
      expect(event.value).toBeLessThan(upper);
      upper = event.value as number;
    }
    if (event.bound !== undefined) {
      expect(event.bound).toBeLessThanOrEqual(least);
      lower = Math.max(lower, event.bound);
    }
  }
  return { upper, lower, events };
}

/** Infinity if the assignment is not feasible. */
function sumOf({ resources, cost, weight, capacity }: GapCore, assignment: Int32Array): number {
  const room = [...capacity];
  let sum = 0;
  assignment.forEach((i, j) => {
    room[i] -= weight[j * resources + i];
    sum += cost[j * resources + i];
  });
  return room.every((left) => left >= 0) ? sum : Infinity;
}

it("finds and proves what enumeration finds", () => {
  let infeasible = 0;
  for (let seed = 0; seed < CORES; seed++) {
    const core = randomCore(seed);
    const least = enumerateCore(core);
    const { upper, lower } = follow(core, least);
    expect(upper, `seed ${seed}`).toBe(least);
    if (least === Infinity) infeasible++;
    else expect(lower, `seed ${seed}`).toBe(least);
  }
  expect(infeasible).toBeGreaterThan(CORES / 20);
  expect(infeasible).toBeLessThan(CORES / 2);
});

it("proves in units of bytes what enumeration finds, though tables count in coarser ones", () => {
  let coarse = 0;
  let proven = 0;
  for (let seed = 0; seed < drawn(80); seed++) {
    const core = inBytes(randomCore(seed), seed);
    const least = enumerateCore(core);
    const { upper, lower } = follow(core, least);
    expect(upper, `seed ${seed}`).toBe(least);
    if (least < Infinity) {
      expect(lower, `seed ${seed}`).toBe(least);
      proven++;
    }
    if (grainsOf(core, ASSIGNMENTS).some((one) => one > 1)) coarse++;
  }
  expect(coarse).toBeGreaterThan(atLeast(20));
  expect(proven).toBeGreaterThan(atLeast(40));
});

/** Weights of tens of millions that share no divisor, some of which just fit or just do not. */
function inBytes(core: GapCore, seed: number): GapCore {
  const random = makeRandom(seed);
  const unit = 20_000_000;
  return {
    ...core,
    weight: core.weight.map((one) => Math.max(0, unit * one + random.int(-2, 2))),
    capacity: core.capacity.map((one) => unit * one + random.int(0, 3)),
  };
}

it("proves a value that is known and never looks above it", () => {
  for (let seed = 0; seed < CORES; seed++) {
    const core = randomCore(seed);
    const least = enumerateCore(core);
    if (least === Infinity) continue;
    const known = follow(core, least, { upper: least });
    expect(known.lower, `seed ${seed}`).toBe(least);
    expect(known.events.some(({ assignment }) => assignment !== undefined)).toBe(false);
    const near = follow(core, least, { upper: least + 1, lower: least - 1 });
    expect(near.upper, `seed ${seed}`).toBe(least);
    expect(near.lower, `seed ${seed}`).toBe(least);
  }
});

it("says that no assignment exists by a bound above every sum of costs", () => {
  const core: GapCore = {
    tasks: 3,
    resources: 2,
    cost: Int32Array.of(1, 5, 2, 2, 7, 3),
    weight: Int32Array.of(2, 2, 2, 2, 2, 2),
    capacity: Int32Array.of(3, 3),
    step: 1,
    offset: 0,
  };
  // Three tasks of 2 on two resources of 3: one is left over. The dearest sum is 5 + 2 + 7 = 14.
  expect(follow(core, Infinity).lower).toBe(15);
});

it("yields the same events for the same core", () => {
  for (let seed = 0; seed < 20; seed++) {
    const core = randomCore(seed, 14, 5);
    const runs = [0, 1].map(() => [
      ...proveGap(core, { upper: () => Infinity, lower: () => -Infinity }),
    ]);
    expect(runs[0]).toEqual(runs[1]);
  }
});

it("stops after a number of nodes with bounds that hold", () => {
  for (let seed = 0; seed < drawn(300); seed++) {
    const core = randomCore(seed);
    const least = enumerateCore(core);
    const shared = { upper: () => Infinity, lower: () => -Infinity };
    for (const { bound } of proveGap(core, shared, { maxNodes: 2 })) {
      if (bound !== undefined) expect(bound, `seed ${seed}`).toBeLessThanOrEqual(least);
    }
  }
});

it("yields nothing on numbers that do not fit", () => {
  const core: GapCore = {
    tasks: 2,
    resources: 2,
    cost: Int32Array.of(-2_000_000_000, 2_000_000_000, 0, 1),
    weight: Int32Array.of(1, 1, 1, 1),
    capacity: Int32Array.of(1, 1),
    step: 1,
    offset: 0,
  };
  expect([...proveGap(core, { upper: () => Infinity, lower: () => -Infinity })]).toEqual([{}]);
});
