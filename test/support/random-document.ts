import type { Random } from "../../src/util/random.ts";
import { OWN_FIELDS, withOwnFields } from "./own-fields.ts";
import { randomObjectives } from "./random-objectives.ts";

/** Rules and fields that a random document may use; a test that watches one rule names only that. */
export const FEATURES = [
  "capacity",
  "memory",
  "devices",
  "forbidden",
  "eligible",
  "runtime-tables",
  "throughput",
  "demand-tables",
  "speed",
  "cost",
  "price",
  "fixed-price",
  "power",
  "optional",
  "divisible",
  "replicas",
  "across",
  "colocate",
  "separate",
  "budget",
  "weights",
  "release",
  "due",
  "deadline",
  "window",
  "counts",
  "no-runtime",
  ...OWN_FIELDS,
] as const;
export type Feature = (typeof FEATURES)[number];

export interface RandomDocumentOptions {
  readonly mode?: "placement" | "batch";
  /** Most task copies (default 4) and resource copies (default 3). */
  readonly maxTasks?: number;
  readonly maxResources?: number;
  /** Default: every feature, each in about a third of the documents. Named ones appear in most. */
  readonly features?: readonly Feature[];
  /** Objectives of the document; "random" draws a list that is valid for it. Default: "random". */
  readonly objectives?: "random" | readonly unknown[];
}

/** A document as YAML would give it. */
export interface RandomDocument {
  readonly mode: "placement" | "batch";
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
  readonly [key: string]: unknown;
}

/**
 * A small nasty document that parses, with a plan or without: ties, zeros, tight capacities, forbidden
 * pairs, tasks without an eligible resource. Equal random sequences give equal documents.
 */
export function randomDocument(
  random: Random,
  options: RandomDocumentOptions = {},
): RandomDocument {
  const mode = options.mode ?? pick(random, ["placement", "batch"] as const);
  const named = options.features;
  const on = new Set(
    (named ?? FEATURES).filter(() => random.int(1, 6) <= (named === undefined ? 2 : 5)),
  );
  const has = (feature: Feature) => on.has(feature);
  const many = (most: number) => random.int(1, Math.max(1, most));
  const resourceCopies = many(options.maxResources ?? 3);
  // No task at all is a document too, but a dull one.
  const taskCopies = random.int(1, 40) === 1 ? 0 : many(options.maxTasks ?? 4);
  const draw: Draw = { random, mode, has };
  const resources = split(draw, resourceCopies).map((count, r) => resource(draw, r, count));
  const tasks = split(draw, taskCopies).map((count, t) => task(draw, t, count, resources));
  const plain = {
    name: "random",
    mode,
    ...(mode === "batch" && { exclusive: true }),
    ...(has("budget") && { budget: random.int(0, 12) }),
    ...(mode === "placement" && has("price") && { period: pick(random, ["1h", "30m", "0s"]) }),
    resources,
    tasks: withoutContradictions(tasks),
  };
  const document = has("own-fields") ? withOwnFields(random, plain) : plain;
  const objectives =
    options.objectives === undefined || options.objectives === "random"
      ? randomObjectives(random, document)
      : { objectives: options.objectives };
  return { ...document, ...objectives };
}

interface Draw {
  readonly random: Random;
  readonly mode: "placement" | "batch";
  has(feature: Feature): boolean;
}

type Entry = Record<string, unknown>;

/** `total` copies as a list of counts. */
function split({ random, has }: Draw, total: number): number[] {
  const counts: number[] = [];
  for (let left = total; left > 0; left -= counts.at(-1)!) {
    counts.push(has("counts") && random.int(0, 2) === 0 ? random.int(1, left) : 1);
  }
  return counts;
}

function resource(draw: Draw, r: number, count: number): Entry {
  const { random, mode, has } = draw;
  const sometimes = (feature: Feature) => has(feature) && random.int(0, 3) > 0;
  const capacity = {
    ...(has("capacity") &&
      random.int(0, 5) > 0 && { cpu: pick(random, [0, 1, 2, 3, 4, 5, 6, "1001m", "2999m"]) }),
    ...(has("memory") && {
      memory: pick(random, ["1GiB", "2GiB", "3GiB", "4GiB", "6GiB", "1025MiB", "1MiB"]),
    }),
  };
  return {
    id: `r${r}`,
    ...(random.int(0, 1) === 0 && { kind: pick(random, ["small", "big"]) }),
    ...(count > 1 && { count }),
    ...(Object.keys(capacity).length > 0 && { capacity }),
    ...(has("devices") && random.int(0, 4) > 0 && { devices: { gpu: random.int(0, 3) } }),
    ...(sometimes("price") && { price: pick(random, ["1/h", "2.5/h", "0.01/s", "24/d", "0/h"]) }),
    ...(sometimes("fixed-price") && {
      fixed_price: pick<unknown>(random, [0, 1, 2, 3, 5, "0.000001", "2.999999"]),
    }),
    ...(has("power") && { power: pick(random, ["1W", "300W", "1.2kW", "0W"]) }),
    labels: {
      ...(random.int(0, 4) > 0 && { zone: pick(random, ["eu", "us"]) }),
      rack: pick(random, ["a", "b", "c"]),
    },
    ...(mode === "batch" && sometimes("window") && { available: window(random) }),
    ...(sometimes("speed") && { speed: pick(random, [0.5, 1.5, 2, 3]) }),
  };
}

function window(random: Random): Entry {
  const from = random.int(0, 4);
  const until = { until: `${from + random.int(1, 20)}s` };
  return { ...(random.int(0, 1) === 0 && { from: `${from}s` }), ...(from < 4 && until) };
}

function task(draw: Draw, t: number, count: number, resources: readonly Entry[]): Entry {
  const { random, mode, has } = draw;
  const sometimes = (feature: Feature) => has(feature) && random.int(0, 1) === 0;
  const demand = demands(draw, resources);
  const entry: Entry = {
    id: `t${t}`,
    ...(count > 1 && { count }),
    ...(Object.keys(demand).length > 0 && { demand }),
    ...runtimes(draw, resources),
    ...(sometimes("cost") && { cost: costs(draw, resources) }),
    ...(sometimes("weights") && { weight: pick(random, [0, 0.5, 1, 2, 3, 0.001, "1.001"]) }),
    ...(sometimes("weights") && random.int(0, 1) === 0 && { value: random.int(0, 4) }),
    ...(sometimes("optional") && { optional: true }),
    ...(sometimes("eligible") && { eligible: eligible(random) }),
    ...(sometimes("forbidden") && { forbidden: forbidden(draw, resources) }),
    ...groups(draw),
    ...(mode === "batch" && times(draw)),
  };
  const isPlain = !("replicas" in entry || "colocate" in entry || "separate" in entry);
  const asksForDevices = "gpu" in demand;
  return isPlain && !asksForDevices && sometimes("divisible")
    ? { ...entry, divisible: true }
    : entry;
}

function demands(draw: Draw, resources: readonly Entry[]): Entry {
  const { random, has } = draw;
  const gpu = () => pick(random, [0, 0.25, 0.5, 0.75, 1, 1, 2, "500m", "1m", "501m", 0.334]);
  const amount = () => pick(random, [0, 1, 1, 2, 3, "1500m", "1m", "999m", "1001m"]);
  const memory = () => pick(random, ["0GiB", "1GiB", "2GiB", "1.5GiB", "3GiB", "1MiB", "1025MiB"]);
  const table = (cell: () => unknown) => {
    if (!has("demand-tables") || random.int(0, 2) > 0) return cell();
    return random.int(0, 1) === 0
      ? resources.map(cell)
      : { [resources[0]!.id as string]: cell(), "*": cell() };
  };
  return {
    ...(has("capacity") && random.int(0, 4) > 0 && { cpu: table(amount) }),
    ...(has("memory") && random.int(0, 3) > 0 && { memory: table(memory) }),
    ...(has("devices") && random.int(0, 3) > 0 && { gpu: table(gpu) }),
  };
}

function runtimes(draw: Draw, resources: readonly Entry[]): Entry {
  const { random, mode, has } = draw;
  if (mode === "placement" && has("no-runtime") && random.int(0, 2) === 0) return {};
  if (has("throughput") && random.int(0, 1) === 0) {
    const throughput = resources.map(() => pick(random, [1, 2, 3, 0.7, 0, null]));
    return { work: random.int(0, 9), throughput };
  }
  const seconds = () =>
    pick(random, ["0s", "1s", "1s", "2s", "3s", "4s", "5s", "6s", "1ms", "999ms", "2001ms"]);
  if (!has("runtime-tables") || random.int(0, 2) === 0) return { runtime: seconds() };
  if (random.int(0, 1) === 0) {
    return { runtime: resources.map(() => (random.int(0, 4) === 0 ? null : seconds())) };
  }
  const rest = random.int(0, 3) > 0 && { "*": seconds() };
  const key = pick(random, keysOf(resources));
  return { runtime: { [key]: seconds(), ...rest } };
}

function costs({ random }: Draw, resources: readonly Entry[]): unknown {
  const dollars = () => pick(random, [0, 1, 2, 2.5, 5, "0.000001"]);
  if (random.int(0, 2) === 0) return dollars();
  return resources.map(() => (random.int(0, 3) === 0 ? null : dollars()));
}

function eligible(random: Random): unknown {
  const one = () =>
    pick<Entry>(random, [
      { zone: "eu" },
      { zone: ["eu", "us"] },
      { rack: ["a", "b"] },
      { zone: "us", rack: "a" },
    ]);
  return random.int(0, 2) === 0 ? [one(), one()] : one();
}

function forbidden({ random }: Draw, resources: readonly Entry[]): unknown {
  const names = resources.flatMap(({ id, kind }) => (kind === undefined ? [id] : [id, kind]));
  return [pick(random, names)];
}

function keysOf(resources: readonly Entry[]): string[] {
  return resources.flatMap(({ id, kind, labels }) => {
    const { rack } = labels as { rack: string };
    return [id as string, `rack=${rack}`, ...(kind === undefined ? [] : [kind as string])];
  });
}

function groups({ random, has }: Draw): Entry {
  const replicas = has("replicas") && random.int(0, 2) === 0 ? random.int(2, 3) : undefined;
  const across = has("across") && random.int(0, 2) === 0;
  const separate = has("separate") && random.int(0, 1) === 0;
  const colocate = has("colocate") && random.int(0, 1) === 0;
  const apart = { ...(separate && { separate: pick(random, ["s", ["s", "q"]]) }) };
  if (across) return { replicas: { count: replicas ?? 2, across: "zone" }, ...apart };
  if (replicas !== undefined) return { replicas, ...apart };
  return { ...(colocate && { colocate: pick(random, ["c", "c", ["c", "d"]]) }), ...apart };
}

function times({ random, has }: Draw): Entry {
  const sometimes = (feature: Feature) => has(feature) && random.int(0, 2) > 0;
  const release = sometimes("release") ? random.int(0, 6) : undefined;
  const deadline = (release ?? 0) + random.int(1, 14);
  return {
    ...(release !== undefined && { release: `${release}s` }),
    ...(sometimes("due") && { due: `${random.int(0, 10)}s` }),
    ...(sometimes("deadline") && { deadline: `${deadline}s` }),
  };
}

/** A document may not ask for together and apart at once: the later of the two wishes goes. */
function withoutContradictions(tasks: readonly Entry[]): Entry[] {
  return tasks.map((entry) => {
    if (!("colocate" in entry) || !("separate" in entry)) return entry;
    const { separate: _, ...rest } = entry;
    return rest;
  });
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.int(0, items.length - 1)] as T;
}
