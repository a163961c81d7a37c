import type { Random } from "../../src/util/random.ts";
import { pick } from "../support/random-document.ts";

/** Rules and fields that a random schedule may use; a test that watches one rule names only that. */
export const FEATURES = [
  "capacity",
  "devices",
  "shares",
  "counts",
  "kinds",
  "runtime-tables",
  "demand-tables",
  "zero",
  "exclusive",
  "exclusive-task",
  "workers",
  "within",
  "after",
  "lag",
  "limits",
  "quota",
  "maintenance",
  "window",
  "release",
  "due",
  "deadline",
  "setup",
  "optional",
  "separate",
  "colocate",
  "price",
  "rental",
  "fixed-price",
  "cost",
  "power",
  "budget",
  "stages",
  "priority",
  "weights",
  "even",
  "fine",
] as const;
export type ScheduleFeature = (typeof FEATURES)[number];

type Entry = Record<string, unknown>;

/** A document of tasks side by side over time, with every objective that it can have. */
export interface SmallSchedule {
  readonly resources: readonly Entry[];
  readonly tasks: readonly Entry[];
  readonly [key: string]: unknown;
}

interface Draw {
  readonly random: Random;
  has(feature: ScheduleFeature): boolean;
  sometimes(feature: ScheduleFeature): boolean;
}

/** At most `maxTasks` (3) task copies on at most three resource copies, times of few seconds. */
export function smallSchedule(
  random: Random,
  options: { readonly features?: readonly ScheduleFeature[]; readonly maxTasks?: number } = {},
): SmallSchedule {
  const named = options.features;
  const on = new Set(
    (named ?? FEATURES).filter(() => random.int(1, 6) <= (named === undefined ? 2 : 5)),
  );
  const has = (feature: ScheduleFeature) => on.has(feature);
  const draw: Draw = { random, has, sometimes: (f) => has(f) && random.int(0, 1) === 0 };
  const exclusive = has("setup") || (has("exclusive") && random.int(0, 1) === 0);
  const resources = counts(draw, random.int(1, 3)).map((count, r) => resource(draw, r, count));
  const tasks = counts(draw, random.int(1, options.maxTasks ?? 3)).map((count, t) =>
    task(draw, t, count, resources),
  );
  addPrecedence(draw, tasks);
  const families = new Set(tasks.flatMap(({ family }) => (family === undefined ? [] : [family])));
  return {
    mode: "batch",
    name: "random",
    ...(exclusive && { exclusive: true }),
    limits: [
      { name: "licence", capacity: has("limits") ? random.int(0, 3) : 9 },
      ...(has("quota") ? [{ name: "quota", dimension: "cpu", capacity: random.int(1, 4) }] : []),
    ],
    ...(families.size > 0 && {
      setup: [
        { from: [...families][0], to: "*", time: seconds(draw, 0, 3) },
        { from: "*", to: [...families][0], time: seconds(draw, 0, 2) },
      ],
    }),
    ...(has("budget") && { budget: random.int(0, 12) }),
    ...(has("stages") && { transfer: [{ across: "zone", price: "1/GiB" }] }),
    resources,
    tasks,
    objectives: objectives(resources, tasks),
  };
}

function objectives(resources: readonly Entry[], tasks: readonly Entry[]): readonly unknown[] {
  const isDue = tasks.some(({ due }) => due !== undefined);
  const isClosed = resources.every(({ available }) => (available as Entry | undefined)?.until);
  return [
    "makespan",
    "weighted-completion",
    ...(isDue ? ["weighted-tardiness", { objective: "late-tasks", by_priority: true }] : []),
    "cost",
    ...(resources.every(({ power }) => power !== undefined) ? ["energy"] : []),
    "throughput",
    "completion-time",
    "utilization:cpu",
    ...(isClosed ? ["balance", "spread:cpu"] : []),
  ];
}

function counts({ random, has }: Draw, total: number): number[] {
  const list: number[] = [];
  for (let left = total; left > 0; left -= list.at(-1)!) {
    list.push(has("counts") && random.int(0, 1) === 0 ? random.int(1, left) : 1);
  }
  return list;
}

/** Seconds, or so many milliseconds in fine documents, where all prices of time are exact on the grid. */
function span({ has }: Pick<Draw, "has">, time: number): string {
  return `${time}${has("fine") ? "ms" : "s"}`;
}

function seconds({ random, has }: Draw, least: number, most: number): string {
  const time = random.int(least, most);
  return span({ has }, has("even") ? 2 * Math.ceil(time / 2) : time);
}

function resource(draw: Draw, r: number, count: number): Entry {
  const { random, has, sometimes } = draw;
  const from = random.int(0, 2);
  const closed = random.int(0, 4);
  return {
    id: `r${r}`,
    ...(has("kinds") && { kind: pick(random, ["small", "big"]) }),
    ...(count > 1 && { count }),
    capacity: { cpu: has("capacity") ? random.int(1, 3) : 2 },
    ...(has("devices") && { devices: { gpu: random.int(1, 2) } }),
    ...(sometimes("price") && { price: pick(random, ["1/s", "2.5/h", "0.0018/h"]) }),
    ...(has("rental") && {
      billing: pick<unknown>(random, [
        "rental",
        { by: "rental", every: span(draw, 2) },
        { by: "occupied", every: span(draw, 1) },
      ]),
    }),
    ...(sometimes("fixed-price") && { fixed_price: random.int(0, 5) }),
    ...(has("power") && { power: pick(random, ["1W", "0.3W"]) }),
    labels: { zone: pick(random, ["eu", "us"]), rack: pick(random, ["a", "b"]) },
    ...(sometimes("exclusive") && !has("setup") && { exclusive: random.int(0, 1) === 0 }),
    ...(has("window") && {
      available: {
        from: span(draw, from),
        ...(random.int(0, 3) > 0 && { until: span(draw, from + random.int(2, 8)) }),
      },
    }),
    ...(sometimes("maintenance") && {
      maintenance: [{ from: span(draw, closed), until: span(draw, closed + random.int(1, 2)) }],
    }),
  };
}

function task(draw: Draw, t: number, count: number, resources: readonly Entry[]): Entry {
  const { random, has, sometimes } = draw;
  const runtime = () => seconds(draw, has("zero") ? 0 : 1, 3);
  const cpu = () => random.int(has("devices") ? 0 : 1, 2);
  const gpu = () => pick(random, has("shares") ? [0, 0.25, 0.5, 0.75, 1, 2] : [0, 1, 1, 2]);
  const release = sometimes("release") ? random.int(0, 3) : 0;
  const workers = sometimes("workers") ? random.int(2, 3) : 1;
  return {
    id: `t${t}`,
    ...(count > 1 && { count }),
    demand: {
      cpu: sometimes("demand-tables") ? resources.map(cpu) : cpu(),
      ...(has("devices") && { gpu: gpu() }),
    },
    runtime: sometimes("runtime-tables") ? resources.map(runtime) : runtime(),
    ...(workers > 1 && {
      workers: sometimes("within") ? { count: workers, within: "rack" } : workers,
    }),
    ...(sometimes("exclusive-task") && { exclusive: true }),
    ...(sometimes("limits") && { limits: { licence: random.int(0, 2) } }),
    ...(release > 0 && { release: span(draw, release) }),
    ...(has("due") && random.int(0, 3) > 0 && { due: span(draw, random.int(0, 5)) }),
    ...(sometimes("deadline") && { deadline: span(draw, release + random.int(1, 7)) }),
    ...(has("setup") && { family: pick(random, ["f", "g", "h"]) }),
    ...(sometimes("optional") && { optional: true }),
    ...(sometimes("separate") && { separate: "s" }),
    ...(sometimes("colocate") && !has("separate") && workers === 1 && { colocate: "c" }),
    ...(sometimes("cost") && { cost: random.int(0, 4) }),
    ...(has("priority") && { priority: random.int(0, 2) }),
    ...(sometimes("weights") && { weight: pick(random, [0, 0.5, 2]), value: random.int(0, 4) }),
    ...(sometimes("stages") &&
      workers === 1 &&
      count === 1 && { stages: [{ id: "x", output: "1GiB" }, { id: "y" }] }),
  };
}

function addPrecedence(draw: Draw, tasks: Entry[]): void {
  const { random, sometimes } = draw;
  for (let t = 1; t < tasks.length; t++) {
    if (!sometimes("after")) continue;
    const before = tasks[random.int(0, t - 1)] as Entry;
    const isEach = (before.count ?? 1) === (tasks[t]?.count ?? 1) && random.int(0, 1) === 0;
    const stages = before.stages === undefined ? {} : { each: false };
    (tasks[t] as Entry).after = {
      task: before.id,
      ...(sometimes("lag") && { lag: span(draw, random.int(0, 2)) }),
      ...(isEach && { each: true }),
      ...stages,
    };
  }
}
