import { InstanceError, type Issue } from "../../util/errors.ts";
import { isRaw } from "../kubernetes/objects/fields.ts";
import { makeDocument } from "./document.ts";
import { countAt } from "./fields.ts";
import { collectFindings } from "./findings.ts";
import { instantText } from "./instant.ts";
import { readJobs, type SlurmJob } from "./jobs.ts";
import type { SlurmNodes } from "./nodes.ts";
import { runningRoom, withRoom } from "./running.ts";
import { type ClusterFacts, type SlurmTask, taskOf } from "./tasks.ts";
import type { ImportedSlurm } from "./types.ts";
import { waitsOf } from "./waits.ts";

/** How a queue is read. */
export interface SlurmOptions {
  readonly name: string;
  /** Milliseconds since 1970 at which the plan begins; default: the newest moment of the queue. */
  readonly now?: number;
  /** Plan held jobs too. */
  readonly isHeldToo?: boolean;
}

/**
 * The nodes and the queue of a Slurm cluster as a batch: each node that takes work is a resource with what is left of it, each job
 * that waits a task that runs as long as its time limit. What runs keeps its room until its time limit, where that is known. `queue` is what `squeue --json`
 * prints. Throws InstanceError with every fault, by job and field.
 */
export function importSlurm(
  { nodes: left, findings: ofNodes }: SlurmNodes,
  queue: unknown,
  options: SlurmOptions,
): ImportedSlurm {
  const issues: Issue[] = [];
  const findings = collectFindings();
  const { say } = findings;
  const jobs = readJobs(queue, issues);
  stopAt(issues);
  const { now: asked, isHeldToo = false } = options;
  const now = asked === undefined ? newest(queue, jobs) : Math.floor(asked / 1000);
  const { parts, kept } = runningRoom(jobs, left, now);
  const nodes = withRoom(left, parts);
  const tasks = tasksOf(jobs, isHeldToo, {
    nodes,
    now,
    say,
    rooms: new Map(),
    atOnce: runningOf(jobs),
  });
  const waits = waitsOf(tasks, jobs, now, say);
  stopAt(issues);
  const planned = tasks.filter(({ id }) => waits.has(id));
  const running = planned.length === 0 ? [] : parts;
  const made = makeDocument({ name: options.name, now, nodes, waits, running }, planned);
  const { document, jobs: named } = made;
  return {
    document,
    origin: {
      berth_origin: 1,
      system: "slurm",
      start: now,
      resources: Object.fromEntries(nodes.map(({ name }) => [name, name])),
      tasks: named,
      held: heldIn(planned, named),
      running: made.running,
    },
    findings: [...ofNodes, ...findings.list],
    notes: notesOf(nodes.length, jobs, planned, {
      freed: new Set(parts.map(({ job }) => job)).size,
      kept,
      now: asked === undefined ? now : undefined,
    }),
  };
}

/** What `scontrol` calls the jobs of those tasks that are held. */
function heldIn(
  planned: readonly SlurmTask[],
  named: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const isHeld = planned.filter(({ job }) => job.state === "held");
  return isHeld.flatMap(
    ({ id, job }) => job.array?.indices.map((i) => `${job.array!.id}_${i}`) ?? named[id] ?? [],
  );
}

function tasksOf(
  jobs: readonly SlurmJob[],
  isHeldToo: boolean,
  cluster: ClusterFacts,
): readonly SlurmTask[] {
  const taken = new Set<string>();
  return jobs.flatMap((job) => {
    if (job.state !== "pending" && job.state !== "held") return [];
    if (job.state === "held" && !isHeldToo) {
      cluster.say("job", job.said, "left out", "it is held (--held plans it too)");
      return [];
    }
    const task = taskOf(job, cluster);
    if (typeof task !== "string") {
      // Two records of one array have its number both.
      const id = taken.has(task.id) ? `${task.id}:${job.id}` : task.id;
      taken.add(id);
      return [{ ...task, id }];
    }
    cluster.say("job", job.said, "left out", task);
    return [];
  });
}

/** Tasks of each array that run. */
function runningOf(jobs: readonly SlurmJob[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { array, state } of jobs) {
    if (array === undefined || state !== "running") continue;
    counts.set(array.id, (counts.get(array.id) ?? 0) + array.indices.length);
  }
  return counts;
}

interface RunningFacts {
  /** Jobs whose room is free once they are over. */
  readonly freed: number;
  /** All others, by why. */
  readonly kept: ReadonlyMap<string, number>;
  /** Seconds since 1970, unless the user said it. */
  readonly now: number | undefined;
}

function keepRoom(jobs: number): string {
  return `${count(jobs, "job")} that ${jobs === 1 ? "runs keeps its" : "run keep their"} room`;
}

function notesOf(
  nodes: number,
  jobs: readonly SlurmJob[],
  planned: readonly SlurmTask[],
  { freed, kept, now }: RunningFacts,
): readonly string[] {
  const waiting = jobs.filter(({ state }) => state === "pending" || state === "held").length;
  const priorities = new Set(planned.map(({ priority }) => priority));
  return [
    `${count(nodes, "node")} became resources, of ${count(waiting, "job")} that ${waiting === 1 ? "waits" : "wait"} ${planned.length} became tasks.`,
    ...(freed > 0
      ? [`${keepRoom(freed)} until the time limit, which is an upper bound: tasks that have begun.`]
      : []),
    ...[...kept].map(([why, jobs]) => `${keepRoom(jobs)} all the time: ${why}.`),
    ...(planned.length > 0
      ? ["Runtimes are the time limits of the jobs, which are upper bounds."]
      : []),
    ...(priorities.size > 1
      ? ["Priorities are ranks, 1 for the lowest; objectives by_priority go by them."]
      : []),
    ...(now === undefined
      ? []
      : [
          `The plan begins at ${instantText(now)}, the newest moment of the queue (--now says another).`,
        ]),
  ];
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}

/** When the queue was printed, or the newest moment at which something in it happened. */
function newest(document: unknown, jobs: readonly SlurmJob[]): number {
  const issues: Issue[] = [];
  const value = isRaw(document) ? document : {};
  const printed = countAt({ value, object: "the jobs", path: "", issues }, "last_update") ?? 0;
  const moments = jobs.flatMap(({ spot, state }) => [
    countAt(spot, "submit_time") ?? 0,
    countAt(spot, "last_sched_evaluation") ?? 0,
    (state === "running" && countAt(spot, "start_time")) || 0,
  ]);
  const latest = Math.max(
    printed,
    moments.reduce((a, b) => Math.max(a, b), 0),
  );
  return Math.min(latest, LAST_SECOND);
}

/** The end of the year 9999. */
const LAST_SECOND = 253_402_300_799;

function stopAt(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new InstanceError(issues);
}
