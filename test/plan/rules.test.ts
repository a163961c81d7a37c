import { describe, expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { emptyPlan } from "../../src/plan/build.ts";
import { TOLD_PER_RULE, verify } from "../../src/plan/verify.ts";
import { instanceOf, planOf } from "./cases/case.ts";
import { inZones } from "./cases/documents.ts";
import { RULE_CASES } from "./cases/registry.ts";

test("every rule has a plan that breaks only it", () => {
  for (const [name, cases] of Object.entries(RULE_CASES)) expect(cases, name).not.toEqual([]);
});

for (const [rule, cases] of Object.entries(RULE_CASES)) {
  describe(rule, () => {
    for (const { what, lawful, broken, messages, ...given } of cases) {
      test(what, () => {
        const instance = instanceOf(given);
        expect(verify(instance, planOf(instance, lawful))).toMatchObject({ ok: true });
        expect(verify(instance, planOf(instance, broken))).toMatchObject({
          ok: false,
          violations: messages.map((message) => ({ rule, message })),
        });
      });
    }
  });
}

test("the replica rule itself sees a resource without the label", () => {
  const parsed = parseInstance({ mode: "placement", ...inZones({ count: 1, across: "zone" }) });
  const everywhere = new Uint8Array(parsed.pairs.eligible.length).fill(1);
  const instance = { ...parsed, pairs: { ...parsed.pairs, eligible: everywhere } };
  expect(verify(instance, planOf(instance, [{ on: ["a", "bare"] }]))).toMatchObject({
    ok: false,
    violations: [{ rule: "replicas", message: "a on bare: the resource has no label zone" }],
  });
});

test("every broken rule is reported at once", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", capacity: { cpu: 1 }, available: { from: "2s" } }, { id: "q" }],
    tasks: [
      { id: "a", runtime: "3s", demand: { cpu: 2 }, release: "3s", deadline: "4s" },
      { id: "b", runtime: "3s", forbidden: ["q"], separate: "s" },
      { id: "c", runtime: "3s", separate: "s" },
      { id: "d", runtime: "1s" },
      { id: "e", runtime: "1s" },
    ],
  });
  const plan = planOf(instance, [
    { on: ["a", "r"], start: 1999 },
    { on: ["b", "q"], start: 0 },
    { on: ["c", "q"], start: 1 },
    { on: ["d", "q"], start: 3000 },
  ]);
  const result = verify(instance, plan);
  const rules = result.ok ? [] : result.violations.map(({ rule }) => rule);
  expect(rules).toEqual([
    "assignment",
    "eligibility",
    "capacity",
    "overlap",
    "release",
    "deadline",
    "window",
    "separate",
  ]);
});

test("a flood of violations of one rule is counted", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r" }],
    tasks: [{ id: "a", count: 5000 }],
  });
  const result = verify(instance, emptyPlan());
  const violations = result.ok ? [] : result.violations;
  expect(violations).toHaveLength(TOLD_PER_RULE + 1);
  expect(violations.at(-1)).toEqual({ rule: "assignment", message: "and 4000 more" });
});
