import { expect, test } from "vitest";
import { findResourceCopy } from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { lostWork } from "../../src/replan/lost-work.ts";
import { movesOf } from "../../src/replan/moves.ts";
import { pastOf } from "../../src/replan/past.ts";
import { situate } from "../../src/replan/replan.ts";
import type { Situation } from "../../src/replan/types.ts";

const H = 3_600_000;
const USD = 1_000_000;

function situation(
  document: object,
  rows: readonly (readonly [string, string, number])[],
  now: number,
  down: readonly string[],
): Situation {
  const instance = parseInstance(document);
  return {
    instance,
    earlier: rows.map(([task, resource, start]) => ({ task, resource, start_ms: start * H })),
    now: now * H,
    down: new Set(down.map((id) => findResourceCopy(instance, id)!)),
    migrations: { level: "first" },
  };
}

const HOSTS = {
  mode: "batch",
  objectives: ["cost"],
  resources: [{ id: "h", count: 3, capacity: { gpu: 2 }, price: "10/h" }],
  tasks: [
    { id: "a", demand: { gpu: 1 }, runtime: "4h" },
    { id: "b", demand: { gpu: 1 }, runtime: "3h" },
    { id: "c", demand: { gpu: 1 }, runtime: "1h" },
    { id: "g", demand: { gpu: 1 }, runtime: "5h", workers: 2 },
  ],
};

test("lost runs cost the time that their host is paid for because of them", () => {
  // On h#1: c from 0 to 1, a from 0 to 4, b from 1 to 4. At 2h30m h#1 goes down: a ran 2.5 h, b 1.5 h; c was over.
  // h#1 was paid from 0 to 2.5; without a and b from 0 to 1: $15 for nothing.
  const rows = [
    ["c", "h#1", 0],
    ["a", "h#1", 0],
    ["b", "h#1", 1],
  ] as const;
  const one = situation(HOSTS, rows, 2.5, ["h#1"]);
  expect(lostWork(one.instance, pastOf(one), one.now)).toEqual({
    runs: 2,
    time: 4 * H,
    cost: 15 * USD,
  });
  // Nothing is lost with a host that holds nothing, or only what is over or has not begun.
  for (const [now, down] of [
    [2.5, "h#3"],
    [0, "h#1"],
  ] as const) {
    const other = situation(HOSTS, rows, now, [down]);
    expect(lostWork(other.instance, pastOf(other), other.now)).toEqual({
      runs: 0,
      time: 0,
      cost: 0,
    });
  }
});

test("a gang that loses a worker loses what both hosts were paid for", () => {
  const rows = [
    ["g", "h#1", 0],
    ["g", "h#2", 0],
    ["c", "h#2", 0],
  ] as const;
  const lost = situation(HOSTS, rows, 2, ["h#1"]);
  // 2 h on each; h#2 would have been paid for c, 1 h, all the same: 20 + 10.
  expect(lostWork(lost.instance, pastOf(lost), lost.now)).toEqual({
    runs: 1,
    time: 4 * H,
    cost: 30 * USD,
  });
});

test("costs of their own are lost by the share that had run", () => {
  const own = {
    ...HOSTS,
    tasks: [{ id: "a", demand: { gpu: 1 }, runtime: "4h", cost: 7 }],
    resources: [{ id: "h", count: 2, devices: { gpu: 1 } }],
  };
  // An hour of four, whenever it began.
  for (const start of [0, 1, 7]) {
    const lost = situation(own, [["a", "h#1", start]], start + 1, ["h#1"]);
    expect(lostWork(lost.instance, pastOf(lost), lost.now)).toEqual({
      runs: 1,
      time: H,
      cost: 1.75 * USD,
    });
  }
});

test("moves that are forced are counted apart from those that are chosen", () => {
  const rows = [
    ["a", "h#1", 0],
    ["b", "h#2", 3],
    ["c", "h#3", 3],
    ["g", "h#1", 3],
    ["g", "h#2", 3],
  ] as const;
  const one = situation(HOSTS, rows, 1, ["h#1"]);
  const { instance } = one;
  const piece = (task: number, copy: number, start: number) => ({
    task,
    resource: copy,
    start: start * H,
  });
  // a (lost) to h#2, c by choice to h#2; the gang had to leave h#1, and its other worker left h#2 with it.
  const found = buildPlan(instance, [
    piece(0, 1, 1),
    piece(1, 1, 3),
    piece(2, 1, 6),
    piece(3, 1, 7),
    piece(3, 2, 7),
  ]);
  expect(movesOf(pastOf(one), found, undefined)).toEqual({ forced: 2, chosen: 1 });
  expect(movesOf(pastOf(one), found, 1)).toEqual({ forced: 2, chosen: 1 });
});

test.each(["3h30m", "3h59m59s999ms"])(
  "what runs past its deadline of %s is told as such",
  (due) => {
    const late = {
      ...HOSTS,
      tasks: [{ ...HOSTS.tasks[0], deadline: due }, HOSTS.tasks[2]],
    };
    const rows = [
      ["a", "h#1", 0],
      ["c", "h#2", 0],
    ] as const;
    expect(() => situate(situation(late, rows, 2, []))).toThrow(
      `keeps the deadline of what runs already:\n  a runs until 4h, and its deadline is ${due}\nMaybe give it a later deadline`,
    );
  },
);

test("what runs until its deadline is not late", () => {
  const due = { ...HOSTS, tasks: [{ ...HOSTS.tasks[0], deadline: "4h" }] };
  expect(() => situate(situation(due, [["a", "h#1", 0]], 2, []))).not.toThrow();
});
