import { describe, expect, test } from "vitest";
import { OBJECTIVE_NAMES } from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";

/*
 * Every search improves every objective that it accepts: instances whose optimum is known because they were built from it,
 * large enough that no list meets it by chance, in a counted amount of work.
 */

type Entry = Readonly<Record<string, unknown>>;

interface Known {
  readonly document: Entry;
  /** The best value, in the printed unit. */
  readonly best: number;
  /** By how much of it (or of 1 where it is less) the plan found may miss it. */
  readonly within: number;
  readonly work: number;
}

const HOSTS = 4;

/** Lengths in minutes and sizes in cpus that each host gets once: what stands on one host stands on all. */
const SHAPES = [...[97, 83, 71, 61, 53, 43, 31], ...[29, 13]].map((minutes, i) => ({
  minutes,
  cpu: 1 + (i % 3),
}));

/** All tasks, in an order that tells nothing. */
function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  return makeRandom(seed).shuffle([...list]);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Every host can end up equally full: tasks side by side over time, one after another, or all at once. */
function even(mode: "placement" | "batch" | "schedule", objective: string): Known {
  const isSchedule = mode === "schedule";
  const tasks = shuffled(Array.from({ length: HOSTS }, () => SHAPES).flat(), 7).map(
    ({ minutes, cpu }, i) => ({
      id: `t${i}`,
      ...(mode !== "placement" && { runtime: `${minutes}m` }),
      ...(mode === "placement" && { demand: { cpu: minutes } }),
      ...(isSchedule && { demand: { cpu } }),
      ...(objective === "makespan" && mode === "placement" && { runtime: `${minutes}m` }),
    }),
  );
  const total = sum(SHAPES.map(({ minutes }) => minutes));
  const area = sum(SHAPES.map(({ minutes, cpu }) => minutes * cpu));
  const resources = Array.from({ length: HOSTS }, (_, i) => ({
    id: `h${i}`,
    ...(mode === "placement" && { capacity: { cpu: 1000 } }),
    ...(isSchedule && { capacity: { cpu: 8 } }),
    ...(mode !== "placement" && { available: { until: "1000m" } }),
  }));
  const level = isSchedule ? area / 8000 : total / 1000;
  const best = { balance: level, spread: 0, makespan: total * 60_000 }[objective] ?? Number.NaN;
  const document = {
    mode: isSchedule ? "batch" : mode,
    ...(mode === "batch" && { exclusive: true }),
    ...{ resources, tasks, objectives: [objective] },
  };
  return { document, best, within: 0.02, work: 12 };
}

const COUNT = 30;

/** One of the hosts does everything best, and has room for all of it; it is not the first. */
function goodHost(mode: "placement" | "batch" | "schedule", objectives: readonly unknown[]): Known {
  const isTimed = mode !== "placement";
  const isSchedule = mode === "schedule";
  const minutes = Array.from({ length: COUNT }, (_, i) => 10 + ((i * 7) % 23));
  const optional = ["throughput", "utilization:cpu"].includes(String(objectives[0]));
  const resources = ["a", "b", "good", "c"].map((id) => ({
    id,
    capacity: { cpu: id === "good" ? COUNT : 2 },
    power: id === "good" ? "100W" : "300W",
    ...(isTimed && { available: { until: "20h" } }),
  }));
  const tasks = minutes.map((time, i) => ({
    id: `t${i}`,
    ...((isSchedule || !isTimed) && { demand: { cpu: 1 } }),
    runtime: { a: `${2 * time}m`, b: `${3 * time}m`, good: `${time}m`, c: `${2 * time}m` },
    cost: { a: 5, b: 4, good: 1, c: 3 },
    weight: 1 + (i % 3),
    ...(optional && { optional: true }),
    ...(isSchedule && { due: `${time}m` }),
  }));
  const best = goodValues(mode, minutes)[JSON.stringify(objectives)] ?? Number.NaN;
  const document = {
    mode: isTimed ? "batch" : mode,
    ...(mode === "batch" && { exclusive: true }),
    ...{ resources, tasks, objectives },
    ...(objectives.length > 1 && { combine: "weighted" }),
  };
  return { document, best, within: 0.01, work: 12 };
}

/** What everything on the good host is worth, in printed units. */
function goodValues(
  mode: "placement" | "batch" | "schedule",
  minutes: readonly number[],
): Record<string, number> {
  const MINUTE = 60_000;
  const total = sum(minutes);
  const weights = minutes.map((_, i) => 1 + (i % 3));
  const longest = Math.max(...minutes);
  const ends = sum(minutes.map((time, i) => weights[i] * time));
  // All at once pay for the longest alone.
  const busy = mode === "schedule" ? longest : total;
  return {
    '["throughput"]': sum(weights),
    '["utilization:cpu"]': COUNT / (COUNT + 6),
    '["completion-time"]': total * MINUTE,
    '["cost"]': COUNT,
    '["energy"]': (100 * busy * MINUTE) / 1000,
    '["makespan"]': longest * MINUTE,
    '["weighted-completion"]': ends * MINUTE,
    '["weighted-tardiness"]': 0,
    '["late-tasks"]': 0,
    '["cost","makespan"]': COUNT + longest * MINUTE,
    '["cost","completion-time"]': COUNT + total * MINUTE,
  };
}

/** One host, tasks one after another: the best order is that of Smith (1956). */
function smith(): Known {
  const jobs = Array.from({ length: COUNT }, (_, i) => ({
    time: 10 + ((i * 11) % 29),
    weight: 1 + ((i * 5) % 7),
  }));
  let [clock, best] = [0, 0];
  for (const { time, weight } of [...jobs].sort((a, b) => a.time * b.weight - b.time * a.weight)) {
    clock += time;
    best += weight * clock * 60_000;
  }
  const tasks = jobs.map(({ time, weight }, i) => ({ id: `t${i}`, runtime: `${time}m`, weight }));
  const document = {
    mode: "batch",
    exclusive: true,
    resources: [{ id: "one" }],
    ...{ tasks, objectives: ["weighted-completion"] },
  };
  return { document, best, within: 0.001, work: 400 };
}

const CASES: Readonly<Record<"placement" | "batch" | "schedule", Readonly<Record<string, Known>>>> =
  {
    placement: {
      ...Object.fromEntries(["balance", "spread"].map((one) => [one, even("placement", one)])),
      makespan: { ...even("placement", "makespan") },
      ...good("placement", [
        ...["throughput", "utilization:cpu", "completion-time", "cost", "energy"],
      ]),
    },
    batch: {
      ...Object.fromEntries(
        ["balance", "spread", "makespan"].map((one) => [one, even("batch", one)]),
      ),
      ...good("batch", ["throughput", "completion-time", "cost", "energy"]),
      "weighted-completion": smith(),
    },
    schedule: {
      ...Object.fromEntries(["balance", "spread"].map((one) => [one, even("schedule", one)])),
      ...good("schedule", [
        ...["throughput", "utilization:cpu", "completion-time", "cost", "energy", "makespan"],
        ...["weighted-completion", "weighted-tardiness", "late-tasks"],
        ...["cost + makespan", "cost + completion-time"],
      ]),
    },
  };

function good(mode: "placement" | "batch" | "schedule", names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, goodHost(mode, name.split(" + "))]));
}

describe.each(Object.entries(CASES))("%s", (mode, cases) => {
  test.each(Object.entries(cases))("a search for %s comes near the best", async (_, known) => {
    const instance = parseInstance(known.document);
    expect(instance.mode).toBe(mode);
    const outcome = await plan(instance, { method: "local", workLimit: known.work, seed: 5 });
    const [{ target, value = Number.NaN }] = outcome.levels;
    const printed = (target.sense === "max" ? -value : value) / target.perUnit;
    const off = Math.abs(printed - known.best);
    expect(off, `${printed} instead of ${known.best}`).toBeLessThanOrEqual(
      known.within * Math.max(known.best, 1),
    );
  });
});

const named = (cases: object) => new Set(Object.keys(cases).map((name) => name.split(":")[0]));
const ANYWHERE = named(Object.assign({}, ...Object.values(CASES)));

test("over time every objective of documents is among them that is anywhere", () => {
  const missing = OBJECTIVE_NAMES.filter((name) => ANYWHERE.has(name));
  expect(missing.filter((name) => !named(CASES.schedule).has(name))).toEqual([]);
});

/** A few tasks for hosts of unlike sizes, prices and times. */
function few(mode: "placement" | "batch" | "schedule", objective: string): Entry {
  const isTimed = mode !== "placement";
  return {
    mode: isTimed ? "batch" : mode,
    ...(mode === "batch" && { exclusive: true }),
    resources: [3, 2, 4].map((cpu, i) => ({
      id: `h${i}`,
      ...{ capacity: { cpu }, power: `${100 + 40 * i}W`, fixed_price: 2 + i },
      ...(isTimed && { available: { until: "3h" } }),
    })),
    tasks: [7, 5, 4, 3, 2].map((time, i) => ({
      id: `t${i}`,
      ...((mode === "schedule" || !isTimed) && { demand: { cpu: 1 + (i % 2) } }),
      runtime: { h0: `${10 * time}m`, h1: `${8 * time + 5}m`, h2: `${11 * time}m` },
      ...{ cost: { h0: 3, h1: 2, h2: 5 }, weight: 1 + (i % 3) },
      ...(mode === "schedule" && { due: `${6 * time}m` }),
    })),
    objectives: [objective],
  };
}

test("a search reaches what the program proves of objectives that have no case of their own", async () => {
  for (const name of OBJECTIVE_NAMES.filter((one) => !ANYWHERE.has(one))) {
    let planned = 0;
    for (const mode of ["placement", "batch", "schedule"] as const) {
      const instance = parsedOrNone(few(mode, name));
      if (instance?.mode !== mode) continue;
      const [proven, found] = await Promise.all(
        (["milp", "local"] as const).map((method) =>
          plan(instance, { method, workLimit: 200, seed: 5 }),
        ),
      );
      expect(proven.levels[0].termination, `${name} in a ${mode}`).toBe("optimal");
      expect(found.levels[0].value, `${name} in a ${mode}`).toBe(proven.levels[0].value);
      planned++;
    }
    expect(planned, name).toBeGreaterThan(0);
  }
});

function parsedOrNone(document: Entry) {
  try {
    return parseInstance(document);
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}
