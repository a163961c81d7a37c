import { formulate } from "../models/formulate.ts";
import { generate } from "../src/instance/generate/registry.ts";
import { parseInstance } from "../src/instance/parse.ts";
import { targetsOf } from "../src/instance/targets.ts";
import { plan } from "../src/planner/plan.ts";
import { type Timing, time } from "./timing.ts";

/** What the foundation costs before any solver runs: text to instance, instance to plan, to program. */
export async function foundation(): Promise<Record<string, Timing | number | string>> {
  const large = JSON.stringify(generate("gap-c", { tasks: 10_000, resources: 100, seed: 1 }));
  const largeInstance = parseInstance(JSON.parse(large));
  const middle = parseInstance(generate("gap-c", { tasks: 1000, resources: 50, seed: 1 }));
  const [target] = targetsOf(middle);
  const greedy = await plan(largeInstance, { method: "greedy", gap: 0.5 });
  return {
    "parse 10,000 x 100, ms": await time(5, () => parseInstance(JSON.parse(large))),
    "document size, bytes": large.length,
    "greedy plan 10,000 x 100, ms": await time(3, () => plan(largeInstance, { method: "greedy" })),
    "greedy gap 10,000 x 100": greedy.levels[0].gap ?? "none",
    "build cost program 1,000 x 50, ms": await time(5, () => formulate(middle, target, [])),
  };
}
