import { expect, test } from "vitest";
import { generate } from "../../src/instance/generate/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";
import type { Outcome, PlanOptions } from "../../src/planner/types.ts";

/** Everything of an outcome but the time it took. */
function timeless({ seconds: _, trace, plan: found, ...rest }: Outcome) {
  const steps = trace.map(({ seconds: __, target: ___, ...entry }) => entry);
  const at = found === undefined ? undefined : Array.from(found.plan.resource);
  return { ...rest, steps, at };
}

const cases: readonly (readonly [string, object, PlanOptions])[] = [
  ["a race on an assignment core", generated("gap-d", 60, 8), { workLimit: 120 }],
  ["a race on a makespan core", generated("unrelated", 120, 12), { workLimit: 150 }],
  ["an integer program", generated("gap-d", 40, 5), { workLimit: 20, method: "milp" }],
  ["several levels", { ...fleet(), objectives: ["balance", "cost"] }, { workLimit: 60 }],
];

test.each(cases)("equal seeds and work limits give equal outcomes: %s", async (_, doc, options) => {
  const instance = parseInstance(doc);
  const once = await plan(instance, { ...options, seed: 5 });
  const again = await plan(instance, { ...options, seed: 5 });
  expect(timeless(again)).toEqual(timeless(once));
  expect(once.plan).toBeDefined();
  expect(["work-limit", "optimal"]).toContain(once.termination);
});

test("more work is never worse, and no work is an end of its own", async () => {
  const instance = parseInstance(generated("gap-d", 60, 10));
  const none = await plan(instance, { workLimit: 0 });
  expect(none.termination).toBe("work-limit");
  const little = await plan(instance, { workLimit: 60 });
  const more = await plan(instance, { workLimit: 400 });
  const [few, many] = [little.levels[0], more.levels[0]];
  expect(many.value).toBeLessThanOrEqual(few.value ?? Infinity);
  expect(many.bound?.value).toBeGreaterThanOrEqual(few.bound?.value ?? -Infinity);
});

test("a solver that cannot count its nodes says so", async () => {
  const instance = parseInstance(generated("gap-d", 20, 4));
  const outcome = await plan(instance, { workLimit: 50, method: "milp", solver: "jslp" });
  expect(outcome.notes.join(" ")).toContain("cannot stop at a number of nodes");
  expect(outcome.termination).toBe("unsupported");
});

function generated(name: string, tasks: number, resources: number): object {
  return generate(name, { tasks, resources, seed: 3 });
}

function fleet(): object {
  return generate("fleet", { tasks: 30, resources: 10, kinds: 3, seed: 2 });
}
