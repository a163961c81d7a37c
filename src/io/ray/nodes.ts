import { InstanceError, type Issue } from "../../util/errors.ts";
import { isMap } from "../../util/is-map.ts";
import { show } from "../../util/show.ts";

/** A node of a Ray cluster with what is left of it. */
export interface RayNode {
  readonly id: string;
  readonly name: string;
  /** Whole CPUs as thousandths, memory in bytes, devices and custom resources as Ray counts them. */
  readonly left: ReadonlyMap<string, number>;
  readonly labels: ReadonlyMap<string, string>;
}

export interface RayNodes {
  readonly nodes: readonly RayNode[];
  /** Names of nodes that are there and not alive. */
  readonly gone: readonly string[];
}

/** Label of each node that Ray gives by itself; it names one node and changes when that begins again. */
export const NODE_ID = "ray.io/node-id";

const ACCELERATOR = "ray.io/accelerator-type";

/** Resources by which Ray counts what is no room for work. */
const OWN = /^(node:|accelerator_type:|object_store_memory$)/;

/**
 * Reads what the dashboard of Ray answers to `GET /api/v0/nodes?detail=true&limit=10000`, less what is in use. Nodes stand in the order of their names. Throws InstanceError naming what is not as
 * Ray writes it.
 * Source: REST API of Ray 2.58 and 2.60.
 */
export function readNodes(answer: unknown, usage?: RayUsage): RayNodes {
  const list = at(answer, "data", "result", "result");
  if (!Array.isArray(list)) {
    throw fault("", "expected the answer of Ray to /api/v0/nodes?detail=true", HINT);
  }
  const issues: Issue[] = [];
  const gone: string[] = [];
  const nodes: RayNode[] = [];
  for (const [i, node] of list.entries()) {
    const [id, name] = [at(node, "node_id"), at(node, "node_name")];
    const [total, labels] = [at(node, "resources_total"), at(node, "labels") ?? {}];
    const path = `/data/result/result/${i}`;
    if (typeof id !== "string" || !isMap(total) || !isMap(labels)) {
      const message = "expected a node with node_id, resources_total and labels";
      issues.push({ path, message, hint: HINT });
      continue;
    }
    const called = typeof name === "string" && name !== "" ? name : id.slice(0, 12);
    if (at(node, "state") !== "ALIVE") gone.push(called);
    else nodes.push(nodeOf(id, called, total, labels, usage?.get(id), path, issues));
  }
  if (issues.length > 0) throw new InstanceError(issues);
  const byName = (a: RayNode, b: RayNode) => compare(a.name, b.name) || compare(a.id, b.id);
  return { nodes: distinct(nodes.sort(byName)), gone: gone.sort(compare) };
}

const HINT = "Maybe save it anew: curl 'http://HEAD:8265/api/v0/nodes?detail=true&limit=10000'.";

function nodeOf(
  id: string,
  name: string,
  total: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, unknown>>,
  usage: ReadonlyMap<string, number> | undefined,
  path: string,
  issues: Issue[],
): RayNode {
  const left = new Map<string, number>();
  const known = new Map<string, string>();
  for (const [resource, amount] of Object.entries(total)) {
    if (typeof amount !== "number" || !(amount >= 0)) {
      const message = `${show(resource)}: expected an amount from 0 on, got ${show(amount)}`;
      issues.push({ path: `${path}/resources_total`, message });
      continue;
    }
    const kind = /^accelerator_type:(.+)$/.exec(resource);
    if (kind !== null) known.set(ACCELERATOR, kind[1]);
    if (OWN.test(resource)) continue;
    left.set(resource, Math.max(0, amount - (usage?.get(plainKey(resource)) ?? 0)));
  }
  for (const [key, value] of Object.entries(labels)) {
    if (typeof value === "string" && key !== NODE_ID) known.set(key, value);
  }
  return { id, name, left, labels: known };
}

/** What is in use of each resource, by id of the node and the resource's name without what the dashboard does to it. */
export type RayUsage = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Reads what the dashboard answers to `GET /api/cluster_status`. Throws InstanceError for anything else. */
export function readUsage(status: unknown): RayUsage {
  const byNode = at(status, "data", "clusterStatus", "loadMetricsReport", "usageByNode");
  if (!isMap(byNode))
    throw fault("", "expected the answer of Ray to /api/cluster_status", undefined);
  const usage = new Map<string, ReadonlyMap<string, number>>();
  for (const [id, resources] of Object.entries(byNode)) {
    const used = new Map<string, number>();
    for (const [name, pair] of Object.entries(isMap(resources) ? resources : {})) {
      if (Array.isArray(pair) && typeof pair[0] === "number") used.set(plainKey(name), pair[0]);
    }
    usage.set(id, used);
  }
  return usage;
}

/** The dashboard writes some_name as someName. */
function plainKey(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

/** Nodes of one name get the beginning of their ids. */
function distinct(nodes: readonly RayNode[]): readonly RayNode[] {
  const count = new Map<string, number>();
  for (const { name } of nodes) count.set(name, (count.get(name) ?? 0) + 1);
  return nodes.map((node) => {
    const name = count.get(node.name) === 1 ? node.name : `${node.name}-${node.id.slice(0, 12)}`;
    return { ...node, name: name.replaceAll(/[^A-Za-z0-9_./:-]/g, "-") };
  });
}

/** A value of plain data at a path of keys; undefined where there is none. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) found = isMap(found) ? found[key] : undefined;
  return found;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function fault(path: string, message: string, hint: string | undefined): InstanceError {
  return new InstanceError([{ path, message, ...(hint !== undefined && { hint }) }]);
}
