import { expect, test } from "vitest";
import { justify, justifyRight } from "../../../src/heuristics/schedule/justify.ts";
import { loadPlan } from "../../../src/heuristics/schedule/load-plan.ts";
import { PartialSchedule } from "../../../src/heuristics/schedule/partial-schedule.ts";
import { planOf } from "../../../src/heuristics/schedule/plan-of.ts";
import type { Placement } from "../../../src/heuristics/schedule/types.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { plansEqual } from "../../../src/plan/build.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { randomSchedule, type ScheduleFeature } from "../../support/random-schedule.ts";

/** Puts every copy where it can start first, in order; undefined if one fits nowhere. */
function filled(document: object): PartialSchedule | undefined {
  const instance = parseInstance({ mode: "batch", ...document });
  if (instance.mode !== "schedule") return undefined;
  const view = scheduleView(instance);
  if (view === undefined) return undefined;
  const schedule = new PartialSchedule(view);
  for (const copy of instance.taskOfCopy.keys()) {
    const ready = schedule.ready(copy);
    if (ready === undefined) return undefined;
    const [first] = [...schedule.offers(copy, ready, Infinity)].sort((a, b) => a.end - b.end);
    if (first === undefined) return undefined;
    schedule.put(copy, first);
  }
  return schedule;
}

test("what a schedule holds verifies, comes back from its plan, and leaves nothing behind when taken away", () => {
  let schedules = 0;
  for (let seed = 1; seed <= drawn(600); seed++) {
    const schedule = filled(randomSchedule(makeRandom(seed)));
    if (schedule === undefined) continue;
    schedules++;
    const { instance } = schedule.view;
    const plan = planOf(schedule);
    const checked = verify(instance, plan);
    // What everything costs together is for the search to see.
    const broken = checked.ok ? [] : checked.violations.filter(({ rule }) => rule !== "budget");
    expect(broken, `seed ${seed}`).toEqual([]);
    const again = loadPlan(schedule.view, plan);
    expect(plansEqual(planOf(again), plan), `seed ${seed}`).toBe(true);
    for (const copy of instance.taskOfCopy.keys()) schedule.take(copy);
    for (const copy of instance.taskOfCopy.keys()) {
      const ready = schedule.ready(copy);
      if (ready === undefined) continue;
      const fresh = [...new PartialSchedule(schedule.view).offers(copy, ready, Infinity)];
      expect([...schedule.offers(copy, ready, Infinity)], `seed ${seed}`).toEqual(fresh);
    }
  }
  expect(schedules).toBeGreaterThan(atLeast(100));
});

test("justified to the right, pieces keep every rule and their copies, and end no earlier and by the end", () => {
  let moved = 0;
  for (let seed = 1; seed <= drawn(600); seed++) {
    const schedule = filled(randomSchedule(makeRandom(seed)));
    if (schedule === undefined) continue;
    const { instance } = schedule.view;
    const old = [...schedule.placed];
    const end = 2000 + old.reduce((last, one) => Math.max(last, one?.end ?? 0), 0);
    const order = justifyRight(schedule, end);
    const checked = verify(instance, planOf(schedule));
    // What everything costs together is for the search to see.
    const broken = checked.ok ? [] : checked.violations.filter(({ rule }) => rule !== "budget");
    expect(broken, `seed ${seed}`).toEqual([]);
    expect(order.length).toBe(old.length);
    for (const copy of order) {
      const [before, after] = [old[copy]!, schedule.placed[copy]!];
      expect(after.start).toBeGreaterThanOrEqual(before.start);
      expect(after.end).toBeLessThanOrEqual(end);
      expect(after.places.map((one) => one.copy)).toEqual(before.places.map((one) => one.copy));
      if (after.start > before.start) moved++;
    }
  }
  expect(moved).toBeGreaterThan(atLeast(100));
});

test("justified in full, pieces keep every rule wherever they are inserted", () => {
  let moved = 0;
  for (let seed = 1; seed <= drawn(600); seed++) {
    const random = makeRandom(seed);
    const schedule = filled(randomSchedule(random));
    if (schedule === undefined) continue;
    const old = [...schedule.placed];
    const end = 2000 + old.reduce((last, one) => Math.max(last, one?.end ?? 0), 0);
    const steps = justify(schedule, end, (copy, latest) => {
      // As late as offered, where others look for the earliest; or nowhere.
      const ready = (schedule.ready(copy) ?? Infinity) + random.int(0, 4) * 1000;
      const offers = [...schedule.offers(copy, ready, latest)].sort((a, b) => b.end - a.end);
      if (offers.length === 0 || random.int(0, 1) === 0) return;
      schedule.put(copy, offers[0]);
      if (offers[0].start !== old[copy]?.start) moved++;
    });
    for (const _ of steps);
    const checked = verify(schedule.view.instance, planOf(schedule));
    // What everything costs together is for the search to see.
    const broken = checked.ok ? [] : checked.violations.filter(({ rule }) => rule !== "budget");
    expect(broken, `seed ${seed}`).toEqual([]);
  }
  expect(moved).toBeGreaterThan(atLeast(50));
});

test("what is justified ends where what waits for it, its deadline, its resource and limits say", () => {
  const schedule = filled({
    limits: [{ name: "licence", capacity: 1 }],
    resources: [
      { id: "r", devices: { gpu: 2 }, maintenance: [{ from: "7s", until: "8s" }] },
      { id: "s", devices: { gpu: 2 }, available: { until: "9s" } },
    ],
    tasks: [
      { id: "long", demand: { gpu: 1 }, runtime: { r: "3s" }, limits: { licence: 1 } },
      {
        id: "gang",
        demand: { gpu: 1 },
        runtime: { s: "2s" },
        workers: 2,
        limits: { licence: 0.5 },
      },
      { id: "last", demand: { gpu: 1 }, runtime: { r: "12s" }, after: "gang" },
      { id: "soon", demand: { gpu: 1 }, runtime: { r: "1s" }, deadline: "6s" },
    ],
  });
  const { placed } = schedule!;
  expect(placed.map((one) => one?.start)).toEqual([0, 3000, 8000, 0]);
  justifyRight(schedule!, 20_000);
  // The gang before "last" and "s" closes, "long" after it behind the maintenance, "soon" by its deadline.
  expect(placed.map((one) => one?.start)).toEqual([17_000, 6000, 8000, 5000]);
});

test("a piece between setups keeps its share of a device", () => {
  const schedule = filled({
    resources: [{ id: "r", exclusive: true, capacity: { cpu: 4 }, devices: { gpu: 2 } }],
    setup: [{ from: "a", to: "b", time: "3s" }],
    tasks: [
      { id: "s", demand: { cpu: 1, gpu: 0.5 }, runtime: "2s", family: "a" },
      { id: "w", demand: { cpu: 1, gpu: 2 }, runtime: "1s", family: "b" },
    ],
  });
  const plan = schedule && planOf(schedule);
  expect([...(plan?.device ?? [])]).toEqual([0, 0, 1]);
  expect([...(plan?.start ?? [])]).toEqual([0, 5000]);
});

/** Rules that a schedule leaves to its callers, or that speak of what is missing. */
const OTHERS = new Set(["assignment", "budget", "precedence"]);

function isLawful(schedule: PartialSchedule): boolean {
  const checked = verify(schedule.view.instance, planOf(schedule));
  return checked.ok || checked.violations.every(({ rule }) => OTHERS.has(rule));
}

test("no piece starts later than where the verifier would let it, whatever takes no time around it", () => {
  const features: readonly ScheduleFeature[] = [
    ...(["zero", "exclusive-resources", "exclusive-tasks", "maintenance", "setup"] as const),
    ...(["counts", "devices", "shares", "limits", "fine", "window", "release"] as const),
  ];
  let [checked, instants] = [0, 0];
  for (let seed = 1; seed <= drawn(150); seed++) {
    const random = makeRandom(seed);
    const instance = parseInstance(randomSchedule(random, { features, maxTasks: 6 }));
    const view = instance.mode === "schedule" ? scheduleView(instance) : undefined;
    if (view === undefined) continue;
    const schedule = new PartialSchedule(view);
    for (const copy of random.shuffle([...instance.taskOfCopy.keys()])) {
      const job = schedule.jobOf(copy);
      const offers: Placement[] = [];
      for (const option of job.pools.flatMap(({ options }) => options)) {
        const { first, count } = view.resourceTypes[option.entry];
        const last = job.latest - option.runtime;
        for (let place = first; place < first + count; place++) {
          const at = (start: number): Placement => {
            const places = [schedule.placeOn(option, place, start)];
            return { start, end: start + option.runtime, places };
          };
          const mayStart = (start: number) => {
            schedule.put(copy, at(start));
            const lawful = isLawful(schedule);
            schedule.take(copy);
            return lawful;
          };
          // Most times are whole or half seconds; a ms behind one counts where pieces without length would change places.
          const grid = Array.from({ length: 78 }, (_, i) => (i >> 1) * 500 + (i & 1));
          const ready = Math.max(job.release, random.int(0, 3) * 1000);
          const found = schedule.earliestOn(copy, option, place, ready, Math.min(last, 19_000));
          // What the schedule finds between must be lawful, and no time of the grid before it.
          const starts = [...grid, ...(found === undefined ? [] : [found])].sort((a, b) => a - b);
          const truth = starts.find((start) => start >= ready && start <= last && mayStart(start));
          expect(found, `seed ${seed}, copy ${copy} on ${place}`).toBe(truth);
          checked++;
          if (found === undefined) continue;
          if (option.runtime === 0) instants++;
          offers.push(at(found));
        }
      }
      const chosen = offers[random.int(0, Math.max(0, offers.length - 1))];
      if (chosen !== undefined) schedule.put(copy, chosen);
      expect(isLawful(schedule), `seed ${seed}`).toBe(true);
    }
  }
  expect(checked).toBeGreaterThan(atLeast(200));
  expect(instants).toBeGreaterThan(atLeast(40));
});

test("workers that take no time stand at one instant, on a copy of their own or beside others", () => {
  const task = (id: string, more: object) => ({ id, demand: { cpu: 1 }, runtime: "2s", ...more });
  const schedule = filled({
    resources: [{ id: "r", capacity: { cpu: 1 }, maintenance: [{ from: "3s", until: "5s" }] }],
    tasks: [
      task("long", {}),
      task("mark", { runtime: "0s", workers: 3, release: "1s" }),
      task("alone", { runtime: "0s", workers: 2, exclusive: true, release: "1s" }),
      task("shut", { runtime: "0s", workers: 2, release: "4s" }),
      task("at", { runtime: "0s", release: "3s" }),
    ],
  });
  // Beside "long"; exclusive ones not strictly inside it; what is closed from 3 s on is not yet so at 3 s.
  expect(schedule!.placed.map((one) => one?.start)).toEqual([0, 1000, 2000, 5000, 3000]);
  expect(verify(schedule!.view.instance, planOf(schedule!)).ok).toBe(true);
});

test("a long setup to one place does not keep a piece from a later one", () => {
  const task = (id: string, family?: string) => ({
    ...{ id, runtime: "2s", demand: { cpu: 1 } },
    ...(family !== undefined && { family }),
  });
  const schedule = filled({
    resources: [{ id: "r", exclusive: true, capacity: { cpu: 1 } }],
    setup: [{ from: "g", to: "g", time: "3s" }],
    tasks: [task("a", "g"), task("b"), task("c", "g")],
  });
  // Right behind "a" it would start at 5 s at the earliest, behind "b" nothing has to be set up.
  expect(schedule!.placed.map((one) => one?.start)).toEqual([0, 2000, 4000]);
});
