import { expect, test } from "vitest";
import { makeAscent } from "../../../src/exact/gap/ascent.ts";
import { propagate, rootNode } from "../../../src/exact/gap/node.ts";
import { normalise } from "../../../src/exact/gap/normalise.ts";
import { makeRelaxation } from "../../../src/exact/gap/relaxation.ts";
import { randomCore } from "./cores.ts";

test("an ascent in parts comes to the same prices as one without a pause", () => {
  let raised = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const { core } = normalise(randomCore(seed, 9, 4));
    const relaxation = makeRelaxation(core);
    if (relaxation === undefined || core.tasks === 0) continue;
    const ascend = makeAscent(core, relaxation);
    const run = (portion: number | undefined) => {
      const node = rootNode(core, new Int32Array(core.tasks));
      if (!propagate(core, node)) return undefined;
      relaxation.open(node);
      const goal = 5 * relaxation.scale;
      if (portion === undefined) return { value: ascend(node, 60, goal, Infinity), node, parts: 1 };
      const steps = ascend.inParts(node, 60, goal, Infinity, portion);
      let parts = 1;
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) parts++;
      return { value: step.value, node, parts };
    };
    const whole = run(undefined);
    for (const portion of [1, 4, 25]) {
      const inParts = run(portion);
      expect(inParts?.value).toBe(whole?.value);
      expect(inParts?.node.prices).toEqual(whole?.node.prices);
      expect(inParts?.node.stride).toBe(whole?.node.stride);
      expect(inParts?.parts ?? 0).toBeLessThanOrEqual(Math.ceil(60 / portion));
    }
    // A value that was raised above that of prices of nothing.
    if ((whole?.value ?? 0) > 0) raised++;
  }
  expect(raised).toBeGreaterThan(5);
});
