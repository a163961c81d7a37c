import type { Random } from "../../src/util/random.ts";
import { OWN_FIELDS, withOwnFields } from "./own-fields.ts";
import { pick, type RandomDocument } from "./random-document.ts";
import { randomScheduleObjectives } from "./random-schedule-objectives.ts";
import { type Clock, randomTasks } from "./random-schedule-tasks.ts";

/** What a random schedule may use; a test that watches one rule names only that. */
export const SCHEDULE_FEATURES = [
  "memory",
  "devices",
  "shares",
  "exclusive-resources",
  "exclusive-tasks",
  "workers",
  "within",
  "after",
  "lag",
  "each",
  "stages",
  "transfer",
  "limits",
  "quota",
  "setup",
  "maintenance",
  "window",
  "horizon",
  "release",
  "due",
  "deadline",
  "trap",
  "zero",
  "runtime-tables",
  "demand-tables",
  "eligible",
  "forbidden",
  "colocate",
  "separate",
  "counts",
  "weights",
  "optional",
  "priority",
  "cost",
  "price",
  "fixed-price",
  "billing",
  "power",
  "budget",
  "absolute",
  "fine",
  ...OWN_FIELDS,
] as const;
export type ScheduleFeature = (typeof SCHEDULE_FEATURES)[number];

export interface RandomScheduleOptions {
  /** Most task copies (default 4) and resource copies (default 3). */
  readonly maxTasks?: number;
  readonly maxResources?: number;
  /** Default: every feature, each in about a third of the documents. Named ones appear in most. */
  readonly features?: readonly ScheduleFeature[];
  /** Objectives of the document; "random" draws a list that is valid for it. Default: "random". */
  readonly objectives?: "random" | readonly unknown[];
  /** Milliseconds of which times are multiples. Default: drawn, mostly a second. */
  readonly unit?: number;
  /**
   * Only what `bestSchedule` can enumerate: whole units, prices that need no rounding, no tolerances, no budget where
   * time is paid for, and no tasks of length 0 where setups may matter.
   */
  readonly whole?: boolean;
}

type Entry = Record<string, unknown>;

export interface Draw {
  readonly random: Random;
  readonly clock: Clock;
  has(feature: ScheduleFeature): boolean;
  /** True in half of the places where the feature is on. */
  sometimes(feature: ScheduleFeature): boolean;
}

/**
 * A small nasty document of mode batch that parses as a schedule, with a plan or without: gangs, waiting, limits, setups,
 * maintenance, billing, times that hardly fit. Equal random sequences give equal documents.
 */
export function randomSchedule(
  random: Random,
  options: RandomScheduleOptions = {},
): RandomDocument {
  const draw = drawOf(random, options);
  const { has, clock } = draw;
  const copies = random.int(1, options.maxResources ?? 3);
  const resources = counts(draw, copies).map((count, r) => resource(draw, r, count));
  if (has("setup") && !resources.some(({ exclusive }) => exclusive === true)) {
    resources[0].exclusive = true;
  }
  // One word at the top instead of one on each; a resource that says nothing else then is alone too.
  const everywhere = resources.every(({ exclusive }) => exclusive === true);
  if (everywhere) for (const one of resources) if (random.int(0, 2) > 0) delete one.exclusive;
  const most = options.maxTasks ?? 4;
  const total = random.int(1, 40) === 1 ? 0 : random.int(1, most);
  const { tasks, families, queues } = randomTasks(draw, counts(draw, total), resources, everywhere);
  const budget = has("budget") && !(options.whole && has("price"));
  const plain = {
    name: "random",
    mode: "batch" as const,
    ...(clock.start !== undefined && { start: clock.start }),
    ...(everywhere && { exclusive: true }),
    ...(has("horizon") && { horizon: clock.at(random.int(5, 14)) }),
    ...(budget && { budget: random.int(0, 12) }),
    limits: limits(draw, resources, queues),
    ...(has("setup") && { setup: setups(draw, families) }),
    ...(has("transfer") && tasks.some(({ stages }) => stages !== undefined)
      ? { transfer: transfers(random, tasks) }
      : {}),
    resources,
    tasks,
  };
  const document = has("own-fields") ? withOwnFields(random, plain) : plain;
  const objectives =
    options.objectives === undefined || options.objectives === "random"
      ? randomScheduleObjectives(random, document, options.whole === true)
      : { objectives: options.objectives };
  return { ...document, ...objectives };
}

function drawOf(random: Random, options: RandomScheduleOptions): Draw {
  const named = options.features;
  const on = new Set(
    (named ?? SCHEDULE_FEATURES).filter(() => random.int(1, 6) <= (named === undefined ? 2 : 5)),
  );
  if (options.whole) on.delete("fine");
  if (options.whole && on.has("setup")) on.delete("zero");
  const has = (feature: ScheduleFeature) => on.has(feature);
  const start = has("absolute") ? pick(random, STARTS) : undefined;
  const unit = options.unit ?? pick(random, [1000, 1000, 1000, 250, 60_000, 2]);
  const whole = (units: number) => `${units * unit}ms`;
  const clock: Clock = {
    ...(start !== undefined && { start }),
    at(units) {
      if (start === undefined || random.int(0, 1) === 0) return whole(units);
      return new Date(Date.parse(start) + units * unit).toISOString();
    },
    length(units) {
      if (!has("fine") || random.int(0, 3) > 0) return whole(units);
      return `${units * unit + pick(random, [1, Math.floor(unit / 2), unit - 1])}ms`;
    },
    whole,
    units: (duration) => Math.floor(Number.parseInt(duration, 10) / unit),
  };
  return { random, clock, has, sometimes: (feature) => has(feature) && random.int(0, 1) === 0 };
}

/** Just before midnight, a leap day, and a year's end, in zones of their own. */
const STARTS = ["2026-11-24T23:59+01:00", "2028-02-28T23:59:58Z", "2026-12-31T23:59:59-05:30"];

/** `total` copies as a list of counts. */
function counts({ random, has }: Draw, total: number): number[] {
  const list: number[] = [];
  for (let left = total; left > 0; left -= list.at(-1)!) {
    list.push(has("counts") && random.int(0, 2) === 0 ? random.int(1, left) : 1);
  }
  return list;
}

function resource(draw: Draw, r: number, count: number): Entry {
  const { random, clock, has, sometimes } = draw;
  const devices = has("devices") || has("shares");
  return {
    id: `r${r}`,
    ...(random.int(0, 1) === 0 && { kind: pick(random, ["small", "big"]) }),
    ...(count > 1 && { count }),
    capacity: {
      cpu: pick(random, [1, 2, 3, 4, "1001m", "2999m"]),
      ...(has("memory") && {
        memory: pick(random, ["1GiB", "2GiB", "3GiB", "4GiB", "1025MiB"]),
      }),
    },
    ...(devices && random.int(0, 4) > 0 && { devices: { gpu: random.int(0, 2) } }),
    ...(sometimes("price") && { price: price(draw) }),
    ...(sometimes("fixed-price") && { fixed_price: random.int(0, 5) }),
    ...(sometimes("billing") && { billing: billing(draw) }),
    ...(has("power") && { power: power(draw) }),
    labels: {
      ...(random.int(0, 4) > 0 && { zone: pick(random, ["eu", "us"]) }),
      rack: pick(random, ["a", "b"]),
    },
    ...(sometimes("window") && { available: window(draw) }),
    ...(sometimes("maintenance") && {
      maintenance: Array.from({ length: random.int(0, 2) }, () => {
        const from = random.int(0, 5);
        return { from: clock.at(from), until: clock.at(from + random.int(1, 3)) };
      }),
    }),
    ...(has("exclusive-resources") && random.int(0, 2) > 0 && { exclusive: true }),
  };
}

/** Of whole micro-dollars for each ms, or such that halves are rounded. */
function price({ random, has }: Draw): string {
  const rounded = has("fine") ? ["1.8/h", "1/h"] : [];
  return pick(random, ["0.001/s", "3.6/h", "1/s", "0/h", ...rounded]);
}

function power({ random, has }: Draw): string {
  return pick(random, ["1W", "300W", "1.2kW", "0W", ...(has("fine") ? ["1500mW", "1mW"] : [])]);
}

function billing({ random, clock }: Draw): unknown {
  const every = clock.whole(random.int(1, 4));
  return pick<unknown>(random, [
    "occupied",
    "rental",
    { by: "rental", every },
    { every },
    { by: "occupied", every },
  ]);
}

/** What ends behind a horizon of 5 units is no longer open for anything. */
function window({ random, clock }: Draw): Entry {
  const from = random.int(0, 3);
  const until = { until: clock.at(from + random.int(1, 10)) };
  return {
    ...(random.int(0, 1) === 0 && { from: clock.at(from) }),
    ...(random.int(0, 2) > 0 && until),
  };
}

function limits(draw: Draw, resources: readonly Entry[], queues: readonly string[]): Entry[] {
  const { random, has } = draw;
  const list: Entry[] = [];
  if (has("limits"))
    list.push({ name: "licence", capacity: pick(random, [0, 1, 1.5, 2, "1001m"]) });
  if (!has("quota")) return list;
  const queue = queues.length === 0 ? {} : { queue: pick(random, queues) };
  list.push({ name: "cpus", dimension: "cpu", capacity: random.int(1, 4), ...queue });
  const first = resources[0];
  if (Object.hasOwn(first, "devices")) {
    list.push({ name: "gpus", dimension: "gpu", capacity: pick(random, [0, 0.5, 1, 2, "1001m"]) });
  }
  if (has("memory")) list.push({ name: "ram", dimension: "memory", capacity: "2GiB" });
  return list;
}

function setups({ random, clock }: Draw, families: readonly string[]): Entry[] {
  if (families.length === 0) return [];
  const end = () => pick<unknown>(random, ["*", ...families]);
  return Array.from({ length: random.int(1, 4) }, () => ({
    ...(random.int(0, 4) > 0 && { from: end() }),
    ...(random.int(0, 4) > 0 && { to: end() }),
    time: clock.whole(random.int(0, 3)),
  }));
}

/** An output has one place, so where stages run as gangs moving is free. */
function transfers(random: Random, tasks: readonly Entry[]): Entry[] {
  const isGang = (entry: Entry): boolean =>
    entry.workers !== undefined || ((entry.stages ?? []) as Entry[]).some(isGang);
  if (tasks.some(isGang)) return [{ from: "*", to: "*", price: 0 }];
  return [{ across: "rack", price: pick(random, ["1/GiB", "0.5/GiB", 0]) }];
}
