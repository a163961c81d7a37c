import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { demandOf, deviceDimensions, isUsable, usablePairs } from "../../src/instance/usable.ts";
import { makeRandom } from "../../src/util/random.ts";
import { randomDocument } from "../support/random-document.ts";

const usable = (mode: string, resource: object, task: object) =>
  usablePairs(
    parseInstance({
      mode,
      ...(mode === "batch" && { exclusive: true }),
      resources: [{ id: "r", ...resource }],
      tasks: [{ id: "t", ...task }],
    }),
  )[0] === 1;

test("a demand fits up to the capacity", () => {
  const capacity = { cpu: 2, memory: "4GiB" };
  expect(usable("placement", { capacity }, { demand: { cpu: 2, memory: "4GiB" } })).toBe(true);
  expect(usable("placement", { capacity }, { demand: { cpu: 2.001 } })).toBe(false);
  expect(usable("placement", { capacity }, { demand: { memory: "4097MiB" } })).toBe(false);
  expect(usable("placement", { capacity }, { demand: { gpu: 1 } })).toBe(false);
  expect(usable("placement", { capacity }, { demand: { gpu: 0 } })).toBe(true);
  expect(usable("placement", { devices: { gpu: 2 } }, { demand: { gpu: 3 } })).toBe(false);
  expect(usable("placement", { devices: { gpu: 1 } }, { demand: { gpu: 0.5 } })).toBe(true);
});

test("times must leave room for the runtime", () => {
  const window = { available: { from: "2s", until: "10s" } };
  expect(usable("batch", window, { runtime: "8s" })).toBe(true);
  expect(usable("batch", window, { runtime: "8001ms" })).toBe(false);
  expect(usable("batch", window, { runtime: "5s", release: "5s" })).toBe(true);
  expect(usable("batch", window, { runtime: "6s", release: "5s" })).toBe(false);
  expect(usable("batch", window, { runtime: "3s", deadline: "5s" })).toBe(true);
  expect(usable("batch", window, { runtime: "4s", deadline: "5s" })).toBe(false);
  expect(usable("batch", window, { runtime: 0, deadline: "2s" })).toBe(true);
  expect(usable("batch", window, { runtime: 0, deadline: "1s" })).toBe(false);
});

test("a share may fit where the whole does not", () => {
  const divisible = { divisible: true };
  const capacity = { cpu: 1 };
  expect(usable("placement", { capacity }, { ...divisible, demand: { cpu: 9 } })).toBe(true);
  expect(usable("placement", {}, { ...divisible, demand: { cpu: 9 } })).toBe(false);
  const window = { available: { until: "1s" } };
  expect(usable("batch", window, { ...divisible, runtime: "9s" })).toBe(true);
  expect(usable("batch", window, { ...divisible, runtime: "9s", release: "1s" })).toBe(false);
  expect(usable("batch", window, { ...divisible, runtime: 0, release: "1s" })).toBe(true);
});

test("demands are read by pair, device dimensions by index", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [
      { id: "a", capacity: { cpu: 1 } },
      { id: "b", devices: { gpu: 1 } },
    ],
    tasks: [{ id: "t", demand: { gpu: [0, 1], cpu: 0.5 } }],
  });
  const all = [0, 1].flatMap((d) => [0, 1].map((r) => demandOf(instance, 0, r, d)));
  expect(all).toEqual([500, 500, 0, 1000]);
  expect(deviceDimensions(instance)).toEqual([1]);
});

test("the table says of every pair what is said of it alone", () => {
  let ruledOut = 0;
  for (let seed = 0; seed < 60; seed++) {
    const mode = seed % 2 === 0 ? "placement" : "batch";
    const instance = parseInstance(randomDocument(makeRandom(seed), { mode }));
    const table = usablePairs(instance);
    const R = instance.resources.length;
    table.forEach((one, k) => {
      expect(isUsable(instance, Math.floor(k / R), k % R), `seed ${seed}`).toBe(one === 1);
      ruledOut += 1 - one;
    });
  }
  expect(ruledOut).toBeGreaterThan(100);
});
