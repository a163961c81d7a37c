import { expect, test } from "vitest";
import { type HostSchedule, placeGang } from "../../../src/heuristics/schedule/gang.ts";
import { Lines } from "../../../src/heuristics/schedule/lines.ts";
import { PartialSchedule } from "../../../src/heuristics/schedule/partial-schedule.ts";
import type { Option } from "../../../src/heuristics/schedule/types.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../../src/instance/parse.ts";

const viewOf = (document: object) =>
  scheduleView(parseInstance({ mode: "batch", objectives: ["makespan"], ...document }))!;

test("a gang looks for its places only where shared limits leave room for all workers", () => {
  const view = viewOf({
    limits: [{ name: "licence", capacity: 2.5 }],
    resources: [{ id: "h", count: 2, capacity: { cpu: 2 } }],
    tasks: [{ id: "g", workers: 3, demand: { cpu: 1 }, runtime: "1s", limits: { licence: 0.75 } }],
  });
  const [job] = view.jobs;
  const asked: (readonly number[])[] = [];
  let looks = 0;
  const schedule: HostSchedule = {
    hosts: (_, { options }) => [0, 1].map((copy) => ({ copy, option: options[0] as Option })),
    earliest: (_job, _host, start) => start,
    latest: () => undefined,
    most: () => 2,
    slots: () => {
      looks++;
      return 2;
    },
    devices: () => [],
    add: () => {},
    remove: () => {},
    limitsHold: (start) => start >= 5000,
    limitsAllow: (uses, time, start, before) => {
      asked.push([...uses, time, start, before]);
      return Math.max(start, 5000);
    },
    nextChange: (_hosts, time) => time + 1,
  };
  const found = placeGang(schedule, job, job.pools[0], 0, 9000);
  expect(found).toMatchObject({ start: 5000, end: 6000 });
  expect(looks).toBe(2);
  expect(asked[0]).toEqual([2250, 1000, 0, 8000]);
});

test("what a gang uses of a limit at least is what it uses on the resource where that is least", () => {
  const view = viewOf({
    limits: [{ name: "power", dimension: "cpu", capacity: 5 }],
    resources: [
      { id: "a", kind: "k", capacity: { cpu: 3 } },
      { id: "b", kind: "k", capacity: { cpu: 3 } },
      { id: "c", capacity: { cpu: 3 } },
    ],
    tasks: [
      { id: "other", demand: { cpu: 2 }, runtime: { c: "5s" } },
      { id: "g", workers: 2, demand: { cpu: { a: 1.5, b: 2, c: 1 } }, runtime: { k: "1s" } },
    ],
  });
  const schedule = new PartialSchedule(view);
  schedule.put(0, [...schedule.offers(0, 0, Infinity)][0]);
  // Both on a take 3 of the 3 that are left, on b they would take 4.
  const [gang] = [...schedule.offers(1, 0, Infinity)];
  expect(gang.start).toBe(0);
  expect(gang.places.map(({ copy }) => copy)).toEqual([0, 0]);
});

test.each([
  [4, 2],
  [3, 2],
  [1, 8],
  [0.4, 16],
  [0.5, 16],
  [0.501, 8],
])("an empty copy with 8 devices holds as many workers with %d as its devices do", (gpu, most) => {
  const view = viewOf({
    resources: [{ id: "h", capacity: { cpu: 100 }, devices: { gpu: 8 } }],
    tasks: [
      { id: "share", demand: { gpu: 0.1 }, runtime: "1s" },
      { id: "g", workers: 20, demand: { cpu: 1, gpu }, runtime: "1s" },
      { id: "mark", workers: 20, demand: { cpu: 1, gpu }, runtime: "0s" },
    ],
  });
  const lines = new Lines(view);
  const option = view.jobs[1].pools[0].options[0];
  expect(lines.mostWhenEmpty(view.jobs[1], option, 0)).toBe(most);
  const instant = view.jobs[2].pools[0].options[0];
  expect(lines.mostWhenEmpty(view.jobs[2], instant, 0)).toBe(20);
});

test("a gang may keep to the resources of a kind where it is quicker", () => {
  const view = viewOf({
    resources: ["slow", "quick", "instant"].map((id, r) => ({
      id,
      kind: "k",
      capacity: { cpu: 4 - r },
    })),
    tasks: [
      { id: "other", demand: { cpu: 1 }, runtime: { instant: "1s" } },
      {
        id: "g",
        workers: 2,
        demand: { cpu: 1 },
        runtime: { slow: "9s", quick: "2s", instant: "0s" },
      },
      { id: "alike", workers: 2, demand: { cpu: 1 }, runtime: "2s" },
    ],
  });
  const schedule = new PartialSchedule(view);
  const ends = (copy: number) => [...schedule.offers(copy, 1000, Infinity)].map(({ end }) => end);
  // On the roomiest, on both that are quicker, and where it takes no time and waits for nobody.
  expect(ends(1)).toEqual([10_000, 1000, 3000]);
  expect(ends(2)).toEqual([3000]);
});
