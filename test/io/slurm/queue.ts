import { parseInstance } from "../../../src/instance/parse.ts";
import { importSlurm } from "../../../src/io/slurm/import.ts";
import { readNodes } from "../../../src/io/slurm/nodes.ts";

/** A number as releases from 23.02 on write it. */
export const set = (number: number) => ({ set: true, infinite: false, number });
export const UNSET = { set: false, infinite: false, number: 0 };
export const ENDLESS = { set: true, infinite: true, number: 0 };

/** When these queues were printed, seconds since 1970. */
export const NOW = 1_795_975_200;

/** A node as `scontrol show nodes --json` of 23.11 or later prints it. */
export function node(name: string, more: object = {}): object {
  return {
    name,
    state: ["IDLE"],
    cpus: 64,
    effective_cpus: 64,
    alloc_cpus: 0,
    real_memory: 512_000,
    specialized_memory: 0,
    alloc_memory: 0,
    gres: "gpu:a100:4(S:0-1)",
    gres_used: "gpu:a100:0(IDX:N/A)",
    features: ["ib", "a100"],
    active_features: ["ib", "a100"],
    partitions: ["gpu"],
    tres_used: "",
    ...more,
  };
}

/** A job as `squeue --json` of 23.11 or later prints it. */
export function job(job_id: number, more: object = {}): object {
  return {
    job_id,
    name: `j${job_id}`,
    job_state: ["PENDING"],
    state_reason: "Priority",
    hold: false,
    partition: "gpu",
    priority: set(100),
    cpus: set(8),
    tasks: set(1),
    cpus_per_task: set(1),
    node_count: set(1),
    max_nodes: set(0),
    time_limit: set(60),
    submit_time: set(NOW - 900),
    eligible_time: set(NOW - 600),
    start_time: set(0),
    memory_per_node: set(0),
    memory_per_cpu: UNSET,
    tres_per_node: "",
    dependency: "",
    features: "",
    array_job_id: set(0),
    array_task_id: UNSET,
    array_task_string: "",
    shared: [],
    ...more,
  };
}

/** The same node as `sinfo --json` of 21.08 and 22.05 prints it. */
export function oldNode(name: string, more: object = {}): object {
  return {
    name,
    state: "idle",
    state_flags: [],
    cpus: 64,
    alloc_cpus: 0,
    idle_cpus: 64,
    real_memory: 512_000,
    alloc_memory: 0,
    features: "ib,a100",
    active_features: "ib,a100",
    gres: "gpu:a100:4(S:0-1)",
    gres_used: "gpu:a100:0(IDX:N/A)",
    partitions: ["gpu"],
    tres: "cpu=64,mem=500G,billing=64,gres/gpu=4",
    tres_used: null,
    ...more,
  };
}

/** The same job as `squeue --json` of 21.08 and 22.05 prints it. */
export function oldJob(job_id: number, more: object = {}): object {
  return {
    job_id,
    name: `j${job_id}`,
    job_state: "PENDING",
    state_reason: "Priority",
    partition: "gpu",
    priority: 100,
    cpus: 8,
    tasks: 1,
    cpus_per_task: null,
    node_count: 1,
    max_nodes: 0,
    time_limit: 60,
    submit_time: NOW - 900,
    last_sched_evaluation: NOW,
    eligible_time: NOW - 600,
    start_time: 0,
    memory_per_node: null,
    memory_per_cpu: null,
    tres_per_node: "",
    dependency: "",
    features: null,
    array_job_id: 0,
    array_task_id: null,
    array_task_string: null,
    shared: null,
    ...more,
  };
}

interface Night {
  readonly start: string;
  readonly resources: readonly Record<string, unknown>[];
  readonly tasks: readonly Record<string, unknown>[];
  readonly limits?: unknown;
}

/** The same of whole answers. */
export function readNight(nodes: object, jobs: object, now?: number) {
  const found = importSlurm(readNodes(nodes), jobs, {
    name: "night",
    ...(now !== undefined && { now: 1000 * now }),
  });
  const document = found.document as Night;
  if (document.tasks.length > 0) parseInstance(document);
  const said = found.findings.map(({ verdict, name, what }) => `${verdict}: ${name}: ${what}`);
  return { ...found, document, said };
}

/** The instance of nodes and jobs at `NOW`, what was said as lines. */
export const readQueue = (nodes: readonly object[], jobs: readonly object[]) =>
  readNight({ nodes }, { jobs, last_update: set(NOW) });
