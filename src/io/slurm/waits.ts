import { conditionsOf, type Dependency } from "./dependency.ts";
import { amountAt, countAt, plainTextAt } from "./fields.ts";
import type { Say } from "./findings.ts";
import type { SlurmJob } from "./jobs.ts";
import type { SlurmTask } from "./tasks.ts";

/** What a task waits for. */
export interface Waits {
  readonly after: readonly { readonly task: string; readonly each: boolean }[];
  /** Seconds since 1970: by then what runs and it waits for has ended. */
  readonly begin?: number;
}

/**
 * What each task waits for, by id. Tasks whose conditions an instance cannot say, or that wait for what is not planned, are left out and said.
 */
export function waitsOf(
  tasks: readonly SlurmTask[],
  jobs: readonly SlurmJob[],
  now: number,
  say: Say,
): ReadonlyMap<string, Waits> {
  const byId = new Map<number, SlurmTask[]>();
  for (const task of tasks) {
    const { id, array } = task.job;
    add(byId, array?.id ?? id, task);
  }
  const others = new Map<number, SlurmJob[]>();
  const planned = new Set(tasks.map(({ job }) => job));
  for (const job of jobs) if (!planned.has(job)) add(others, job.array?.id ?? job.id, job);
  const found = new Map<string, Waits>();
  for (const task of tasks) {
    const waits = waitsOfOne(task, byId, others, now, say);
    if (typeof waits === "string") say("job", task.job.said, "left out", waits);
    else found.set(task.id, waits);
  }
  dropStuck(tasks, found, say);
  return found;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function waitsOfOne(
  task: SlurmTask,
  byId: ReadonlyMap<number, readonly SlurmTask[]>,
  others: ReadonlyMap<number, readonly SlurmJob[]>,
  now: number,
  say: Say,
): Waits | string {
  const { spot, said } = task.job;
  const text = plainTextAt(spot, "dependency");
  const conditions = conditionsOf(text);
  const words = JSON.stringify(text.slice(0, 60));
  if (conditions === undefined) return `its dependency ${words} has no words`;
  const after = new Map<string, boolean>();
  let begin = 0;
  for (const condition of conditions) {
    const verdict = KINDS[condition.kind];
    if (verdict === undefined) return `its dependency ${words} has no words`;
    if (verdict !== "") say("job", said, "stricter", `${condition.kind}: ${verdict}`);
    const targets = (byId.get(condition.job) ?? []).filter((one) => isMeant(one.job, condition));
    for (const target of targets) {
      if (target === task) return "it waits for itself";
      if (condition.index !== undefined && target.count > 1)
        say("job", said, "stricter", `it waits for all of ${target.job.said}, not for one`);
      after.set(target.id, condition.kind === "aftercorr" && isAlike(target, task));
    }
    for (const other of others.get(condition.job) ?? []) {
      if (!isMeant(other, condition) || other.state === "over") continue;
      if (other.state !== "running") return `it waits for job ${other.said}, which is not planned`;
      const end = endOf(other);
      if (end === undefined) return `it waits for job ${other.said}, which runs without an end`;
      begin = Math.max(begin, end);
    }
  }
  const { deadline, limit } = task;
  if (deadline !== undefined && begin + 60 * limit > deadline)
    return "it cannot end before its deadline, for what it waits for may run too long";
  return {
    after: [...after].map(([id, each]) => ({ task: id, each })),
    ...(begin > now && { begin }),
  };
}

/** Kinds of conditions with what is stricter about them in an instance. A job that never ends well is not planned for. */
const KINDS: Readonly<Record<string, string | undefined>> = {
  after: "it waits for the end of the other, not for its start",
  afterany: "",
  aftercorr: "",
  afterok: "",
  afterburstbuffer: "",
};

function isMeant({ array }: SlurmJob, { index }: Dependency): boolean {
  return index === undefined || array === undefined || array.indices.includes(index);
}

/** Whether copy i of one and of the other are tasks of one number. */
function isAlike(one: SlurmTask, other: SlurmTask): boolean {
  const [a, b] = [one.job.array?.indices ?? [], other.job.array?.indices ?? []];
  return a.length === b.length && a.every((index, i) => index === b[i]);
}

/** Seconds since 1970 at which a job that runs has come to its time limit. */
export function endOf({ spot }: SlurmJob): number | undefined {
  const limit = amountAt(spot, "time_limit");
  const start = countAt(spot, "start_time") ?? 0;
  if (limit === undefined || limit === "infinite" || start === 0) return undefined;
  return start + 60 * limit;
}

/** Takes out, again and again, what waits for a task that is not there, and what waits in a circle. */
function dropStuck(tasks: readonly SlurmTask[], found: Map<string, Waits>, say: Say): void {
  const saidOf = new Map(tasks.map(({ id, job }) => [id, job.said]));
  const waiters = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const [id, { after }] of found) {
    open.set(id, after.length);
    for (const { task } of after) add(waiters, task, id);
  }
  const ready = [...open].filter(([, count]) => count === 0).map(([id]) => id);
  for (const id of ready) {
    for (const waiter of waiters.get(id) ?? []) {
      const left = open.get(waiter)! - 1;
      open.set(waiter, left);
      if (left === 0) ready.push(waiter);
    }
  }
  const done = new Set(ready);
  for (const id of [...found.keys()]) {
    if (done.has(id)) continue;
    found.delete(id);
    say(
      "job",
      saidOf.get(id)!,
      "left out",
      "it waits for a job that is not planned, or in a circle",
    );
  }
}
