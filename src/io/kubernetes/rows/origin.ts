import type { ClusterNode } from "../objects/node.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import type { ObjectRef } from "../objects/objects.ts";
import type { MergedPart } from "../work/types.ts";
import type { NodePool } from "./pools.ts";
import type { Entry } from "./rows.ts";

/** Version of the file; readers refuse others. */
export const ORIGIN_VERSION = 1;

/**
 * What each row of an instance stands for in the cluster that it was read from: enough to act on a plan of it, and to see whether
 * an object has changed since.
 */
export interface ClusterOrigin {
  readonly berth_origin: number;
  readonly system: "kubernetes";
  readonly instance: string;
  /** By id of the resource: its nodes in the order of the copies. */
  readonly resources: Readonly<Record<string, readonly Omit<ObjectRef, "apiVersion" | "kind">[]>>;
  /** By id of the task: its objects in the order of the copies. */
  readonly tasks: Readonly<Record<string, readonly OriginTask[]>>;
}

/** One object behind copies of a task. */
export interface OriginTask extends ObjectRef {
  /** The replicated job, role or pod set; absent where the task is the whole object. */
  readonly part?: string;
  /** Where parts that ask for the same became one: who they were. */
  readonly parts?: readonly MergedPart[];
  /** Copies of the task in a row. */
  readonly copies: number;
  /** Pods of these copies together. */
  readonly pods: number;
  /** It runs already. */
  readonly running?: true;
  /** It waits, and an earlier plan holds it to nodes of which none takes pods now. */
  readonly stranded?: true;
  /** Those of its owners that were read. */
  readonly owners?: readonly ObjectRef[];
}

/** Who is who; by the order of rows, so that it is the same for the same objects. */
export function originOf(
  name: string,
  pools: readonly NodePool[],
  nodes: readonly ClusterNode[],
  entries: readonly Entry[],
  index: ObjectIndex,
): ClusterOrigin {
  return {
    berth_origin: ORIGIN_VERSION,
    system: "kubernetes",
    instance: name,
    resources: Object.fromEntries(
      pools.map((pool) => [
        pool.id,
        pool.nodes.map((n) => {
          const { apiVersion: _, kind: __, ...ref } = nodes[n].ref;
          return ref;
        }),
      ]),
    ),
    tasks: Object.fromEntries(
      entries.map(({ id, rows }) => [
        id,
        rows.map(({ unit, count, pods }): OriginTask => {
          const owners = index.ownersOf(unit.object).map(({ ref }) => ref);
          return {
            ...unit.object.ref,
            ...(unit.part !== "" && { part: unit.part }),
            ...(unit.parts !== undefined && { parts: unit.parts }),
            copies: count,
            pods,
            ...(unit.home !== undefined && { running: true as const }),
            ...(unit.work.isStranded && { stranded: true as const }),
            ...(owners.length > 0 && { owners }),
          };
        }),
      ]),
    ),
  };
}
