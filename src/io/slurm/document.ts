import { instantText } from "./instant.ts";
import type { SlurmNode } from "./nodes.ts";
import { NODE, type PlaceCondition } from "./places.ts";
import type { RunningPart } from "./running.ts";
import { runningEntry, runningId, type SlurmDimensions } from "./running-entry.ts";
import type { SlurmTask } from "./tasks.ts";
import type { Waits } from "./waits.ts";

/** What the document is made of, beside its tasks. */
export interface Around {
  readonly name: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly nodes: readonly SlurmNode[];
  readonly waits: ReadonlyMap<string, Waits>;
  /** What runs, as tasks that have begun. */
  readonly running: readonly RunningPart[];
}

export interface SlurmDocument {
  readonly document: object;
  /** What `scontrol` calls the job of each copy, by id of the task. */
  readonly jobs: Readonly<Record<string, readonly string[]>>;
  /** The same of tasks that run. */
  readonly running: Readonly<Record<string, string>>;
}

/** The document of tasks that some nodes take, and what each of its rows stands for. */
export function makeDocument(around: Around, tasks: readonly SlurmTask[]): SlurmDocument {
  const rows = tasks.flatMap(rowsOf);
  const conditions = usefulConditions(tasks, around.nodes);
  const limits = limitsOf(tasks);
  const ranks = ranksOf(tasks);
  const rowsById = new Map<string, Row[]>();
  for (const row of rows) {
    rowsById.set(row.task.id, [...(rowsById.get(row.task.id) ?? []), row]);
  }
  const dimensions = {
    memory: tasks.some(({ demand }) => demand.memory > 0),
    gpu: tasks.some(({ demand }) => demand.gpus > 0),
    others: [...new Set(tasks.flatMap(({ demand }) => [...demand.others.keys()]))],
  };
  const names = new Set(around.nodes.map(({ name }) => name));
  const facts = { names, conditions, limits, ranks, rowsById };
  const running = around.running.map((part) => [runningId(part, around.running), part] as const);
  const taken = new Set(around.running.map(({ node }) => node.name));
  const isGang = tasks.some(({ demand }) => demand.nodes > 1);
  const document = {
    name: around.name,
    mode: "batch",
    start: instantText(around.now),
    // What runs may end last of all, and then the last end says nothing of what waits.
    objectives: running.length > 0 ? ["makespan", "weighted-completion"] : ["makespan"],
    ...(limits.size > 0 && {
      limits: [...limits].map(([name, { capacity }]) => ({ name, capacity })),
    }),
    resources: around.nodes.map((node) => {
      return resourceOf(node, dimensions, { conditions, isGang, isNamed: taken.has(node.name) });
    }),
    tasks: [
      ...running.map(([id, part]) => runningEntry(id, part, dimensions)),
      ...rows.map((row) => taskEntry(row, around, facts)),
    ],
  };
  return {
    document,
    jobs: Object.fromEntries(rows.map(({ id, jobs }) => [id, jobs])),
    running: Object.fromEntries(running.map(([id, { job }]) => [id, job.said])),
  };
}

/** An entry of the document: a task, or one of an array whose tasks need several nodes each. */
interface Row {
  readonly id: string;
  readonly count: number;
  readonly task: SlurmTask;
  readonly jobs: readonly string[];
  /** Which one of the array it is, where it is one alone. */
  readonly at?: number;
}

/** Nodes of one task of an array are apart, those of two may be the same: so each is an entry of its own. */
function rowsOf(task: SlurmTask): readonly Row[] {
  const { array, said } = task.job;
  const jobs = array === undefined ? [said] : array.indices.map((i) => `${array.id}_${i}`);
  if (task.demand.nodes === 1 || task.count === 1) {
    return [{ id: task.id, count: task.count, task, jobs }];
  }
  return jobs.map((job, at) => ({
    id: `${task.id}:${array!.indices[at]}`,
    count: 1,
    task,
    jobs: [job],
    at,
  }));
}

interface ResourceFacts {
  readonly conditions: Conditions;
  readonly isGang: boolean;
  /** Tasks name it. */
  readonly isNamed: boolean;
}

function resourceOf(
  node: SlurmNode,
  { memory, gpu, others }: SlurmDimensions,
  { conditions, isGang, isNamed }: ResourceFacts,
): object {
  const labels: Record<string, string> = isNamed ? { [NODE]: node.name } : {};
  for (const [label, condition] of conditions.byLabel) {
    const value = condition.valueIn(node);
    if (value !== undefined) labels[label] = value;
  }
  return {
    id: node.name,
    // Nodes of a job are of one kind.
    ...(isGang && { kind: "node" }),
    capacity: {
      cpu: node.cpus,
      ...(memory && { memory: `${node.memory}Mi` }),
      ...Object.fromEntries(others.map((name) => [`gres/${name}`, node.others.get(name) ?? 0])),
    },
    ...(gpu && { devices: { gpu: node.gpus.left } }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}

/** What is worked out once for all tasks. */
interface Facts {
  /** Of the nodes. */
  readonly names: ReadonlySet<string>;
  readonly conditions: Conditions;
  readonly limits: ReadonlyMap<string, ArrayLimit>;
  readonly ranks: ReadonlyMap<number, number>;
  readonly rowsById: ReadonlyMap<string, readonly Row[]>;
}

function taskEntry(row: Row, { now, waits }: Around, facts: Facts): object {
  const { id, count, task } = row;
  const { conditions, limits, ranks, rowsById } = facts;
  const { demand, limit, begin = now, deadline, priority, places } = task;
  const wait = waits.get(task.id);
  const release = Math.max(begin, wait?.begin ?? now) - now;
  const eligible = conditions.eligible(task);
  const forbidden = [...places.excluded].filter((name) => facts.names.has(name));
  const after = afterOf(row, wait, rowsById);
  const arrayLimit = limits.get(limitName(task));
  return {
    id,
    ...(count > 1 && { count }),
    demand: {
      cpu: demand.cpus,
      ...(demand.memory > 0 && { memory: `${demand.memory}Mi` }),
      ...(demand.gpus > 0 && { gpu: demand.gpus }),
      ...Object.fromEntries([...demand.others].map(([name, of]) => [`gres/${name}`, of])),
    },
    runtime: limit === 0 ? 0 : `${limit}m`,
    ...(release > 0 && { release: `${release}s` }),
    ...(deadline !== undefined && { deadline: `${deadline - now}s` }),
    ...(eligible !== undefined && { eligible }),
    ...(forbidden.length > 0 && { forbidden }),
    ...(demand.nodes > 1 && { workers: demand.nodes, separate: id }),
    ...(demand.isExclusive && { exclusive: true }),
    ...(priority !== undefined && ranks.has(priority) && { priority: ranks.get(priority) }),
    ...(after.length > 0 && { after }),
    ...(arrayLimit !== undefined && {
      limits: { [limitName(task)]: Math.ceil(arrayLimit.nodes / demand.nodes) },
    }),
  };
}

function afterOf(
  { at, count }: Row,
  wait: Waits | undefined,
  rowsById: ReadonlyMap<string, readonly Row[]>,
): readonly unknown[] {
  return (wait?.after ?? []).flatMap(({ task, each }): readonly unknown[] => {
    const targets = rowsById.get(task) ?? [];
    if (!each) return targets.map(({ id }) => id);
    // Of tasks that are entries of their own, each waits for the one of its number.
    if (at !== undefined && targets.length > 1) return [targets[at].id];
    const [only] = targets;
    const isByCopy = at === undefined && targets.length === 1 && count > 1;
    if (isByCopy) return [{ task: only.id, each: true }];
    return targets.map(({ id }) => id);
  });
}

interface Conditions {
  readonly byLabel: ReadonlyMap<string, PlaceCondition>;
  eligible(task: SlurmTask): unknown;
}

/** Conditions that some nodes do not meet; all others go without saying. */
function usefulConditions(tasks: readonly SlurmTask[], nodes: readonly SlurmNode[]): Conditions {
  const useful = new Map<string, boolean>();
  const byLabel = new Map<string, PlaceCondition>();
  const selectors = new Map<string, unknown>();
  const isUseful = (condition: PlaceCondition) => {
    const key = keyOf(condition);
    const known = useful.get(key) ?? !nodes.every((node) => condition.holds(node));
    useful.set(key, known);
    if (known) byLabel.set(condition.label, condition);
    return known;
  };
  const selectorOf = ({ places }: SlurmTask): unknown => {
    const ways = places.ways
      .filter((way) => nodes.some((node) => way.every((one) => one.holds(node))))
      .map((way) => way.filter(isUseful));
    if (ways.some((way) => way.length === 0)) return undefined;
    const written = ways.map((way) =>
      Object.fromEntries(
        way.map(({ label, values }) => [label, values.length === 1 ? values[0] : values]),
      ),
    );
    const distinct = [...new Map(written.map((one) => [JSON.stringify(one), one])).values()];
    return distinct.length === 1 ? distinct[0] : distinct;
  };
  const eligible = (task: SlurmTask) => {
    const key = JSON.stringify(task.places.ways.map((way) => way.map(keyOf)));
    if (!selectors.has(key)) selectors.set(key, selectorOf(task));
    return selectors.get(key);
  };
  for (const task of tasks) eligible(task);
  return { byLabel, eligible };
}

function keyOf({ label, values }: PlaceCondition): string {
  return JSON.stringify([label, values]);
}

interface ArrayLimit {
  readonly capacity: number;
  /** The most nodes of one task of the array: what each of its pieces uses adds up to so much. */
  readonly nodes: number;
}

/** How many tasks of an array run at once. */
function limitsOf(tasks: readonly SlurmTask[]): ReadonlyMap<string, ArrayLimit> {
  const found = new Map<string, ArrayLimit>();
  for (const task of tasks) {
    if (task.atOnce === undefined) continue;
    const known = found.get(limitName(task));
    const nodes = Math.max(task.demand.nodes, known?.nodes ?? 1);
    found.set(limitName(task), { capacity: task.atOnce * nodes, nodes });
  }
  return found;
}

function limitName({ job }: SlurmTask): string {
  return `array-${job.array?.id ?? job.id}`;
}

/** Slurm's priorities are large numbers that change by the minute: what counts is their order, 1 for the lowest. */
function ranksOf(tasks: readonly SlurmTask[]): ReadonlyMap<number, number> {
  const all = new Set(tasks.flatMap(({ priority }) => priority ?? []));
  if (all.size < 2) return new Map();
  return new Map([...all].sort((a, b) => a - b).map((priority, i) => [priority, i + 1]));
}
