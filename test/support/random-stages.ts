import type { Random } from "../../src/util/random.ts";
import { type Feature, type RandomDocument, randomDocument } from "./random-document.ts";

type Entry = Readonly<Record<string, unknown>>;

/** What tasks may have here beside their stages; every rule meets links in some document. */
const FAMILIES: readonly (readonly Feature[])[] = [
  ["cost"],
  ["cost", "optional", "weights"],
  ["cost", "capacity", "memory", "fixed-price"],
  ["cost", "capacity", "demand-tables", "optional", "counts"],
  ["cost", "forbidden", "eligible", "price", "capacity"],
  ["cost", "devices", "colocate", "separate", "capacity"],
  ["cost", "runtime-tables", "capacity", "power", "budget"],
  ["cost", "replicas", "divisible", "across", "capacity", "optional"],
];

/**
 * A small nasty document whose tasks are stages: chains, stars and joins, outputs of nothing, free and dear ways,
 * tasks without links beside them. It parses, with a plan or without.
 */
export function randomStages(
  random: Random,
  options: { readonly maxTasks?: number; readonly objectives?: readonly unknown[] } = {},
): RandomDocument {
  const features = FAMILIES[random.int(0, FAMILIES.length - 1)];
  const base = randomDocument(random, { mode: "placement", maxTasks: 5, ...options, features });
  const tasks: Entry[] = [];
  let stages: Entry[] = [];
  let size = random.int(2, 5);
  const close = () => {
    if (stages.length === 0) return;
    const count = Math.max(...stages.map((stage) => Number(stage.count ?? 1)));
    const id = `p${tasks.length}`;
    const parts = stages.map((stage, s) => stageOf(random, stage, s, stages));
    tasks.push({ id, ...(count > 1 && { count }), stages: parts });
    stages = [];
    size = random.int(1, 5);
  };
  for (const task of base.tasks) {
    if (isOfManyPieces(task)) tasks.push(task);
    else stages.push(task);
    const copies = Math.max(...stages.map(({ count }) => Number(count ?? 1))) * stages.length;
    if (stages.length >= size || copies > 6) close();
  }
  close();
  return { ...base, tasks, transfer: rules(random, base.resources) };
}

function isOfManyPieces(task: Entry): boolean {
  return "replicas" in task || "divisible" in task;
}

function stageOf(random: Random, task: Entry, s: number, stages: readonly Entry[]): Entry {
  const { count: _, ...rest } = task;
  const sizes = ["0", "1MiB", "300MiB", "1GiB", "7GiB", "0.5TiB"];
  const before = () => stages[random.int(0, s - 1)].id;
  const kind = s === 0 ? 0 : random.int(0, 5);
  return {
    ...rest,
    ...(random.int(0, 4) > 0 && { output: sizes[random.int(0, sizes.length - 1)] }),
    ...(kind === 1 && { after: [] }),
    ...(kind === 2 && { after: before() }),
    ...(kind === 3 && { after: [before()] }),
  };
}

function rules(random: Random, resources: readonly Entry[]): readonly Entry[] {
  const prices = [0, "0.001/GiB", "1/GiB", "0.5/GiB", "1000/TiB", "0.000003/MiB"];
  const has = (label: string) => resources.some(({ labels }) => label in Object(labels));
  const ends: unknown[] = ["*", ...resources.map(({ id }) => id)];
  if (has("rack")) ends.push({ rack: ["a", "b"] }, [{ rack: "c" }]);
  for (const { labels } of resources) {
    for (const [label, value] of Object.entries(Object(labels))) ends.push(`${label}=${value}`);
  }
  const any = (list: readonly unknown[]) => list[random.int(0, list.length - 1)];
  return Array.from({ length: random.int(1, 4) }, () => {
    const label = any(["zone", "rack"]) as string;
    if (random.int(0, 2) === 0 && has(label)) return { across: label, price: any(prices) };
    return { from: any(ends), to: any(ends), price: any(prices) };
  });
}
