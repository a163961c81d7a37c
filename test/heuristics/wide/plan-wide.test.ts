import { expect, test } from "vitest";
import { assignInTurn } from "../../../src/heuristics/wide/assign.ts";
import { planWide } from "../../../src/heuristics/wide/plan-wide.ts";
import { wideView } from "../../../src/heuristics/wide/view.ts";
import { generate } from "../../../src/instance/generate/registry.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import type { PlanEvent } from "../../../src/plan/event.ts";
import { verify } from "../../../src/plan/verify.ts";
import { plan } from "../../../src/planner/plan.ts";
import type { TraceEntry } from "../../../src/planner/types.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { bestByEnumeration } from "../../support/enumerate.ts";
import { randomDocument } from "../../support/random-document.ts";

const diverse = (tasks: number, resources: number, seed: number) =>
  parseInstance(generate("diverse", { tasks, resources, seed }), { mostPairs: 0 });

/** Events until the third plan, or the end. */
function firstEvents(instance: Instance): PlanEvent[] {
  const [target] = targetsOf(instance);
  const view = wideView(instance, target);
  if (typeof view === "string") throw new Error(view);
  const events: PlanEvent[] = [];
  let plans = 0;
  for (const event of planWide(view, target, makeRandom(7))) {
    events.push(event);
    if (event.plan !== undefined && ++plans === 3) break;
  }
  return events;
}

test("plans are feasible, bounds lie below the enumerated optimum, and infeasible means that there is none", () => {
  let planned = 0;
  let bounded = 0;
  for (let seed = 0; seed < drawn(400); seed++) {
    const document = randomDocument(makeRandom(seed), {
      mode: "batch",
      maxTasks: 4,
      maxResources: 3,
      features: [
        "capacity",
        "forbidden",
        "eligible",
        "speed",
        "price",
        "power",
        "window",
        "runtime-tables",
        "counts",
      ],
      objectives: [["cost", "energy", "completion-time"][seed % 3]],
    });
    let wide: Instance;
    try {
      wide = parseInstance(document, { mostPairs: 0 });
    } catch {
      continue; // energy without power
    }
    const dense = parseInstance(document);
    const targets = targetsOf(dense);
    const [target] = targets;
    const view = wideView(wide, target);
    if (typeof view === "string") continue;
    const best = bestByEnumeration(dense, [target]);
    for (const { plan: found, bound, infeasible } of firstEvents(wide)) {
      if (infeasible !== undefined) expect(best).toBeUndefined();
      if (bound !== undefined) {
        bounded++;
        expect(bound.value).toBeLessThanOrEqual(best?.values[0] ?? Infinity);
        // Over tables the same certificate proves no less.
        const checked = bound.certificate && checkCertificate(dense, target, bound.certificate);
        if (checked !== undefined && "bound" in checked) {
          expect(checked.bound).toBeGreaterThanOrEqual(bound.value);
        }
      }
      if (found === undefined) continue;
      planned++;
      expect(verify(wide, found).ok).toBe(true);
      expect(verify(dense, found).ok).toBe(true);
      expect(evaluateTarget(wide, found, target)).toBe(evaluateTarget(dense, found, target));
      expect(evaluateTarget(wide, found, target)).toBeGreaterThanOrEqual(
        best?.values[0] ?? Infinity,
      );
    }
  }
  expect(planned).toBeGreaterThan(atLeast(200));
  expect(bounded).toBeGreaterThan(atLeast(100));
});

test("tables and features agree on the bound of a larger instance, and the gap is small", async () => {
  const instance = diverse(1500, 60, 2);
  const outcome = await plan(instance, { workLimit: 2000, gap: 0.005 });
  expect(outcome.termination).toBe("gap-reached");
  const [{ value, bound }] = outcome.levels;
  const dense = parseInstance(generate("diverse", { tasks: 1500, resources: 60, seed: 2 }));
  const [target] = targetsOf(dense);
  const checked = checkCertificate(dense, target, bound?.certificate);
  expect(checked).toHaveProperty("bound");
  if ("bound" in checked) {
    expect(checked.bound).toBeGreaterThanOrEqual(bound?.value as number);
    expect(checked.bound - (bound?.value as number)).toBeLessThan(1500);
    expect(checked.bound).toBeLessThanOrEqual(value as number);
  }
});

test("equal seeds give equal events, and a homeless task proves that there is no plan", () => {
  const once = firstEvents(diverse(200, 20, 3));
  const again = firstEvents(diverse(200, 20, 3));
  expect(again).toEqual(once);
  const none = parseInstance(
    {
      mode: "batch",
      exclusive: true,
      objectives: ["cost"],
      resources: [
        { id: "a", available: { until: "1m" } },
        { id: "b", available: { until: "2m" } },
      ],
      tasks: [
        { id: "short", runtime: "1m" },
        { id: "long", runtime: "121s" },
      ],
    },
    { mostPairs: 0 },
  );
  expect(firstEvents(none).at(-1)?.infeasible).toBe("long fits no resource.");
});

test("what it does not know is declined in words", async () => {
  const document = generate("diverse", { tasks: 10, resources: 4, seed: 1 });
  const wide = parseInstance({ ...document, objectives: ["makespan"] }, { mostPairs: 0 });
  const outcome = await plan(wide);
  expect(outcome.termination).toBe("unsupported");
  expect(outcome.notes.join(" ")).toMatch(
    /more than 50 million pairs.*wide: it minimises makespan.*Maybe write equal tasks/,
  );
});

test("a plan is there before any search, also where no time or work is left for one", async () => {
  for (const limits of [{ timeLimit: 0 }, { workLimit: 0 }, { workLimit: 5 }]) {
    const trace: string[] = [];
    const onTrace = ({ source }: TraceEntry) => trace.push(source);
    const found = await plan(diverse(200, 20, 3), { ...limits, onTrace });
    expect(found.plan).toBeDefined();
    expect(trace[0]).toBe("first list");
  }
});

test("task by task each goes where it fits and costs least, and one without a place ends it", () => {
  const night = (until: string) =>
    parseInstance(
      {
        mode: "batch",
        exclusive: true,
        objectives: ["cost"],
        resources: [
          { id: "dear", price: "2/h", available: { until } },
          { id: "cheap", price: "1/h", available: { until: "2h" } },
        ],
        tasks: [
          { id: "a", runtime: "1h" },
          { id: "b", runtime: "2h" },
          { id: "c", runtime: "1h" },
        ],
      },
      { mostPairs: 0 },
    );
  const assigned = (instance: Instance) => {
    const view = wideView(instance, targetsOf(instance)[0]);
    if (typeof view === "string") throw new Error(view);
    return assignInTurn(view)?.at;
  };
  expect([...(assigned(night("2h")) ?? [])]).toEqual([1, 0, 1]);
  expect(assigned(night("1h"))).toBeUndefined();
});

test("placements of one dimension: plans fit, bounds lie below every plan found by others", async () => {
  for (let seed = 0; seed < drawn(5); seed++) {
    const document = generate("gap-d", { tasks: 60, resources: 8, seed });
    const instance = parseInstance(document);
    const [target] = targetsOf(instance);
    const exact = await plan(instance, { workLimit: 300 });
    const [{ value, bound }] = exact.levels;
    const events = firstEvents(instance);
    expect(events.some((event) => event.bound !== undefined)).toBe(true);
    for (const event of events) {
      if (event.bound !== undefined) expect(event.bound.value).toBeLessThanOrEqual(value as number);
      if (event.plan === undefined) continue;
      expect(verify(instance, event.plan).ok).toBe(true);
      const reached = evaluateTarget(instance, event.plan, target);
      expect(reached).toBeGreaterThanOrEqual(bound?.value as number);
    }
  }
});
