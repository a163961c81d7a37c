import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";

/** Twelve tasks for three hosts of unlike speed, price and power. */
function documentOf(mode: "placement" | "batch" | "schedule", objectives: readonly string[]) {
  const isTimed = mode !== "placement";
  return {
    mode: isTimed ? "batch" : mode,
    ...(mode === "batch" && { exclusive: true }),
    resources: [1, 2, 3].map((one) => ({
      id: `h${one}`,
      ...{ capacity: { cpu: 20 }, fixed_price: one, power: `${100 * one}W` },
      ...(isTimed && { price: `${one}/h`, available: { until: "20h" } }),
    })),
    tasks: Array.from({ length: 12 }, (_, i) => ({
      id: `t${i}`,
      ...(mode !== "batch" && { demand: { cpu: 3 + (i % 4) } }),
      runtime: { h1: `${60 + 7 * i}m`, h2: `${40 + 5 * i}m`, h3: `${30 + 4 * i}m` },
      ...{ weight: 1 + (i % 3), optional: i % 6 === 5 },
    })),
    ...(objectives.length > 1 && { combine: "weighted" }),
    objectives,
  };
}

test.each([
  ["placement", ["cost", "makespan", "throughput"]],
  ["placement", ["balance", "energy"]],
  ["batch", ["cost", "makespan"]],
  ["batch", ["weighted-completion", "energy", "throughput"]],
  ["schedule", ["cost", "makespan"]],
  ["schedule", ["weighted-completion", "completion-time", "throughput"]],
  ["schedule", ["energy", "balance"]],
] as const)(
  "in a %s the bound of %s together is no less than their own together",
  async (mode, names) => {
    const boundOf = async (objectives: readonly string[]) => {
      const instance = parseInstance(documentOf(mode, objectives));
      expect(instance.mode).toBe(mode);
      const outcome = await plan(instance, { method: "greedy", workLimit: 300, seed: 1 });
      const [{ target, bound }] = outcome.levels;
      if (bound === undefined) throw new Error(`${objectives} has no bound`);
      return { target, value: bound.value };
    };
    const { target, value } = await boundOf(names);
    let sum = 0;
    for (const [i, name] of names.entries()) {
      sum += target.terms[i].factor * (await boundOf([name])).value;
    }
    expect(value).toBeGreaterThanOrEqual(sum);
  },
);
