import { expect, test } from "vitest";
import { leastRise } from "../../../src/heuristics/least-rise.ts";
import { Walk } from "../../../src/heuristics/local/walk.ts";
import { wholeGauge } from "../../../src/heuristics/local/whole-gauge.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { evaluateObjective } from "../../../src/plan/evaluate.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { randomDocument } from "../../support/random-document.ts";

const weight = { numerator: 1, denominator: 1 };

test("what no gauge knows is worked out from all pieces after every move, of placements and of sequences", () => {
  const moved = { placement: 0, batch: 0, schedule: 0 };
  for (let seed = 1; seed <= 150; seed++) {
    const random = makeRandom(seed);
    const instance = parseInstance(randomDocument(random));
    if (!instance.tasks.every(({ hasRuntime }) => hasRuntime)) continue;
    const [target] = targetsOf(instance);
    const { value: plan } = leastRise.plans(instance, target, random).next();
    if (plan === undefined) continue;
    const walk = new Walk(instance, target, [], plan);
    const { state } = walk;
    const makespan = { name: "makespan" as const, tolerance: 0, weight };
    const copies = instance.resourceOfCopy.length;
    const gauge = wholeGauge(state, makespan, (pieces) => {
      if (instance.mode !== "placement") return Math.max(0, ...pieces.map(({ end }) => end));
      const busy = new Float64Array(copies);
      for (const { resource, start, end } of pieces) busy[resource] += end - start;
      return Math.max(0, ...busy);
    });
    expect(gauge.value(), `seed ${seed}`).toBe(evaluateObjective(instance, plan, makespan));
    for (let move = 0; move < 10 && state.pieces.count > 0; move++) {
      const piece = random.int(0, state.pieces.count - 1);
      if (state.pieces.fixed[piece] === 1) continue;
      const to = random.int(0, copies - 1);
      if (!walk.attempt([{ piece, to }])) continue;
      gauge.settle?.(to);
      moved[instance.mode]++;
      const now = walk.toPlan();
      expect(gauge.value(), `seed ${seed}`).toBe(evaluateObjective(instance, now, makespan));
    }
  }
  expect(Math.min(moved.placement, moved.batch)).toBeGreaterThan(20);
});
