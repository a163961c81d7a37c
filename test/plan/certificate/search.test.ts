import { expect, test } from "vitest";
import { gapCoreOf } from "../../../src/cores/gap.ts";
import { proveGap } from "../../../src/exact/gap/prove.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import type { SearchProof } from "../../../src/plan/certificate/types.ts";
import { makeRandom } from "../../../src/util/random.ts";

/** Tasks of odd bytes on hosts that hold two or three of them, at a price for each pair. */
function inBytes(seed: number) {
  const random = makeRandom(seed);
  const memory = Array.from({ length: 7 }, () => random.int(30_000_000, 60_000_000));
  const room = Array.from({ length: 3 }, () => random.int(110_000_000, 150_000_000));
  const price = memory.map(() => room.map(() => random.int(1, 40)));
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: room.map((bytes, r) => ({ id: `r${r}`, capacity: { memory: `${bytes}MiB` } })),
    tasks: memory.map((bytes, t) => ({
      ...{ id: `t${t}`, demand: { memory: `${bytes}MiB` }, cost: price[t] },
    })),
  });
  return { instance, least: leastCost(memory, room, price) };
}

/** The least cost of all assignments, by trying every one; undefined if there is none. */
function leastCost(
  weight: readonly number[],
  room: readonly number[],
  price: readonly (readonly number[])[],
): number | undefined {
  let least: number | undefined;
  for (let code = 0; code < room.length ** weight.length; code++) {
    const left = room.slice();
    let cost = 0;
    let rest = code;
    for (const [t, one] of weight.entries()) {
      const r = rest % room.length;
      rest = Math.floor(rest / room.length);
      left[r] -= one;
      cost += price[t][r];
    }
    if (left.every((one) => one >= 0) && cost < (least ?? Infinity)) least = cost;
  }
  return least;
}

test("what coarse knapsacks prove of assignments is accepted up to the least cost, and no unit proves more", () => {
  const seen = { coarse: 0, sharp: 0, proven: 0, rejected: 0 };
  for (let seed = 1; seed <= 8; seed++) {
    const { instance, least } = inBytes(seed);
    if (least === undefined) continue;
    const [target] = targetsOf(instance);
    const map = gapCoreOf(instance, target);
    if (map === undefined) throw new Error("expected a core");
    let [upper, lower] = [Infinity, -Infinity];
    let last: SearchProof | undefined;
    for (const event of proveGap(map.core, { upper: () => upper, lower: () => lower })) {
      upper = Math.min(upper, event.value ?? upper);
      lower = Math.max(lower, event.bound ?? lower);
      if (event.certificate?.kind === "search") last = event.certificate;
    }
    if (last?.grain === undefined) continue;
    seen.coarse++;
    const best = least * target.perUnit;
    const checked = checkCertificate(instance, target, last);
    if ("bound" in checked && checked.bound === best) seen.sharp++;
    for (const factor of [1, 2, 10, 1000]) {
      for (const above of [0, target.perUnit, 5 * target.perUnit]) {
        const grain = last.grain.map((one) => factor * one);
        const other = checkCertificate(instance, target, {
          ...last,
          ...{ grain, refuted: last.refuted + above },
        });
        if ("rejected" in other) seen.rejected++;
        else {
          seen.proven++;
          expect(other.bound).toBeLessThanOrEqual(best);
        }
      }
    }
    for (const grain of [[], last.grain.slice(1), last.grain.map(() => 0), "1", [0.5, 1, 1]]) {
      expect(checkCertificate(instance, target, { ...last, grain })).toHaveProperty("rejected");
    }
  }
  expect(seen.coarse).toBeGreaterThan(3);
  expect(seen.sharp).toBe(seen.coarse);
  expect(Math.min(seen.proven, seen.rejected)).toBeGreaterThan(10);
});

test.each([["divisible"], ["replicas"]])("a search does not speak of what is %s", (word) => {
  const more = { divisible: { divisible: true }, replicas: { replicas: 2 } }[word];
  const instance = parseInstance({
    mode: "placement",
    resources: [
      { id: "a", capacity: { cpu: 2 }, price: "1/h" },
      { id: "b", capacity: { cpu: 2 }, price: "2/h" },
    ],
    tasks: [{ id: "t", demand: { cpu: 1 }, runtime: "1h", cost: 1, ...more }],
  });
  const [target] = targetsOf(instance);
  const certificate = {
    kind: "search",
    refuted: 0,
    denominator: 1,
    resource: 0,
    root: { prices: [] },
  };
  expect(checkCertificate(instance, target, certificate)).toEqual({
    rejected: expect.stringContaining(`(${word})`),
  });
  const plain = parseInstance({
    mode: "placement",
    resources: [{ id: "a", capacity: { cpu: 2 } }],
    tasks: [{ id: "t", demand: { cpu: 1 }, runtime: "1h", cost: 1 }],
  });
  expect(checkCertificate(plain, target, certificate)).toEqual({ bound: expect.any(Number) });
});
