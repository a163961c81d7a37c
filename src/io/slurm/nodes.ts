import { InstanceError, type Issue } from "../../util/errors.ts";
import type { Finding } from "../kubernetes/findings.ts";
import { fault, isRaw, mapAt, mapsAt, type Spot } from "../kubernetes/objects/fields.ts";
import { countAt, plainTextAt, wordsAt } from "./fields.ts";
import { collectFindings, type Say, SWAPPED } from "./findings.ts";
import { type NodeGres, nodeGres } from "./node-gres.ts";
import { whyClosed } from "./node-state.ts";

/** Amounts of a node. */
export interface NodeRoom {
  readonly cpus: number;
  /** MiB. */
  readonly memory: number;
  readonly gpus: number;
  /** Other generic resources, by name. */
  readonly others: ReadonlyMap<string, number>;
}

/** A node of a Slurm cluster with what is left of it. */
export interface SlurmNode extends Pick<NodeGres, "gpus" | "others"> {
  readonly name: string;
  readonly cpus: number;
  /** MiB. */
  readonly memory: number;
  /** What is in use of it. */
  readonly used: NodeRoom;
  readonly features: ReadonlySet<string>;
  readonly partitions: Set<string>;
  /** Nothing of it is in use. */
  readonly isIdle: boolean;
}

const HINT = "Maybe save it anew: scontrol show nodes --json > nodes.json (or sinfo -N --json).";

/** The nodes that take work, and what is to be said of the others. */
export interface SlurmNodes {
  readonly nodes: readonly SlurmNode[];
  readonly findings: readonly Finding[];
}

/**
 * The nodes of what `sinfo --json` or `scontrol show nodes --json` prints: `nodes` with an entry for each, or `sinfo` with an
 * entry for each group of equal nodes and partition (releases from 23.02 on). Nodes that take no work are left out, and said.
 * Throws InstanceError with every fault, by node and field.
 */
export function readNodes(document: unknown): SlurmNodes {
  const issues: Issue[] = [];
  const findings = collectFindings();
  const { say } = findings;
  const root = isRaw(document) ? document : {};
  const spot: Spot = { value: root, object: "the nodes", path: "", issues };
  const nodes = new Map<string, SlurmNode>();
  if (Array.isArray(root.nodes)) {
    for (const entry of mapsAt(spot, "nodes")) {
      addNode(nodes, flatNode(entry), wordsAt(entry, "partitions"), say);
    }
  } else if (Array.isArray(root.sinfo)) {
    for (const entry of mapsAt(spot, "sinfo")) addGroup(nodes, entry, say);
  } else {
    const hint = Array.isArray(root.jobs) ? SWAPPED : HINT;
    issues.push({ path: "", message: "expected what sinfo --json prints", hint });
  }
  if (issues.length === 0 && nodes.size === 0) {
    issues.push({ path: "", message: "no node of the cluster takes work", hint: HINT });
  }
  if (issues.length > 0) throw new InstanceError(issues);
  return { nodes: [...nodes.values()], findings: findings.list };
}

/** What is said of one node, in whatever form. */
interface Said {
  readonly spot: Spot;
  readonly name: string;
  readonly states: readonly string[];
  readonly cpus: number;
  readonly usedCpus: number;
  readonly memory: number;
  readonly usedMemory: number;
  readonly features: readonly string[];
  readonly gres: string;
  readonly usedGres: string;
}

function flatNode(entry: Spot): Said {
  const name = plainTextAt(entry, "name");
  const spot = { ...entry, object: `node ${name}`, path: "" };
  const effective = countAt(spot, "effective_cpus") ?? 0;
  const active = wordsAt(spot, "active_features");
  return {
    spot,
    name,
    states: [...wordsAt(spot, "state"), ...wordsAt(spot, "state_flags")],
    cpus: effective > 0 ? effective : (countAt(spot, "cpus") ?? 0),
    usedCpus: countAt(spot, "alloc_cpus") ?? 0,
    memory: (countAt(spot, "real_memory") ?? 0) - (countAt(spot, "specialized_memory") ?? 0),
    usedMemory: countAt(spot, "alloc_memory") ?? 0,
    features: active.length > 0 ? active : wordsAt(spot, "features"),
    gres: plainTextAt(spot, "gres"),
    usedGres: [plainTextAt(spot, "gres_used"), plainTextAt(spot, "tres_used")]
      .filter((text) => text !== "")
      .join(";"),
  };
}

/** A row of `sinfo`: what is in use is told of all its nodes together, so each of several may be the one that has it. */
function addGroup(nodes: Map<string, SlurmNode>, entry: Spot, say: Say): void {
  const inside = (key: string): Spot => mapAt(entry, key) ?? { ...entry, value: {} };
  const names = wordsAt(inside("nodes"), "nodes");
  const partition = inside("partition");
  const name = plainTextAt(partition, "name");
  const states = wordsAt(mapAt(partition, "partition") ?? { ...entry, value: {} }, "state");
  const isOpen = states.length === 0 || states.includes("UP");
  if (!isOpen) say("partition", name, "left out", `it is ${states.join("+").toLowerCase()}`);
  const [cpus, memory, gres] = [inside("cpus"), inside("memory"), inside("gres")];
  const [features, node] = [inside("features"), inside("node")];
  const active = wordsAt(features, "active");
  const usedCpus = countAt(cpus, "allocated") ?? 0;
  const usedMemory = countAt(memory, "allocated") ?? 0;
  for (const one of names) {
    const spot = { ...entry, object: `node ${one}`, path: "" };
    const isVague = names.length > 1 && usedCpus + usedMemory > 0;
    if (isVague && !nodes.has(one)) {
      const hint = "scontrol show nodes --json tells it of each";
      const what = `what is in use of it is told of ${names.length} nodes together, and taken off each (${hint})`;
      say("node", one, "stricter", what);
    }
    const said: Said = {
      spot,
      name: one,
      states: wordsAt(node, "state"),
      cpus: countAt(cpus, "minimum") ?? 0,
      usedCpus,
      memory: countAt(memory, "minimum") ?? 0,
      usedMemory,
      features: active.length > 0 ? active : wordsAt(features, "total"),
      gres: plainTextAt(gres, "total"),
      usedGres: plainTextAt(gres, isVague ? "total" : "used"),
    };
    addNode(nodes, said, isOpen && name !== "" ? [name] : [], say);
  }
}

function addNode(
  nodes: Map<string, SlurmNode>,
  said: Said,
  partitions: readonly string[],
  say: Say,
): void {
  const { name, spot, cpus, usedCpus, memory, usedMemory } = said;
  if (!/^[A-Za-z0-9_.-]{1,253}$/.test(name)) {
    fault({ ...spot, object: "a node" }, "name", `expected a name, got ${JSON.stringify(name)}`);
    return;
  }
  const known = nodes.get(name);
  if (known !== undefined) {
    for (const partition of partitions) known.partitions.add(partition);
    return;
  }
  const closed = whyClosed(said.states);
  if (closed !== undefined) {
    say("node", name, "left out", closed);
    return;
  }
  const gres = nodeGres(spot, said.gres, said.usedGres, say);
  const { gpus, others, isUsed, usedGpus, usedOthers } = gres;
  nodes.set(name, {
    name,
    cpus: Math.max(0, cpus - usedCpus),
    memory: Math.max(0, memory - usedMemory),
    features: new Set(said.features),
    partitions: new Set(partitions),
    isIdle: usedCpus === 0 && usedMemory === 0 && !isUsed,
    ...{ gpus, others },
    used: {
      cpus: Math.min(cpus, usedCpus),
      memory: Math.min(memory, usedMemory),
      ...{ gpus: usedGpus, others: usedOthers },
    },
  });
}
