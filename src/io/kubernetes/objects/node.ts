import { show } from "../../../util/show.ts";
import { type Amounts, amountsAt } from "./amounts.ts";
import { fault, flagAt, mapAt, mapsAt, textAt } from "./fields.ts";
import type { ClusterObject, ObjectRef } from "./objects.ts";
import type { Labels } from "./requirements.ts";
import { CORDONED, NOT_READY, type Taint, taintsAt } from "./taints.ts";

/** One node of a cluster. */
export interface ClusterNode {
  readonly ref: ObjectRef;
  readonly name: string;
  /** What pods may have in all. */
  readonly allocatable: Amounts;
  readonly labels: Labels;
  /** With those that a cordon and a node that is not ready stand for. */
  readonly taints: readonly Taint[];
  readonly isCordoned: boolean;
  readonly isReady: boolean;
}

/** As the API server has it. */
const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

/** A node; one without conditions, as written by hand, is taken to be ready. */
export function nodeOf({ ref, labels, root }: ClusterObject): ClusterNode {
  for (const [key, value] of labels) {
    if (LABEL_VALUE.test(value)) continue;
    fault(root, `metadata.labels.${key}`, `expected a label value, got ${show(value)}`);
  }
  const spec = mapAt(root, "spec");
  const status = mapAt(root, "status");
  const taints = spec === undefined ? [] : taintsAt(spec, "taints");
  const isCordoned = (spec && flagAt(spec, "unschedulable")) ?? false;
  const conditions = status === undefined ? [] : mapsAt(status, "conditions");
  const isReady = conditions
    .filter((one) => textAt(one, "type") === "Ready")
    .every((one) => textAt(one, "status") === "True");
  // Before a kubelet has divided it, all that a node has is allocatable.
  const key = status?.value.allocatable === undefined ? "capacity" : "allocatable";
  return {
    ref,
    name: ref.name,
    allocatable: status === undefined ? new Map() : amountsAt(status, key, "down"),
    labels,
    taints: [
      ...taints,
      ...(isCordoned && !has(taints, CORDONED) ? [taint(CORDONED)] : []),
      ...(!isReady && !has(taints, NOT_READY) ? [taint(NOT_READY)] : []),
    ],
    isCordoned,
    isReady,
  };
}

function has(taints: readonly Taint[], key: string): boolean {
  return taints.some((one) => one.key === key);
}

function taint(key: string): Taint {
  return { key, value: "", effect: "NoSchedule" };
}
