import { findResourceCopy } from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Assignment, assignments } from "../../src/plan/assignments.ts";
import { changesOf } from "../../src/replan/changes.ts";
import { replan } from "../../src/replan/replan.ts";
import type { MigrationRule } from "../../src/replan/types.ts";

export const H = 3_600_000;

export type Row = readonly [task: string, resource: string, start: number, ...devices: number[]];

interface Case {
  readonly document: object;
  readonly earlier: readonly Row[];
  /** Hours. */
  readonly now?: number;
  readonly down?: readonly string[];
  readonly migrations?: MigrationRule;
  readonly method?: string;
}

/** Rows have hours; the outcome has rows, values by objective and kinds of change by task. */
export async function replanned(given: Case) {
  const { document, earlier, now = 0, down = [], migrations, method = "milp" } = given;
  const instance = parseInstance(document);
  const situation = {
    instance,
    earlier: earlier.map(([task, resource, start, ...devices]): Assignment => {
      return { task, resource, start_ms: start * H, ...(devices.length > 0 && { devices }) };
    }),
    now: now * H,
    down: new Set(down.map((id) => findResourceCopy(instance, id)!)),
    migrations: migrations ?? { level: "last" as const },
  };
  const limits = method === "milp" ? {} : { workLimit: 40 };
  const { outcome, past, replanned: left } = await replan(situation, { method, ...limits });
  const held = outcome.plan;
  const rows = held === undefined ? [] : [...assignments(held)];
  const changes = held === undefined ? [] : changesOf(situation, past, held.plan);
  return {
    outcome,
    left,
    rows: rows.map(({ task, resource, start_ms, devices = [] }): Row => {
      return [task, resource, start_ms / H, ...devices];
    }),
    values: Object.fromEntries(outcome.levels.map(({ target, value }) => [target.name, value])),
    kinds: Object.fromEntries(changes.map(({ task, kind }) => [task, kind])),
  };
}

/** Two hosts of one device; a is running at 1h30m, b has ended, c and d have not begun. */
export const HOSTS = {
  mode: "batch",
  objectives: ["makespan"],
  resources: [{ id: "h", count: 2, devices: { gpu: 1 } }],
  tasks: [
    { id: "a", demand: { gpu: 1 }, runtime: "2h" },
    { id: "b", demand: { gpu: 1 }, runtime: "1h" },
    { id: "c", demand: { gpu: 1 }, runtime: "1h" },
    { id: "d", demand: { gpu: 1 }, runtime: "1h" },
  ],
};
export const NIGHT: readonly Row[] = [
  ["a", "h#1", 0, 0],
  ["b", "h#2", 0, 0],
  ["c", "h#2", 2, 0],
  ["d", "h#1", 2, 0],
];

/** Two racks of two hosts; a gang of three workers, two of them on h#1. */
export const GANG = {
  mode: "batch",
  objectives: ["makespan"],
  resources: [
    { id: "h", count: 2, kind: "big", devices: { gpu: 2 } },
    { id: "k", count: 2, kind: "big", devices: { gpu: 2 } },
  ],
  tasks: [
    { id: "train", workers: 3, demand: { gpu: 1 }, runtime: "4h" },
    { id: "next", demand: { gpu: 1 }, runtime: "1h", after: ["train"] },
    { id: "other", demand: { gpu: 1 }, runtime: "2h" },
  ],
};
export const GANG_NIGHT: readonly Row[] = [
  ["train", "h#1", 0, 0],
  ["train", "h#1", 0, 1],
  ["train", "h#2", 0, 1],
  ["next", "h#1", 4, 0],
  ["other", "h#2", 0, 0],
];

/** Two places; b is cheaper by 1 for each task, and takes two. */
export const PLACES = {
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "a", count: 2, capacity: { cpu: 4 } },
    { id: "b", capacity: { cpu: 2 } },
  ],
  tasks: [{ id: "t", count: 3, demand: { cpu: 1 }, cost: { a: 3, b: 2 } }],
};
export const PLACED: readonly Row[] = [
  ["t#1", "a#1", 0],
  ["t#2", "a#1", 0],
  ["t#3", "a#2", 0],
];
