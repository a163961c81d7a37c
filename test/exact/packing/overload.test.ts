import { expect, test } from "vitest";
import { packingCore } from "../../../src/cores/packing.ts";
import type { CopyLoad } from "../../../src/exact/packing/load.ts";
import { fillByOverload } from "../../../src/exact/packing/overload.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";

/** Hosts of several sizes in three dimensions, and tasks cut from them, so that they nearly fill the hosts. */
function brimful(random: Random) {
  const hosts = Array.from({ length: random.int(2, 6) }, () => ({
    cpu: random.int(20, 90),
    ports: random.int(20, 90),
    gpu: random.int(0, 2) === 0 ? 0 : random.int(4, 8),
  }));
  const tasks: { cpu: number; ports: number; gpu: number }[] = [];
  for (const host of hosts) {
    const parts = random.int(3, 8);
    const cut = (whole: number, i: number) =>
      Math.floor((whole * (i + 1)) / parts) - Math.floor((whole * i) / parts);
    for (let i = 0; i < parts; i++) {
      tasks.push({
        cpu: cut(host.cpu, i),
        ports: cut(host.ports, parts - 1 - i),
        gpu: cut(host.gpu, i),
      });
    }
  }
  const instance = parseInstance({
    ...{ mode: "placement", objectives: ["cost"] },
    resources: hosts.map(({ cpu, ports, gpu }, i) => ({
      ...{ id: `h${i}`, fixed_price: 1 },
      capacity: { cpu: cpu + 1, ports: ports + 1, gpu },
    })),
    tasks: random.shuffle(tasks).map((demand, i) => ({ id: `t${i}`, demand })),
  });
  const core = packingCore(instance, targetsOf(instance)[0]);
  if (typeof core === "string") throw new Error(core);
  return core;
}

function filled(
  search: Iterable<readonly CopyLoad[] | undefined>,
): readonly CopyLoad[] | undefined {
  let found: readonly CopyLoad[] | undefined;
  for (const loads of search) found = loads ?? found;
  return found;
}

test("hosts with hardly any room to spare are nearly always filled, and never more than that", () => {
  const random = makeRandom(first + 310);
  let [found, tried] = [0, 0];
  for (let n = 0; n < drawn(120); n++) {
    const core = brimful(random);
    const loads = filled(fillByOverload(core, core.units, random, 12_000));
    tried++;
    if (loads === undefined) continue;
    found++;
    const left = core.copies.slice();
    for (const { resource, tasks } of loads) {
      const used = new Float64Array(core.dimensions);
      for (const t of tasks) {
        left[t]--;
        for (let d = 0; d < core.dimensions; d++) {
          used[d] += core.demand[(t * core.resources + resource) * core.dimensions + d];
        }
      }
      used.forEach((amount, d) => {
        expect(amount).toBeLessThanOrEqual(core.capacity[resource * core.dimensions + d]);
      });
    }
    expect(left.every((one) => one === 0)).toBe(true);
  }
  expect(found / tried).toBeGreaterThan(0.75);
  expect(tried).toBeGreaterThanOrEqual(atLeast(100));
});

test("with less room than is asked for nothing is found, and a task that fits nowhere ends it at once", () => {
  const random = makeRandom(first + 320);
  const core = brimful(random);
  const open = core.units.slice();
  open[0] = 0;
  expect(filled(fillByOverload(core, open, random, 500))).toBeUndefined();
  expect([...fillByOverload(core, open.fill(0), random, 500)]).toEqual([]);
});
