import { resourceCopyId, taskCopyId } from "../../instance/ids.ts";
import type { Instance } from "../../instance/types.ts";
import type { VerifiedPlan } from "../../plan/types.ts";
import { type SlurmSubmission, slurmSubmissions, submitLines } from "./submissions.ts";
import type { SlurmOrigin } from "./types.ts";

/** A job with its nodes and its time. */
export interface PlannedJob {
  /** As `scontrol` names it. */
  readonly job: string;
  readonly nodes: readonly string[];
  /** Seconds since 1970. */
  readonly at: number;
  /** It is held until then. */
  readonly isHeld: boolean;
}

export interface PlannedJobs {
  readonly jobs: readonly PlannedJob[];
  /** Work that is not in the queue, in the order of its starts. */
  readonly submissions: readonly SlurmSubmission[];
  /** Sentences on tasks that are no job of the queue. */
  readonly left: readonly string[];
}

function workOf({ tasks, taskOfCopy }: Instance, copy: number, { work = {} }: SlurmOrigin) {
  return Object.hasOwn(work, tasks[taskOfCopy[copy]].id);
}

/** The jobs of a plan in the order of their starts, each with the nodes of all its pieces. */
export function plannedJobs(
  instance: Instance,
  verified: VerifiedPlan,
  origin: SlurmOrigin,
): PlannedJobs {
  const { plan } = verified;
  const work = slurmSubmissions(instance, verified, origin);
  const held = new Set(origin.held);
  const jobOf = new Map<string, string>();
  for (const [id, jobs] of Object.entries(origin.tasks)) {
    const name = (i: number) => (jobs.length === 1 ? id : `${id}#${i + 1}`);
    for (const [i, job] of jobs.entries()) jobOf.set(name(i), job);
  }
  const found = new Map<string, { nodes: string[]; at: number }>();
  const left = new Set<string>(work.left);
  for (let k = 0; k < plan.task.length; k++) {
    const name = taskCopyId(instance, plan.task[k]);
    const place = resourceCopyId(instance, plan.resource[k]);
    const job = jobOf.get(name);
    const node = Object.hasOwn(origin.resources, place) ? origin.resources[place] : undefined;
    if (Object.hasOwn(origin.running, name) || workOf(instance, plan.task[k], origin)) continue;
    if (job === undefined) left.add(`${name}: it is no job of the queue`);
    else if (node === undefined) left.add(`${name}: ${place} is no node of the cluster`);
    else {
      const known = found.get(job) ?? {
        nodes: [],
        at: origin.start + Math.ceil(plan.start[k] / 1000),
      };
      if (!known.nodes.includes(node)) known.nodes.push(node);
      found.set(job, known);
    }
  }
  const jobs = [...found].map(([job, { nodes, at }]) => ({
    job,
    nodes,
    at,
    isHeld: held.has(job),
  }));
  const inOrder = jobs.sort((a, b) => a.at - b.at);
  return { jobs: inOrder, submissions: work.submissions, left: [...left] };
}

/**
 * A shell script that gives jobs that wait their nodes and times, releases those that are held, and submits what is not in the queue. Run twice it changes nothing more; Slurm refuses
 * what has begun, which the script tells by its exit code and goes on. Names and numbers are of a form that needs no quotes.
 */
export function* scriptOf({ jobs, submissions }: PlannedJobs): Generator<string> {
  yield `#!/bin/sh
# ${jobs.length + submissions.length} jobs of a plan, in the order of their starts.
set -u
failed=0
# Slurm takes times of the cluster's own zone.
local_time() { date -d "@$1" +%Y-%m-%dT%H:%M:%S; }
`;
  yield* updateLines(jobs);
  yield* submitLines(submissions);
  yield `exit "$failed"\n`;
}

function* updateLines(jobs: readonly PlannedJob[]): Generator<string> {
  if (jobs.length === 0) return;
  yield `# Undo: scontrol update JobId=JOB ReqNodeList= StartTime=now
plan() {
  when=$(local_time "$3") || exit 1
  scontrol update "JobId=$1" "ReqNodeList=$2" "StartTime=$when" || { failed=1; return 1; }
}
release() {
  scontrol release "$1" || failed=1
}
`;
  for (const { job, nodes, at, isHeld } of jobs) {
    const planned = `plan ${job} ${nodes.join(",")} ${at}`;
    yield isHeld ? `${planned} && release ${job}\n` : `${planned}\n`;
  }
}
