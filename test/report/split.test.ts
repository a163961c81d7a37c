import { expect, test } from "vitest";
import { OBJECTIVE_NAMES, objectiveOf } from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance, ObjectiveName } from "../../src/instance/types.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { contributionsOf } from "../../src/plan/contributions.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { splitReport, splitText, splitValues } from "../../src/report/split.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { firstPlan } from "../support/first-plan.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";
import { randomStages } from "../support/random-stages.ts";

/** The targets of an objective, whole and by priority; none where the instance lacks what it needs. */
function asked(instance: Instance, name: ObjectiveName): readonly Target[] {
  const spec = { name, tolerance: 0, weight: { numerator: 1, denominator: 1 } };
  const { lacks, ofChange, byTask } = objectiveOf(name);
  if (ofChange === true || lacks?.(instance, {}) !== undefined) return [];
  if (objectiveOf(name).dimension === "needed") return [];
  const classes = byTask ? targetsOf(instance, [{ ...spec, byPriority: true }]) : [];
  return [...targetsOf(instance, [spec]), ...classes];
}

test("whatever is a sum is the sum of its parts, by whatever they are told apart", () => {
  const seen = new Map<string, number>();
  let moved = 0;
  for (const documentOf of [randomDocument, randomSchedule, randomStages]) {
    for (let seed = 0; seed < drawn(120); seed++) {
      const random = makeRandom(first + seed);
      const document = documentOf(random);
      const instance = parseInstance(document);
      // Whatever the document asks for, its plans have all other values as well.
      const targets = [
        ...targetsOf(instance),
        ...OBJECTIVE_NAMES.flatMap((name) => asked(instance, name)),
      ];
      const plan = firstPlan(instance, targets[0], random);
      if (plan === undefined) continue;
      const checked = verify(instance, plan);
      if (!checked.ok) continue;
      const split = splitValues(
        checked.plan,
        targets,
        ["resource", "kind", "task", "queue"],
        document,
      );
      for (const { target, value, groups } of split) {
        expect(value).toBe(evaluateTarget(instance, plan, target));
        const thrice = {
          ...target,
          terms: target.terms.map((one) => ({ ...one, factor: 3 * one.factor })),
        };
        const parts = contributionsOf(instance, plan, thrice);
        if (parts !== undefined) {
          const all = [...parts.pieces, ...parts.copies.values()].reduce(
            (sum, one) => sum + one,
            0,
          );
          expect(all + parts.transfers + 0).toBe(3 * value + 0);
          if (parts.transfers > 0) moved++;
        }
        const isSum = contributionsOf(instance, plan, target) !== undefined;
        expect(groups.size).toBe(isSum ? 4 : 0);
        for (const parts of groups.values()) {
          const sum = parts.reduce((all, { amount }) => all + amount, 0);
          expect(sum + 0, JSON.stringify({ document, target: target.name })).toBe(value);
        }
        const kind = isSum
          ? value === 0
            ? "nothing"
            : target.name.replace(/[: ].*/, "")
          : "no sum";
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    }
  }
  expect(moved).toBeGreaterThanOrEqual(atLeast(10));
  const least = {
    cost: 8,
    throughput: 8,
    "weighted-completion": 8,
    "late-tasks": 1,
    energy: 2,
    "no sum": 8,
  };
  for (const [name, count] of Object.entries(least)) {
    expect(seen.get(name) ?? 0, name).toBeGreaterThanOrEqual(atLeast(count));
  }
});

test("a cost by resource, task, queue and label, and what was to choose from", () => {
  const document = {
    ...{ mode: "batch", objectives: ["cost", "makespan"] },
    resources: [
      {
        id: "h",
        capacity: { cpu: 2 },
        price: "6/h",
        labels: { zone: "a" },
        billing: { by: "rental", every: "1h" },
      },
      { id: "l", capacity: { cpu: 2 }, labels: { zone: "b" } },
    ],
    tasks: [
      { id: "t", demand: { cpu: 1 }, runtime: "30m", queue: "red", cost: { h: 1, l: 5 } },
      { id: "u", demand: { cpu: 1 }, runtime: "30m", release: "1h", cost: { h: 2, l: 9 } },
    ],
    limits: [{ name: "q", queue: "red", dimension: "cpu", capacity: 1 }],
  };
  const instance = parseInstance(document);
  // u begins when it is released, so the rented hour of t is over, and 1 h more is paid for the half that it runs.
  const pieces = [
    { task: 0, resource: 0, start: 0 },
    { task: 1, resource: 0, start: 3_600_000 },
  ];
  const checked = verify(instance, buildPlan(instance, pieces));
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  const targets = targetsOf(instance);
  const by = ["resource", "task", "queue", "zone"];
  const split = splitValues(checked.plan, targets, by, document);
  expect(splitText(checked.plan, split, 80)).toBe(
    [
      "resource  cost  of it",
      "h         $15   100 %",
      "all       $15   100 %",
      "",
      "task                  cost  of it",
      "(paid for resources)  $12   80 %",
      "u                     $2    13.33 %",
      "t                     $1    6.67 %",
      "all                   $15   100 %",
      "",
      "queue                 cost  of it",
      "(paid for resources)  $12   80 %",
      "(none)                $2    13.33 %",
      "red                   $1    6.67 %",
      "all                   $15   100 %",
      "",
      "zone  cost  of it",
      "a     $15   100 %",
      "all   $15   100 %",
      "",
      "Of it $6 is paid for time in which nothing runs.",
      "",
      "makespan 1h30m is no sum of parts, so nothing is split.",
      "",
      "task  on kind  runtime  alone it costs  chosen",
      "t     h        30m      $7              <- 1",
      "      l        30m      $5",
      "u     h        30m      $8              <- 1",
      "      l        30m      $9",
    ].join("\n"),
  );
  expect(splitReport(split)).toMatchObject({
    objectives: [{ name: "cost" }, { name: "makespan" }],
  });
  expect(() => splitValues(checked.plan, targets, ["colour"], document)).toThrow(
    'Nothing is split by "colour".',
  );
});
