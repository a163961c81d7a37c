import { expect, test } from "vitest";
import type { PackingCore } from "../../../src/cores/packing.ts";
import { addTask, type CopyLoad, emptyLoad } from "../../../src/exact/packing/load.ts";
import { priceBranch } from "../../../src/exact/packing/price-branch.ts";
import { gridsOf, priceGrid } from "../../../src/exact/packing/price-grid.ts";
import type { PricedConfiguration } from "../../../src/exact/packing/types.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { drawn } from "../../support/drawn.ts";

const SHARES = [0, 250, 300, 340, 460, 500, 510, 650, 810, 1000, 2000];

/** One resource entry, up to five task entries; zeros, ties and tasks that never fit. */
function randomCore(random: Random, devices: boolean): PackingCore {
  const T = random.int(0, 5);
  const column = (n: number, make: (i: number) => number) =>
    Array.from({ length: n }, (_, i) => make(i));
  const gpu = () => SHARES[random.int(0, SHARES.length - 1)];
  return {
    tasks: T,
    resources: 1,
    dimensions: 3,
    copies: Int32Array.from(column(T, () => random.int(1, 4))),
    units: Int32Array.of(1),
    optional: new Uint8Array(T),
    usable: Uint8Array.from(column(T, () => (random.int(0, 5) === 0 ? 0 : 1))),
    value: new Float64Array(T),
    fixed: new Float64Array(1),
    step: 1,
    demand: Float64Array.from(
      column(3 * T, (i) => (i % 3 === 2 && devices ? gpu() : random.int(0, 4))),
    ),
    capacity: Float64Array.of(
      random.int(0, 9),
      random.int(0, 9),
      devices ? 1000 * random.int(0, 3) : random.int(0, 9),
    ),
    ...(devices ? { device: 2 } : {}),
  };
}

/** The most that a configuration is worth, by trying all. */
function enumerated(core: PackingCore, worth: Float64Array): number {
  const walk = (before: CopyLoad, t: number): number => {
    if (t === core.tasks) return 0;
    const load = structuredClone(before);
    let most = walk(load, t + 1);
    for (let added = 1; added <= core.copies[t] && addTask(core, load, t); added++) {
      most = Math.max(most, added * worth[t] + walk(load, t + 1));
    }
    return most;
  };
  return walk(emptyLoad(core, 0), 0);
}

function expectHeld(
  core: PackingCore,
  worth: Float64Array,
  { configuration, worth: claimed }: PricedConfiguration,
) {
  const load = emptyLoad(core, 0);
  let sum = 0;
  configuration.tasks.forEach((t, i) => {
    expect(configuration.counts[i]).toBeGreaterThan(0);
    expect(configuration.counts[i]).toBeLessThanOrEqual(core.copies[t]);
    for (let n = 0; n < configuration.counts[i]; n++) expect(addTask(core, load, t)).toBe(true);
    sum += configuration.counts[i] * worth[t];
  });
  expect(sum).toBe(claimed);
}

test.each([true, false])("branch and bound against enumeration, devices %s", (devices) => {
  let early = 0;
  for (let seed = 0; seed < drawn(400); seed++) {
    const random = makeRandom(seed);
    const core = randomCore(random, devices);
    const worth = Float64Array.from(
      { length: core.tasks },
      () => random.int(0, 6) * random.int(1, 9),
    );
    const best = enumerated(core, worth);
    const priced = priceBranch(core, 0, worth, 100_000, undefined);
    expectHeld(core, worth, priced);
    expect([priced.worth, priced.atMost], `seed ${seed}`).toEqual([best, best]);
    const stopped = priceBranch(core, 0, worth, random.int(0, 2), priced.configuration);
    expect(stopped.worth).toBe(best);
    const cold = priceBranch(core, 0, worth, 0, undefined);
    expectHeld(core, worth, cold);
    expect(cold.worth).toBeLessThanOrEqual(best);
    expect(cold.atMost, `seed ${seed}`).toBeGreaterThanOrEqual(best);
    if (cold.atMost > best) early++;
  }
  expect(early).toBeGreaterThan(0);
});

test("the table against enumeration", () => {
  for (let seed = 0; seed < drawn(300); seed++) {
    const random = makeRandom(seed);
    const core = randomCore(random, false);
    const worth = Float64Array.from({ length: core.tasks }, (_, t) =>
      core.usable[t] === 1 ? random.int(0, 6) * random.int(1, 9) : 0,
    );
    const [grid] = gridsOf(core) ?? [];
    const [priced] = priceGrid(core, grid, worth);
    expectHeld(core, worth, priced);
    expect(priced.atMost).toBe(priced.worth);
    expect(priced.worth, `seed ${seed}`).toBe(enumerated(core, worth));
  }
});

test("five shares of 0.34 need three devices, which total demand does not see", () => {
  const core: PackingCore = {
    ...randomCore(makeRandom(1), true),
    tasks: 1,
    copies: Int32Array.of(5),
    optional: Uint8Array.of(1),
    usable: Uint8Array.of(1),
    value: Float64Array.of(0),
    demand: Float64Array.of(0, 0, 340),
    capacity: Float64Array.of(9, 9, 2000),
  };
  // Two on a device, so four on two; 5 x 340 = 1700 would fit by total.
  expect(priceBranch(core, 0, Float64Array.of(10), 0, undefined)).toMatchObject({
    worth: 40,
    atMost: 40,
  });
});
