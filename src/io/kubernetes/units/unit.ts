import type { ClusterObject } from "../objects/objects.ts";
import type { PodSpec } from "../objects/pod-spec.ts";
import type { MergedPart, Work, WorkPart } from "../work/types.ts";
import type { NodeSet } from "./node-sets.ts";

/** Pods of one shape of one object, which become one row of tasks. */
export interface PodUnit {
  /** Unique: "namespace/name", and "/part" where the object has several. */
  readonly id: string;
  readonly work: Work;
  readonly object: ClusterObject;
  /** Name of the part; "" if the object has no other. */
  readonly part: string;
  /** The parts that it is made of, where they are several. */
  readonly parts?: readonly MergedPart[];
  readonly pods: number;
  readonly spec: PodSpec;
  readonly after: readonly string[];
  /** Pods start together, as one gang. */
  readonly isGang: boolean;
  /** Label of which all nodes of the gang have one value. */
  within?: string;
  /** Label of which all its pods have different values. */
  across?: string;
  /** Where it runs already, index of a node. */
  readonly home?: number;
  /** Where it may run. */
  set: NodeSet;
  /** What it takes of amounts that count pods: by name, 1 for each pod. */
  readonly counters: string[];
  readonly separate: string[];
  readonly colocate: string[];
  /** Where its pods were shared out over parts of the cluster: some of them on each of some nodes. */
  shares?: readonly { readonly pods: number; readonly set: NodeSet }[];
}

/** A unit before any rule on other pods. */
export function unitOf(
  id: string,
  work: Work,
  part: WorkPart,
  {
    isGang,
    home,
    set,
  }: { readonly isGang: boolean; readonly home?: number; readonly set: NodeSet },
): PodUnit {
  const sets = part.within?.sets ?? 1;
  return {
    id,
    work,
    object: work.object,
    part: part.name,
    ...(part.of !== undefined && part.of.length > 1 && { parts: part.of }),
    pods: part.pods,
    spec: part.spec,
    after: part.after ?? [],
    isGang,
    ...(isGang && sets === 1 && part.within && { within: part.within.label }),
    ...(home !== undefined && { home }),
    set,
    counters: [],
    separate: [],
    colocate: [],
  };
}
