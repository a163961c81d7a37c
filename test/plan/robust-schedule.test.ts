import { expect, test } from "vitest";
import { provesInfeasible } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { buildPlan, type Piece } from "../../src/plan/build.ts";
import { tightestLoss } from "../../src/plan/robustness.ts";
import type { Recovery } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";

const HOUR = 3_600_000;

/**
 * Two fast hosts and a slow one. The gang runs first, on both fast hosts; d after it in time on the first, and f after d on the
 * second; e needs a host to itself.
 */
const instance = parseInstance({
  mode: "batch",
  robust: 1,
  budget: 10,
  resources: [
    { id: "fast", count: 2, capacity: { cpu: 4 } },
    { id: "slow", capacity: { cpu: 4 } },
  ],
  tasks: [
    { id: "g", workers: 2, demand: { cpu: 2 }, runtime: "1h", cost: { fast: 5, slow: 50 } },
    { id: "d", demand: { cpu: 2 }, runtime: { fast: "1h", slow: "2h" }, deadline: "2h" },
    { id: "e", demand: { cpu: 4 }, runtime: "1h", cost: { fast: 50, slow: 0 } },
    { id: "f", demand: { cpu: 1 }, runtime: "1h", after: "d" },
  ],
});
const [G, D, E, F] = [0, 1, 2, 3];
const [FIRST, SECOND, SLOW] = [0, 1, 2];

const at = (task: number, resource: number, hours: number): Piece => ({
  task,
  resource,
  start: hours * HOUR,
});
const recovery = (loss: number, ...pieces: Piece[]): Recovery => ({
  loss,
  moved: buildPlan(instance, pieces),
});
const base = buildPlan(instance, [
  at(G, FIRST, 0),
  at(G, SECOND, 0),
  at(D, FIRST, 1),
  at(E, SLOW, 2),
  at(F, SECOND, 2),
]);
const lawful = [
  recovery(FIRST, at(G, SECOND, 0), at(D, SECOND, 1)),
  recovery(SECOND, at(G, FIRST, 0), at(F, FIRST, 2)),
  // The budget is not asked after a loss.
  recovery(SLOW, at(E, FIRST, 2)),
];

function told(recoveries: readonly Recovery[]): readonly string[] {
  const checked = verify(instance, { ...base, recoveries });
  if (checked.ok) return [];
  expect(new Set(checked.violations.map(({ rule }) => rule))).toEqual(new Set(["robust"]));
  return checked.violations.map(({ message }) => message);
}

test("what is lost moves at its start, and all else stays", () => {
  expect(told(lawful)).toEqual([]);
  expect(tightestLoss(instance, { ...base, recoveries: lawful })).toBeUndefined();
});

test.each([
  [
    "a changed start",
    recovery(FIRST, at(G, SECOND, 0), at(D, SECOND, 1.5)),
    "without fast#1: d is moved to 1h30m, and what moves keeps its start, 1h",
  ],
  [
    "a move to a busy host",
    recovery(SLOW, at(E, SECOND, 2)),
    "without slow: then capacity: fast#2: from 2h on cpu 5 of 4",
  ],
  [
    "a worker that is forgotten",
    recovery(FIRST, at(D, SECOND, 1)),
    "without fast#1: g is lost and not moved",
  ],
  [
    "both workers where one is lost",
    recovery(FIRST, at(G, SECOND, 0), at(G, SECOND, 0), at(D, SECOND, 1)),
    "without fast#1: g is moved and was not lost",
  ],
  [
    "a gang on two kinds",
    recovery(FIRST, at(G, SLOW, 0), at(D, SECOND, 1)),
    "without fast#1: then gang: g: workers on kinds fast and slow",
  ],
  [
    "a deadline that the slow host misses",
    recovery(FIRST, at(G, SECOND, 0), at(D, SLOW, 1)),
    "without fast#1: then deadline: d on slow: ends at 3h, deadline 2h",
  ],
  [
    "what waits for a task that ends later",
    recovery(FIRST, at(G, SECOND, 0), at(D, SLOW, 1)),
    "without fast#1: then precedence: f: starts at 2h, but d ends at 3h",
  ],
])("refuses %s", (_, wrong, message) => {
  const messages = told(lawful.map((one) => (one.loss === wrong.loss ? wrong : one)));
  expect(messages).toContain(message);
});

test("robust makes a schedule of a sequence", () => {
  const document = {
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", count: 2 }],
    tasks: [{ id: "a", runtime: "1h" }],
  };
  expect(parseInstance(document).mode).toBe("batch");
  expect(parseInstance({ ...document, robust: 1 }).mode).toBe("schedule");
});

test("proves nothing by demands that come one after another, but by a task that only one resource holds", () => {
  const of = (big: number) =>
    parseInstance({
      mode: "batch",
      robust: 1,
      resources: [
        { id: "big", capacity: { cpu: 8 } },
        { id: "small", count: 2, capacity: { cpu: 4 } },
      ],
      tasks: [
        { id: "t", count: 9, demand: { cpu: 3 }, runtime: "1h" },
        { id: "b", demand: { cpu: big }, runtime: "1h" },
      ],
    });
  expect(provesInfeasible(of(4))).toBeUndefined();
  expect(provesInfeasible(of(5))).toMatch(/^Without big no plan is left\. Task "b" needs 5 cpu/);
});
