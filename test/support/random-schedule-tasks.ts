import { pick } from "./random-document.ts";
import type { Draw } from "./random-schedule.ts";

type Entry = Record<string, unknown>;

/** How times of a document are written. */
export interface Clock {
  /** When the plan begins, if the document says so. */
  readonly start?: string;
  /** A point in time so many units from the beginning, as a duration or as an absolute time. */
  at(units: number): string;
  /** A duration of so many units, or a little more where times are fine. */
  length(units: number): string;
  whole(units: number): string;
  /** How many whole units a duration written by this clock has. */
  units(duration: string): number;
}

/** Tasks with as many copies as `counts` say, and the names that their rules go by. */
export function randomTasks(
  draw: Draw,
  counts: readonly number[],
  resources: readonly Entry[],
  everywhere: boolean,
): {
  readonly tasks: Entry[];
  readonly families: readonly string[];
  readonly queues: readonly string[];
} {
  const list = counts.map((count, t) => task(draw, t, count, resources, everywhere));
  const tasks = list.map((entry, t) => ({ ...entry, ...waits(draw, entry, list.slice(0, t)) }));
  const staged = draw.has("stages") ? withStages(draw, tasks) : tasks;
  const named = (key: string) => [...new Set(tasks.flatMap((entry) => entry[key] ?? []))];
  return {
    tasks: staged,
    families: named("family") as string[],
    queues: named("queue") as string[],
  };
}

function task(
  draw: Draw,
  t: number,
  count: number,
  resources: readonly Entry[],
  everywhere: boolean,
): Entry {
  const { random, has, sometimes } = draw;
  const group = groups(draw);
  const workers =
    !("colocate" in group) && sometimes("workers") ? gang(draw, resources) : undefined;
  const family = has("setup") && random.int(0, 3) > 0 ? pick(random, ["f", "g", "h"]) : undefined;
  const runtime = runtimes(draw, resources);
  return {
    id: `t${t}`,
    ...(count > 1 && { count }),
    demand: demands(draw, resources),
    runtime,
    ...times(draw, runtime),
    ...(workers !== undefined && { workers }),
    ...(sometimes("exclusive-tasks") && { exclusive: true }),
    ...(sometimes("limits") && {
      limits: { licence: pick<unknown>(random, [0, 0.5, 1, 2, "1m", "501m"]) },
    }),
    ...(sometimes("quota") && { queue: pick(random, ["red", "blue"]) }),
    ...(family !== undefined && { family }),
    ...(has("priority") && random.int(0, 2) > 0 && { priority: pick(random, [-1, 1, 10]) }),
    ...(sometimes("weights") && { weight: pick(random, [0, 0.5, 1, 2, 3, 0.001, "1.001"]) }),
    ...(sometimes("weights") && random.int(0, 1) === 0 && { value: random.int(0, 4) }),
    ...(sometimes("optional") && { optional: true }),
    ...(sometimes("cost") && { cost: pick<unknown>(random, [0, 1, 2.5, { "*": 3 }]) }),
    ...(sometimes("eligible") && {
      eligible: pick<unknown>(random, [{ zone: ["eu", "us"] }, { rack: "a" }, { zone: "eu" }]),
    }),
    ...forbidden(draw, resources, family !== undefined && !everywhere),
    ...group,
  };
}

/** What has a setup stays off resources where tasks run side by side. */
function forbidden(
  { random, sometimes }: Draw,
  resources: readonly Entry[],
  alone: boolean,
): Entry {
  const shared = resources.filter(({ exclusive }) => exclusive !== true).map(({ id }) => id);
  const one = pick(random, resources);
  const more = sometimes("forbidden") ? [one.kind ?? one.id] : [];
  const all = [...(alone ? shared : []), ...more];
  return all.length > 0 ? { forbidden: all } : {};
}

function demands({ random, has, sometimes }: Draw, resources: readonly Entry[]): Entry {
  const cpu = () => pick(random, [0, 1, 1, 2, 3, "1500m", "1m", "999m", "1001m"]);
  const whole = has("devices") ? [0, 1, 1, 2] : [];
  const shares = has("shares") ? [0.25, 0.5, 0.75, "500m", "1m", "501m"] : [];
  const table = sometimes("demand-tables");
  return {
    cpu: table ? resources.map(cpu) : cpu(),
    ...(has("memory") &&
      random.int(0, 2) > 0 && { memory: pick(random, ["1GiB", "2GiB", "0", "1025MiB"]) }),
    ...([...whole, ...shares].length > 0 &&
      random.int(0, 2) > 0 && { gpu: pick<unknown>(random, [...whole, ...shares]) }),
  };
}

function runtimes({ random, clock, has, sometimes }: Draw, resources: readonly Entry[]): unknown {
  const length = () => clock.length(random.int(has("zero") && random.int(0, 1) === 0 ? 0 : 1, 4));
  if (!sometimes("runtime-tables")) return has("zero") && random.int(0, 2) === 0 ? "0s" : length();
  return resources.map(() => (random.int(0, 5) === 0 ? null : length()));
}

/** A trap: the deadline leaves just the runtime, or a little less, or nothing at all. */
function times({ random, clock, sometimes }: Draw, runtime: unknown): Entry {
  const release = sometimes("release") ? random.int(0, 4) : undefined;
  const begin = release ?? 0;
  const least = typeof runtime === "string" ? clock.units(runtime) : 1;
  const deadline = sometimes("trap")
    ? begin + pick(random, [least, least, Math.max(0, least - 1), 0])
    : sometimes("deadline")
      ? begin + random.int(1, 12)
      : undefined;
  return {
    ...(release !== undefined && { release: clock.at(release) }),
    ...(sometimes("due") && { due: clock.at(random.int(0, 8)) }),
    ...(deadline !== undefined && { deadline: clock.at(deadline) }),
  };
}

function gang({ random, sometimes }: Draw, resources: readonly Entry[]): unknown {
  const count = pick(random, [2, 2, 3]);
  const labels = resources.flatMap((one) => Object.keys(one.labels as Entry));
  return sometimes("within") ? { count, within: pick(random, labels) } : count;
}

function groups({ random, sometimes }: Draw): Entry {
  if (sometimes("colocate")) return { colocate: pick<unknown>(random, ["c", ["c", "d"]]) };
  return sometimes("separate") ? { separate: "s" } : {};
}

/** Tasks wait for earlier ones only, so never in a circle. */
function waits(
  { random, clock, has, sometimes }: Draw,
  entry: Entry,
  earlier: readonly Entry[],
): Entry {
  if (!sometimes("after") || earlier.length === 0) return {};
  const one = () => {
    const before = pick(random, earlier);
    const each = sometimes("each") && (before.count ?? 1) === (entry.count ?? 1);
    const lag = has("lag") && random.int(0, 2) > 0;
    if (!lag && !each) return before.id;
    return {
      task: before.id,
      ...(lag && { lag: clock.whole(random.int(0, 3)) }),
      ...(each && { each: true }),
    };
  };
  return { after: random.int(0, 2) === 0 ? [one(), one()] : one() };
}

/** Neighbours with equal counts become stages of one task, as long as nobody waits for either. */
function withStages({ random, has }: Draw, tasks: readonly Entry[]): Entry[] {
  const awaited = JSON.stringify(tasks.map(({ after }) => after ?? null));
  const result: Entry[] = [];
  for (let t = 0; t < tasks.length; t++) {
    const [one, next] = [tasks[t], tasks[t + 1]];
    const isFree = (entry: Entry) =>
      entry.after === undefined && !awaited.includes(`"${String(entry.id)}"`);
    if (next === undefined || !isFree(one) || !isFree(next) || one.count !== next.count) {
      result.push(one);
      continue;
    }
    const { count } = one;
    const stages = [one, next].map(({ count: _, ...stage }) => ({
      ...stage,
      ...(has("transfer") && { output: pick(random, ["0", "1GiB", "3GiB"]) }),
    }));
    const loose = random.int(0, 5) === 0 ? { after: [] } : {};
    const before = result.length > 0 && has("after") ? { after: result[0].id } : {};
    result.push({
      id: `p${t}`,
      ...(count !== undefined && { count }),
      ...before,
      stages: [stages[0], { ...stages[1], ...loose }],
    });
    t++;
  }
  return result;
}
