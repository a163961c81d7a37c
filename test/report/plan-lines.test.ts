import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { buildPlan } from "../../src/plan/build.ts";
import type { VerifiedPlan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { planLines } from "../../src/report/plan-lines.ts";

const H = 3_600_000;

/** Deals copies in turn: `per` side by side on each resource copy, then the next round when the one before has ended. */
function dealt(instance: Instance, per: number, hours: number): VerifiedPlan {
  const places = instance.resourceOfCopy.length * per;
  const pieces = Array.from(instance.taskOfCopy, (_, task) => ({
    task,
    resource: Math.floor((task % places) / per),
    start: Math.floor(task / places) * hours * H,
  }));
  const checked = verify(instance, buildPlan(instance, pieces));
  if (!checked.ok) throw new Error(checked.violations[0]?.message);
  return checked.plan;
}

function screen(verified: VerifiedPlan, width = 80): string[] {
  const lines = planLines(verified, width, 60);
  for (const room of [20, 30, 45, 60]) {
    expect(planLines(verified, width, room).length, `${room} lines`).toBeLessThanOrEqual(room);
  }
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  return lines;
}

const night = (count: number, hosts: number) =>
  parseInstance({
    mode: "batch",
    start: "2026-11-24T18:00+01:00",
    resources: [{ id: "host", count: hosts, capacity: { gpu: 2 } }],
    tasks: [
      { id: "t", count, demand: { gpu: 1 }, runtime: "2h" },
      { id: "u", demand: { gpu: 1 }, runtime: "2h" },
    ],
  });

test("a few pieces are told one by one, with times of day", () => {
  // Three places a round: 18:00 t#1-4, 20:00 t#5 and u.
  const lines = screen(dealt(night(5, 2), 2, 2));
  expect(lines.join("\n")).toMatch(/host#1 t#1 {2}18:00-20:00 {2}█+\n/);
  expect(lines.join("\n")).toMatch(/ {6} u +20:00-22:00 {2}·+█+/);
  expect(lines[1]).toMatch(/^host#1 {4}/);
  // Without room the bars alone are left.
  expect(screen(dealt(night(5, 2), 2, 2), 40).join("\n")).toMatch(/host#1 t#1 {2}█+\n/);
});

test("many equal tasks are one row for each place, then for all places", () => {
  const some = screen(dealt(night(99, 5), 2, 2)).join("\n");
  expect(some).toMatch(/who +where +when/);
  // Ten a round: host#1 has t#1-2, t#11-12, ..., from 18:00 to 20 h later.
  expect(some).toMatch(/t \(20\) +host#1 +18:00-14:00\n/);
  // u is the hundredth, on the last place of the last round.
  expect(some).toMatch(/u +host#5 +12:00-14:00\n/);
  expect(some).toContain("100 pieces on 5 resources: -o FILE writes every one.");
  const many = screen(dealt(night(999, 100), 2, 2));
  expect(many.length).toBeLessThanOrEqual(60);
  expect(many.join("\n")).toMatch(/t#1-999 +host#1-100 +18:00-04:00\n/);
  expect(many.join("\n")).toMatch(/u +host#100 +02:00-04:00\n/);
  expect(many.join("\n")).toMatch(/^host#1-100 {2}83d8h /m);
});

test("many different tasks are told by place in the order of their starts, as far as there is room", () => {
  const tasks = Array.from({ length: 300 }, (_, i) => {
    return { id: `job-${i}`, demand: { gpu: 1 + (i % 2) / 1000 }, runtime: "2h" };
  });
  const resources = Array.from({ length: 30 }, (_, i) => {
    return { id: `n${i}`, kind: `kind${i % 3}`, capacity: { gpu: 2 + i / 1000 } };
  });
  const instance = parseInstance({ mode: "batch", resources, tasks });
  const lines = screen(dealt(instance, 1, 2));
  const text = lines.join("\n");
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(text).toMatch(/kind0 \(10\)[^\n]*\n {4}0s job-0 job-3 job-6 [\s\S]* and \d+ more\n/);
  expect(text).toMatch(/, 2h\s+job-30 job-33/);
  expect(text).toContain("300 pieces on 30 resources: -o FILE writes every one.");
});

test("a placement names its tasks, ranges together, and folds what is no screenful", () => {
  const placed = (count: number, hosts: number) => {
    const instance = parseInstance({
      mode: "placement",
      resources: [{ id: "host", count: hosts, capacity: { cpu: 100 } }],
      tasks: [
        { id: "t", count, demand: { cpu: 1 }, cost: 1 },
        { id: "u", demand: { cpu: 1 }, cost: 1 },
      ],
    });
    return dealt(instance, Math.ceil((count + 1) / hosts), 0);
  };
  const few = screen(placed(19, 2)).join("\n");
  expect(few).toMatch(/host#1 +10 % {2}t#1-10\nhost#2 +10 % {2}t#11-19 u/);
  const lines = screen(placed(9_999, 200), 40);
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(lines.join("\n")).toMatch(/host#1-200 {2}50 % {2}t#1-9999 u\n/);
  expect(lines.join(" ")).toContain("10,000 pieces on 200 resources");
});
