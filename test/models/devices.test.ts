import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { DEVICE, type Instance } from "../../src/instance/types.ts";
import { buildPlan, piecesOf, plansEqual } from "../../src/plan/build.ts";
import { canonicalDevices } from "../../src/plan/devices.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { admit } from "../../src/program/admit.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { bestByEnumeration, feasiblePlans } from "../support/enumerate.ts";

/** Shares that nest (0.25, 0.5), that do not (0.3, 0.4), that stand alone (0.8) and whole devices. */
function document(seed: number): object {
  const random = makeRandom(seed);
  const menus = [
    [0.3, 0.4, 0.6],
    [0.25, 0.5, 1],
    [0.2, 0.3, 0.5, 0.7, 1],
    [0.35, 0.8, 0.4, 2],
  ];
  const menu = menus[random.int(0, menus.length - 1)];
  return {
    mode: "placement",
    resources: [
      { id: "a", devices: { gpu: random.int(1, 3), tpu: 1 } },
      { id: "b", devices: { gpu: random.int(0, 2) }, fixed_price: 2 },
    ],
    tasks: Array.from({ length: random.int(3, 6) }, (_, t) => ({
      id: `t${t}`,
      demand: {
        gpu: menu[random.int(0, menu.length - 1)],
        ...(random.int(0, 3) === 0 && { tpu: [0.3, 0.4][random.int(0, 1)] }),
      },
      value: random.int(1, 3),
      optional: random.int(0, 1) === 0,
    })),
    objectives: ["throughput", "cost"],
  };
}

test("shares and whole devices pack as enumeration says", async () => {
  const highs = await findSolver("highs");
  let feasible = 0;
  let choosing = 0;
  for (let seed = 1; seed <= drawn(50); seed++) {
    const instance = parseInstance(document(seed));
    const [target] = targetsOf(instance);
    const best = bestByEnumeration(instance, [target]);
    const encoding = formulate(instance, target, []) as Encoding;
    const { program } = encoding;
    const names = Array.from({ length: program.columns }, (_, c) => program.columnName?.(c) ?? "");
    if (names.some((name) => name.startsWith("y["))) choosing++;
    const result = await highs.solve(program, {}, {});
    expect(result.termination).toBe(best === undefined ? "infeasible" : "optimal");
    if (best === undefined || result.point === undefined) continue;
    feasible++;
    const plan = encoding.decode(result.point.x);
    expect(verify(instance, plan)).toMatchObject({ ok: true });
    expect(evaluateTarget(instance, plan, target)).toBe(best.values[0]);
    expect(plansEqual(canonicalDevices(instance, plan), plan)).toBe(true);
  }
  expect(feasible).toBeGreaterThan(atLeast(15));
  expect(choosing).toBeGreaterThan(atLeast(8));
});

/** The same plan with the devices of each resource numbered from the other end. */
function mirrored(instance: Instance, plan: Plan): Plan {
  const pieces = [...piecesOf(plan)].map((piece) => {
    const { capacity } = instance.resources[instance.resourceOfCopy[piece.resource]];
    const gpu = instance.dimensions.findIndex(({ name }) => name === "gpu");
    const tpu = instance.dimensions.findIndex(({ name }) => name === "tpu");
    const ranges = [gpu, tpu].filter((d) => d >= 0).sort((d, e) => d - e);
    let first = 0;
    const mirror = new Map<number, number>();
    for (const d of ranges) {
      const count = capacity[d] / DEVICE;
      for (let g = 0; g < count; g++) mirror.set(first + g, first + count - 1 - g);
      first += count;
    }
    return { ...piece, devices: piece.devices.map((g) => mirror.get(g) ?? -1) };
  });
  return buildPlan(instance, pieces);
}

test("any numbering of the devices of a feasible plan has the same point", () => {
  let renumbered = 0;
  for (let seed = 1; seed <= drawn(40, 8); seed++) {
    const instance = parseInstance(document(seed));
    const encoding = formulate(instance, targetsOf(instance)[0], []) as Encoding;
    let checked = 0;
    for (const plan of feasiblePlans(instance)) {
      if (checked++ === 20) break;
      const other = mirrored(instance, plan);
      expect(verify(instance, other)).toMatchObject({ ok: true });
      if (!plansEqual(other, plan)) renumbered++;
      const point = encoding.encode(plan);
      expect(encoding.encode(other)).toEqual(point);
      expect(admit(encoding.program, point)).not.toHaveProperty("rejected");
      const back = encoding.decode(point);
      expect(verify(instance, back)).toMatchObject({ ok: true });
      expect(back.resource).toEqual(plan.resource);
    }
  }
  expect(renumbered).toBeGreaterThan(atLeast(50));
});

test("a share that leaves room for a smaller one is not counted as a whole device", () => {
  // 0.6 + 0.4 share gpu 0 and 0.7 + 0.3 share gpu 1, though none of the sizes nests.
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r", devices: { gpu: 2 } }],
    tasks: [0.6, 0.7, 0.3, 0.4].map((gpu, t) => ({ id: `t${t}`, demand: { gpu } })),
    objectives: ["cost"],
  });
  const encoding = formulate(instance, targetsOf(instance)[0], []) as Encoding;
  const [plan] = feasiblePlans(instance);
  expect(admit(encoding.program, encoding.encode(plan))).not.toHaveProperty("rejected");
  expect([...encoding.decode(encoding.encode(plan)).device]).toEqual([0, 1, 1, 0]);
});
