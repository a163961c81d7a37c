import { fault, type Spot } from "../kubernetes/objects/fields.ts";
import { countAt, plainTextAt, wordsAt } from "./fields.ts";
import { type Gres, gresOf, tresOf } from "./gres.ts";

/** What a job takes of each of its nodes. */
export interface JobDemand {
  readonly nodes: number;
  readonly cpus: number;
  /** MiB. */
  readonly memory: number;
  readonly gpus: number;
  /** Of this type only; "" for any. */
  readonly gpuType: string;
  /** Other generic resources, by name. */
  readonly others: ReadonlyMap<string, number>;
  /** Has its nodes to itself. */
  readonly isExclusive: boolean;
  /** What is planned with less freedom than the job leaves. */
  readonly stricter: readonly string[];
}

/** The demand of a job, or a sentence on why there is none that an instance can say. */
export function demandOf(spot: Spot): JobDemand | string {
  const nodes = Math.max(1, countAt(spot, "node_count") ?? 1);
  const asked = tresOf(plainTextAt(spot, "tres_req_str"));
  const total = countAt(spot, "cpus") ?? asked.get("cpu") ?? 1;
  const tasks = Math.max(1, countAt(spot, "tasks") ?? 1);
  const perTask = Math.max(1, countAt(spot, "cpus_per_task") ?? 1);
  const tasksHere = Math.max(Math.ceil(tasks / nodes), countAt(spot, "tasks_per_node") ?? 0);
  const gres = gresHere(spot, nodes, tasks, tasksHere, asked);
  if (typeof gres === "string") return gres;
  const types = new Set(
    gres.filter(({ name, type }) => name === "gpu" && type !== "").map(({ type }) => type),
  );
  if (types.size > 1) return "it asks for GPUs of several types";
  const part = gres.find(({ name }) => name === "shard" || name === "mps");
  if (part !== undefined) return `it asks for parts of GPUs (${part.name})`;
  if (plainTextAt(spot, "tres_per_socket") !== "") return "it asks for resources by socket";
  const gpus = sumOf(gres, "gpu");
  const cpus = Math.max(
    Math.ceil(total / nodes),
    // As many tasks as may come together on one node.
    tasksHere * perTask > Math.ceil(total / nodes) && nodes > 1 ? tasksHere * perTask : 0,
    countAt(spot, "minimum_cpus_per_node") ?? 0,
    gpus * perGpu(spot, "cpus_per_tres"),
  );
  const others = new Map<string, number>();
  for (const { name, count } of gres) {
    if (name !== "gpu") others.set(name, (others.get(name) ?? 0) + count);
  }
  return {
    nodes,
    cpus,
    memory: memoryHere(spot, nodes, cpus, gpus, asked),
    gpus,
    gpuType: [...types][0] ?? "",
    others,
    isExclusive: isExclusive(spot),
    stricter: stricterOf(spot, nodes, total),
  };
}

function memoryHere(
  spot: Spot,
  nodes: number,
  cpus: number,
  gpus: number,
  asked: ReadonlyMap<string, number>,
): number {
  const ofNode = countAt(spot, "memory_per_node") ?? 0;
  const ofCpu = countAt(spot, "memory_per_cpu") ?? 0;
  const ofGpu = perGpu(spot, "memory_per_tres") * gpus;
  if (ofNode + ofCpu + ofGpu > 0) return Math.max(ofNode, ofCpu * cpus, ofGpu);
  return Math.ceil((asked.get("mem") ?? 0) / nodes);
}

/** Of each node, in whatever way the job says it. */
function gresHere(
  spot: Spot,
  nodes: number,
  tasks: number,
  tasksHere: number,
  asked: ReadonlyMap<string, number>,
): readonly Gres[] | string {
  const perNode = listAt(spot, "tres_per_node");
  const perTask = listAt(spot, "tres_per_task").map((one) => ({
    ...one,
    count: one.count * (nodes === 1 ? tasks : tasksHere),
  }));
  const perJob = listAt(spot, "tres_per_job").map((one) => ({
    ...one,
    count: Math.ceil(one.count / nodes),
  }));
  // One says the same as another, of another part of the job.
  for (const list of [perNode, perTask, perJob]) if (list.length > 0) return list;
  const gpus = asked.get("gres/gpu") ?? 0;
  return gpus === 0 ? [] : [{ name: "gpu", type: "", count: Math.ceil(gpus / nodes) }];
}

function listAt(spot: Spot, key: string): readonly Gres[] {
  const text = plainTextAt(spot, key);
  const list = gresOf(text);
  if (list !== undefined) return list.filter(({ count, name }) => count > 0 && name !== "cpu");
  fault(
    spot,
    key,
    `expected resources such as gres:gpu:2, got ${JSON.stringify(text.slice(0, 60))}`,
  );
  return [];
}

/** So much for each GPU. */
function perGpu(spot: Spot, key: string): number {
  return sumOf(listAt(spot, key), "gpu");
}

function sumOf(gres: readonly Gres[], wanted: string): number {
  return gres.reduce((sum, { name, count }) => sum + (name === wanted ? count : 0), 0);
}

/** Jobs of one user may share nodes that they have to themselves; here they do not. */
function isExclusive(spot: Spot): boolean {
  return exclusiveWords(spot).some((word) => ALONE.has(word) || SHARED.has(word));
}

/** True if no other job is on its nodes, not even one of the same user. */
export function isAlone(spot: Spot): boolean {
  const words = exclusiveWords(spot);
  return words.some((word) => ALONE.has(word)) && !words.some((word) => SHARED.has(word));
}

function exclusiveWords(spot: Spot): readonly string[] {
  const { exclusive } = spot.value;
  if (exclusive === true) return ["true"];
  const words = typeof exclusive === "boolean" ? [] : wordsAt(spot, "exclusive");
  const shared = typeof spot.value.shared === "number" ? [] : wordsAt(spot, "shared");
  return [...words, ...shared].map((word) => word.toLowerCase());
}

const ALONE: ReadonlySet<string> = new Set(["true", "none"]);
const SHARED: ReadonlySet<string> = new Set(["user", "mcs", "topo"]);

function stricterOf(spot: Spot, nodes: number, cpus: number): readonly string[] {
  const most = countAt(spot, "max_nodes") ?? 0;
  const isUneven = cpus % nodes !== 0;
  return [
    ...(most > nodes ? [`it may have up to ${most} nodes, and is planned on ${nodes}`] : []),
    ...(isUneven ? ["each of its nodes gives as many CPUs as the fullest"] : []),
  ];
}
