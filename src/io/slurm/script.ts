import { resourceCopyId, taskCopyId } from "../../instance/ids.ts";
import type { Instance } from "../../instance/types.ts";
import type { VerifiedPlan } from "../../plan/types.ts";
import type { SlurmOrigin } from "./import.ts";

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
  /** Sentences on tasks that are no job of the queue. */
  readonly left: readonly string[];
}

/** The jobs of a plan in the order of their starts, each with the nodes of all its pieces. */
export function plannedJobs(
  instance: Instance,
  { plan }: VerifiedPlan,
  origin: SlurmOrigin,
): PlannedJobs {
  const held = new Set(origin.held);
  const jobOf = new Map<string, string>();
  for (const [id, jobs] of Object.entries(origin.tasks)) {
    const name = (i: number) => (jobs.length === 1 ? id : `${id}#${i + 1}`);
    for (const [i, job] of jobs.entries()) jobOf.set(name(i), job);
  }
  const found = new Map<string, { nodes: string[]; at: number }>();
  const left = new Set<string>();
  for (let k = 0; k < plan.task.length; k++) {
    const name = taskCopyId(instance, plan.task[k]);
    const place = resourceCopyId(instance, plan.resource[k]);
    const job = jobOf.get(name);
    const node = Object.hasOwn(origin.resources, place) ? origin.resources[place] : undefined;
    if (Object.hasOwn(origin.running, name)) continue;
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
  return { jobs: jobs.sort((a, b) => a.at - b.at), left: [...left] };
}

/**
 * A shell script that gives jobs that wait their nodes and times, and releases those that are held. Run twice it changes nothing more; Slurm refuses
 * what has begun, which the script tells by its exit code and goes on. Names and numbers are of a form that needs no quotes.
 */
export function* scriptOf({ jobs }: PlannedJobs): Generator<string> {
  yield `#!/bin/sh
# ${jobs.length} jobs of a plan, in the order of their starts. Undo: scontrol update JobId=JOB ReqNodeList= StartTime=now
set -u
failed=0
# Slurm takes times of the cluster's own zone.
plan() {
  when=$(date -d "@$3" +%Y-%m-%dT%H:%M:%S) || exit 1
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
  yield `exit "$failed"\n`;
}
