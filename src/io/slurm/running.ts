import { isAlone } from "./demand.ts";
import { countAt, plainTextAt, wordsAt } from "./fields.ts";
import { gresTotals, leastMemory, tresOf } from "./gres.ts";
import { hostNames } from "./hosts.ts";
import type { SlurmJob } from "./jobs.ts";
import type { NodeRoom, SlurmNode } from "./nodes.ts";
import { endOf } from "./waits.ts";

/** What a job that runs keeps of one of its nodes, until it is over. */
export interface RunningPart {
  readonly job: SlurmJob;
  readonly node: SlurmNode;
  readonly room: NodeRoom;
  /** Seconds from the beginning of the plan to its time limit. */
  readonly seconds: number;
}

/** What becomes free, and how many jobs keep their room all the time, by why. */
export interface RunningRoom {
  readonly parts: readonly RunningPart[];
  readonly kept: ReadonlyMap<string, number>;
}

/**
 * What becomes free when jobs that run come to their time limits. Of a job on one node, and of one that has its nodes to itself, it is known
 * what it keeps of each; all other room in use is kept all the time, as that of a job is that has no end, or whose end has passed.
 */
export function runningRoom(
  jobs: readonly SlurmJob[],
  nodes: readonly SlurmNode[],
  now: number,
): RunningRoom {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const kept = new Map<string, number>();
  const keep = (why: string) => kept.set(why, (kept.get(why) ?? 0) + 1);
  const parts = jobs.flatMap((job) => {
    if (job.state !== "running") return [];
    const found = partsOf(job, byName, now);
    if (typeof found !== "string") return found;
    keep(found);
    return [];
  });
  const within = withinUse(parts);
  const sound = new Set(within.map(({ job }) => job));
  for (const job of new Set(parts.map((part) => part.job))) {
    if (!sound.has(job)) keep("with more than is in use");
  }
  return { parts: within, kept };
}

/** States in which a time limit runs. */
const TIMED = "RUNNING";

function partsOf(
  job: SlurmJob,
  byName: ReadonlyMap<string, SlurmNode>,
  now: number,
): readonly RunningPart[] | string {
  const { spot } = job;
  const states = wordsAt(spot, "job_state").map((word) => word.toUpperCase());
  if (states.some((state) => state !== TIMED)) return states.join("+").toLowerCase();
  const end = endOf(job);
  if (end === undefined) return "no time limit";
  const seconds = Math.max(end, countAt(spot, "end_time") ?? 0) - now;
  if (seconds <= 0) return "past its time limit";
  const names = hostNames(plainTextAt(spot, "nodes"));
  if (names === undefined || names.length === 0) return "on nodes that are not told";
  const on = names.flatMap((name) => byName.get(name) ?? []);
  if (isAlone(spot)) return on.map((node) => ({ job, node, room: node.used, seconds }));
  if (names.length > 1) return "on several nodes, beside others";
  const text = plainTextAt(spot, "tres_alloc_str");
  const tres = tresOf(text);
  const cpus = tres.get("cpu");
  if (cpus === undefined) return "nothing tells what it has";
  const gres = gresTotals(tres);
  if (gres.has("shard") || gres.has("mps")) return "with parts of GPUs";
  return on.map((node) => {
    const others = new Map([...node.used.others.keys()].map((name) => [name, gres.get(name) ?? 0]));
    const room = { cpus, memory: leastMemory(text), gpus: gpusOf(gres, node), others };
    return { job, node, room, seconds };
  });
}

/** GPUs of the type that a node is taken to have; where it has several, and the job does not say of which type its are, none. */
function gpusOf(gres: ReadonlyMap<string, number>, { gpus }: SlurmNode): number {
  const isTyped = [...gres.keys()].some((key) => key.startsWith("gpu:"));
  if (isTyped && gpus.type !== "") return gres.get(`gpu:${gpus.type}`) ?? 0;
  return gpus.isMixed === true ? 0 : (gres.get("gpu") ?? 0);
}

/** Nothing becomes free that is not in use: on a node where jobs have more than that, all is kept. */
function withinUse(parts: readonly RunningPart[]): readonly RunningPart[] {
  const of = new Map<SlurmNode, RunningPart[]>();
  for (const part of parts) of.set(part.node, [...(of.get(part.node) ?? []), part]);
  return [...of].flatMap(([node, own]) => {
    const sum = sumOf(own.map(({ room }) => room));
    const isWithin =
      sum.cpus <= node.used.cpus &&
      sum.memory <= node.used.memory &&
      sum.gpus <= node.used.gpus &&
      [...sum.others].every(([name, count]) => count <= (node.used.others.get(name) ?? 0));
    return isWithin ? own : [];
  });
}

/** Nodes with the room that parts keep, which these take again as tasks. */
export function withRoom(
  nodes: readonly SlurmNode[],
  parts: readonly RunningPart[],
): readonly SlurmNode[] {
  const of = new Map<SlurmNode, NodeRoom[]>();
  for (const { node, room } of parts) of.set(node, [...(of.get(node) ?? []), room]);
  return nodes.map((node) => {
    const rooms = of.get(node);
    if (rooms === undefined) return node;
    const sum = sumOf(rooms);
    const others = new Map(node.others);
    for (const [name, count] of sum.others) others.set(name, (others.get(name) ?? 0) + count);
    return {
      ...node,
      cpus: node.cpus + sum.cpus,
      memory: node.memory + sum.memory,
      gpus: { ...node.gpus, left: node.gpus.left + sum.gpus },
      others,
      // Each job has a CPU at least: once these are over, nothing runs there.
      isIdle: sum.cpus === node.used.cpus,
    };
  });
}

function sumOf(rooms: readonly NodeRoom[]): NodeRoom {
  const others = new Map<string, number>();
  let [cpus, memory, gpus] = [0, 0, 0];
  for (const room of rooms) {
    cpus += room.cpus;
    memory += room.memory;
    gpus += room.gpus;
    for (const [name, count] of room.others) others.set(name, (others.get(name) ?? 0) + count);
  }
  return { cpus, memory, gpus, others };
}
