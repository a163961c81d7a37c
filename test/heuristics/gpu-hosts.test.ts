import { expect, test } from "vitest";
import { GpuHosts } from "../../src/heuristics/comparators/gpu/hosts.ts";
import { byLot, byRank, inOrder } from "../../src/heuristics/comparators/gpu/pass.ts";
import {
  fragmentation,
  fragmentationDescent,
  leastDotProduct,
  leastLeft,
} from "../../src/heuristics/comparators/gpu/scores.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";

/** Shares, whole GPUs, tasks without any, and a kind that some may not use. */
function randomGpus(seed: number) {
  const random = makeRandom(seed);
  const resources = Array.from({ length: random.int(1, 3) }, (_, r) => ({
    id: `h${r}`,
    count: random.int(1, 3),
    capacity: { cpu: random.int(2, 8) },
    devices: { gpu: r === 0 ? 2 : random.int(0, 3) },
    labels: { gpu: random.int(0, 1) === 0 ? "a" : "b" },
  }));
  const shares = ["0", "0.25", "0.333", "0.5", "0.999", "1", "2"];
  const tasks = Array.from({ length: random.int(1, 5) }, (_, t) => ({
    id: `t${t}`,
    count: random.int(1, 4),
    optional: true,
    demand: { cpu: random.int(0, 3), gpu: Number(shares[random.int(0, shares.length - 1)]) },
    ...(resources.some(({ labels }) => labels.gpu === "a") &&
      random.int(0, 3) === 0 && { eligible: { gpu: "a" } }),
  }));
  return parseInstance({ mode: "placement", objectives: ["utilization:gpu"], resources, tasks });
}

test("passes over hosts with GPUs keep every rule, and leave out only what has no room", () => {
  const seen = { placed: 0, left: 0 };
  for (let seed = 1; seed <= drawn(300, 30); seed++) {
    const instance = randomGpus(seed);
    for (const make of [
      (hosts: GpuHosts) => byRank(hosts, fragmentationDescent(hosts), makeRandom(seed)),
      (hosts: GpuHosts) => byRank(hosts, leastLeft(hosts), makeRandom(seed)),
      (hosts: GpuHosts) => byRank(hosts, leastDotProduct(hosts), makeRandom(seed)),
      (hosts: GpuHosts) => byLot(hosts, makeRandom(seed)),
    ]) {
      const hosts = new GpuHosts(instance);
      const pieces = inOrder(hosts, instance.taskOfCopy.keys(), make(hosts));
      const checked = verify(instance, buildPlan(instance, pieces));
      expect(checked.ok, JSON.stringify(checked)).toBe(true);
      const placed = new Set(pieces.map(({ task }) => task));
      // Nothing ever leaves, so what has room at the end had room when it came.
      for (const [copy, task] of instance.taskOfCopy.entries()) {
        if (placed.has(copy)) continue;
        seen.left++;
        expect(hosts.states.some((state) => hosts.fits(task, state))).toBe(false);
      }
      seen.placed += placed.size;
    }
  }
  expect(Math.min(seen.placed, seen.left)).toBeGreaterThan(0);
});

test("fragments are what the tasks of the instance cannot use", () => {
  const instance = parseInstance({
    mode: "placement",
    objectives: ["utilization:gpu"],
    resources: [{ id: "h", capacity: { cpu: 8 }, devices: { gpu: 2 } }],
    tasks: [
      { id: "half", count: 2, optional: true, demand: { cpu: 1, gpu: 0.5 } },
      { id: "pair", optional: true, demand: { cpu: 1, gpu: 2 } },
      { id: "none", optional: true, demand: { cpu: 1, gpu: 0 } },
    ],
  });
  const hosts = new GpuHosts(instance);
  const [empty] = hosts.states;
  // Of four copies only one, which needs no GPU: 2 GPUs.
  expect(fragmentation(hosts, empty!)).toBe(2000);
  const [after] = hosts.choices(0, empty!);
  expect(after!.devices).toEqual([500, 1000]);
  // Now pair cannot run either: 1.5 GPUs for both.
  expect(fragmentation(hosts, after!)).toBe(3000);
  const [fuller, other] = hosts.choices(0, after!);
  expect([fuller!.devices, other!.devices]).toEqual([
    [0, 1000],
    [500, 500],
  ]);
  expect([fuller, other].map((state) => fragmentation(hosts, state!))).toEqual([2000, 2000]);
  const rank = leastDotProduct(hosts);
  // CPU 1/8 of 7/8 free, and half of a device's room.
  expect(rank(0, after!, fuller!)).toBeCloseTo(7 / 64 + 0.25);
  expect(rank(0, after!, other!)).toBeCloseTo(7 / 64 + 0.5);
  expect(leastLeft(hosts)(0, after!, fuller!)).toBeCloseTo(6 / 8 + 1000 / 2000);
});
