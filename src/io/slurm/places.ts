import type { Spot } from "../kubernetes/objects/fields.ts";
import { MOST_WAYS, waysOf } from "./constraint.ts";
import type { JobDemand } from "./demand.ts";
import { plainTextAt, wordsAt } from "./fields.ts";
import { hostNames } from "./hosts.ts";
import type { SlurmNode } from "./nodes.ts";

/** A condition on a node, as a label of the instance with the values that it may have. */
export interface PlaceCondition {
  readonly label: string;
  readonly values: readonly string[];
  holds(node: SlurmNode): boolean;
  /** The value of a node, where it has one. */
  valueIn(node: SlurmNode): string | undefined;
}

/** Where a job may run: on nodes that meet all conditions of one of the ways, and are not among the excluded. */
export interface Places {
  readonly ways: readonly (readonly PlaceCondition[])[];
  readonly excluded: ReadonlySet<string>;
}

/** Where a job may run, or a sentence on why an instance cannot say it. */
export function placesOf(spot: Spot, demand: JobDemand): Places | string {
  const text = plainTextAt(spot, "features");
  const features = text === "" ? [[]] : waysOf(text, demand.nodes);
  if (features === undefined)
    return `its constraint ${JSON.stringify(text.slice(0, 60))} has no words`;
  const wanted = plainTextAt(spot, "partition") === "" ? [] : wordsAt(spot, "partition");
  const partitions = wanted.length === 0 ? [[]] : wanted.map((name) => [ofPartition(name)]);
  if (wanted.some((name) => !NAME.test(name))) return "the name of its partition is none";
  if (features.length * partitions.length > MOST_WAYS) return "it may run in too many ways";
  const required = hostsAt(spot, "required_nodes");
  const excluded = hostsAt(spot, "excluded_nodes");
  if (required === undefined || excluded === undefined) return "its list of nodes cannot be read";
  if (required.length > 0 && required.length < demand.nodes) {
    return "it asks for some of its nodes by name, and for others";
  }
  const always = [
    ...(demand.gpuType === "" ? [] : [ofGpu(demand.gpuType)]),
    ...(demand.isExclusive ? [idle] : []),
    ...(required.length === 0 ? [] : [byName(required)]),
  ];
  const ways = partitions.flatMap((partition) =>
    features.map((names) => [...partition, ...names.map(ofFeature), ...always]),
  );
  return { ways, excluded: new Set(excluded) };
}

/** True if a job may run on a node, whether or not it has the room. */
export function allows({ ways, excluded }: Places, node: SlurmNode): boolean {
  if (excluded.has(node.name)) return false;
  return ways.some((way) => way.every((condition) => condition.holds(node)));
}

const NAME = /^[A-Za-z0-9_./:-]+$/;

function ofPartition(name: string): PlaceCondition {
  return flag(`partition/${name}`, (node) => node.partitions.has(name));
}

function ofFeature(name: string): PlaceCondition {
  return flag(`feature/${name}`, (node) => node.features.has(name));
}

const idle = flag("idle", (node) => node.isIdle);

function flag(label: string, holds: (node: SlurmNode) => boolean): PlaceCondition {
  return { label, values: ["true"], holds, valueIn: (node) => (holds(node) ? "true" : undefined) };
}

function ofGpu(type: string): PlaceCondition {
  return {
    label: "gpu",
    values: [type],
    holds: ({ gpus }) => gpus.type === type,
    valueIn: ({ gpus }) => (gpus.type === "" ? undefined : gpus.type),
  };
}

/** The label with the name of a node. */
export const NODE = "node";

function byName(names: readonly string[]): PlaceCondition {
  const among = new Set(names);
  return {
    label: NODE,
    values: [...among],
    holds: ({ name }) => among.has(name),
    valueIn: ({ name }) => name,
  };
}

function hostsAt(spot: Spot, key: string): readonly string[] | undefined {
  const raw = spot.value[key];
  // A list of lists would be none; texts in a list are each a list of hosts.
  const texts = Array.isArray(raw) ? raw : [raw ?? ""];
  const found: string[] = [];
  for (const text of texts) {
    const names = typeof text === "string" ? hostNames(text.replace(/^\(null\)$/, "")) : undefined;
    if (names === undefined) return undefined;
    found.push(...names);
  }
  return [...new Set(found)];
}
