import { demandOf, type JobDemand } from "./demand.ts";
import { amountAt, countAt, plainTextAt } from "./fields.ts";
import type { Say } from "./findings.ts";
import type { SlurmJob } from "./jobs.ts";
import type { SlurmNode } from "./nodes.ts";
import { allows, type Places, placesOf } from "./places.ts";

/** A job that waits as a task, before it is known what it waits for. */
export interface SlurmTask {
  readonly job: SlurmJob;
  readonly id: string;
  /** Tasks of an array that are alike, else 1. */
  readonly count: number;
  readonly demand: JobDemand;
  readonly places: Places;
  /** Minutes that it may run at most. */
  readonly limit: number;
  /** Slurm's number; absent where it has none. */
  readonly priority?: number;
  /** Seconds since 1970 before which it does not begin, if that is later than the plan does. */
  readonly begin?: number;
  /** Seconds since 1970. */
  readonly deadline?: number;
  /** So many tasks of its array at once. */
  readonly atOnce?: number;
}

/** Whoever waits longer than this, or runs longer, has no time that an instance could hold. */
const TEN_YEARS = 10 * 365 * 24 * 3600;

/** What is known of the cluster. */
export interface ClusterFacts {
  readonly nodes: readonly SlurmNode[];
  /** Seconds since 1970. */
  readonly now: number;
  readonly say: Say;
  /** Answers of `roomFor`, which many jobs have in common. */
  readonly rooms: Map<string, string | undefined>;
  /** Tasks of each array that run. */
  readonly atOnce: ReadonlyMap<number, number>;
}

/** What a job that waits comes to, or a sentence on why it is not planned. */
export function taskOf(job: SlurmJob, cluster: ClusterFacts): SlurmTask | string {
  const { now, say } = cluster;
  const { spot } = job;
  if ((countAt(spot, "het_job_id") ?? 0) > 0) return "it is part of a heterogeneous job";
  const reservation = plainTextAt(spot, "resv_name");
  if (reservation !== "") return `it runs in the reservation ${reservation.slice(0, 40)}`;
  const limit = amountAt(spot, "time_limit") ?? "infinite";
  if (limit === "infinite" || limit * 60 > TEN_YEARS) return "it has no time limit";
  const demand = demandOf(spot);
  if (typeof demand === "string") return demand;
  const places = placesOf(spot, demand);
  if (typeof places === "string") return places;
  const eligible = countAt(spot, "eligible_time") ?? 0;
  if (eligible > now + TEN_YEARS) return "it begins in more than ten years";
  const deadline = countAt(spot, "deadline") ?? 0;
  if (deadline > 0 && Math.max(now, eligible) + 60 * limit > deadline) {
    return "it cannot end before its deadline";
  }
  const most = job.array === undefined ? 0 : (countAt(spot, "array_max_tasks") ?? 0);
  const atOnce = most - (cluster.atOnce.get(job.array?.id ?? 0) ?? 0);
  if (most > 0 && atOnce <= 0) return "so many tasks of its array run as may at once";
  const noRoom = roomFor(demand, places, cluster);
  if (noRoom !== undefined) return noRoom;
  sayTheRest(job, demand, say);
  const priority = countAt(spot, "priority");
  return {
    job,
    id: idOf(job),
    count: job.array?.indices.length ?? 1,
    demand,
    places,
    limit,
    ...(priority !== undefined && { priority }),
    ...(eligible > now && { begin: eligible }),
    ...(deadline > 0 && deadline < now + TEN_YEARS && { deadline }),
    ...(most > 0 && { atOnce }),
  };
}

/** "bert-1202": the name helps people, the number tells jobs of one name apart. */
function idOf({ id, name, array, said }: SlurmJob): string {
  const plain = name
    .replaceAll(/[^A-Za-z0-9_.-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  const number = array === undefined ? String(id) : said.replace(/_\[.*$/, "");
  return plain === "" ? `job-${number}` : `${plain}-${number}`;
}

/** Why no nodes take a job; undefined if some do. */
function roomFor(
  demand: JobDemand,
  places: Places,
  { nodes, rooms }: ClusterFacts,
): string | undefined {
  const ways = places.ways.map((way) => way.map(({ label, values }) => [label, values]));
  const { others, stricter: _, ...amounts } = demand;
  const key = JSON.stringify([ways, [...places.excluded], amounts, [...others]]);
  if (!rooms.has(key)) rooms.set(key, whyNoRoom(demand, places, nodes));
  return rooms.get(key);
}

function whyNoRoom(
  demand: JobDemand,
  places: Places,
  nodes: readonly SlurmNode[],
): string | undefined {
  const allowed = nodes.filter((node) => allows(places, node));
  if (allowed.length < demand.nodes) {
    return allowed.length === 0
      ? "no node that takes work is one of those that it may have"
      : `it asks for ${demand.nodes} nodes, and may have ${allowed.length} that take work`;
  }
  const roomy = allowed.filter((node) => hasRoom(node, demand)).length;
  if (roomy >= demand.nodes) return undefined;
  return `it needs the room of ${demand.nodes === 1 ? "a node" : `${demand.nodes} nodes`} that is not there, or that what runs keeps`;
}

function hasRoom(node: SlurmNode, { cpus, memory, gpus, others }: JobDemand): boolean {
  return (
    cpus <= node.cpus &&
    memory <= node.memory &&
    gpus <= node.gpus.left &&
    [...others].every(([name, count]) => count <= (node.others.get(name) ?? 0))
  );
}

/** What else a job asks for that an instance does not say. */
function sayTheRest({ spot, said }: SlurmJob, demand: JobDemand, say: Say): void {
  for (const what of demand.stricter) say("job", said, "stricter", what);
  for (const [key, words] of UNSAID) {
    const text = plainTextAt(spot, key);
    if (text !== "") say("job", said, "ignored", `${words} (${text.slice(0, 60)})`);
  }
  if (spot.value.contiguous === true) say("job", said, "ignored", "its nodes stand in a row");
  const disk = countAt(spot, "minimum_tmp_disk_per_node") ?? 0;
  if (disk > 0) say("job", said, "ignored", `temporary disk (${disk} MiB)`);
}

const UNSAID = [
  ["licenses", "licences"],
  ["burst_buffer", "a burst buffer"],
  ["batch_features", "features of its first node alone"],
  ["cluster_features", "features of the cluster"],
] as const;
