import { flagAt, mapAt, mapsAt, type Spot, textAt } from "../objects/fields.ts";
import type { ClusterObject } from "../objects/objects.ts";
import type { Surroundings, WorkPart } from "./types.ts";

/** Label of objects that a LocalQueue admits. */
export const QUEUE = "kueue.x-k8s.io/queue-name";

/** The spec of an object; an empty one where there is none. */
export function specOf({ root }: ClusterObject): Spot {
  return mapAt(root, "spec") ?? { ...root, value: {}, path: "spec" };
}

/** Whether one of the conditions of a status is true. */
export function hasCondition(object: ClusterObject, ...types: readonly string[]): boolean {
  const status = mapAt(object.root, "status");
  if (status === undefined) return false;
  return mapsAt(status, "conditions").some(
    (one) => types.includes(textAt(one, "type") ?? "") && textAt(one, "status") === "True",
  );
}

/** Whether an object waits to be let go: it is suspended, or a manifest that no cluster has yet. */
export function isWaiting(object: ClusterObject, suspended: boolean | undefined): boolean {
  return suspended === true || object.ref.uid === undefined;
}

export function isSuspended(object: ClusterObject): boolean {
  return isWaiting(object, flagAt(specOf(object), "suspend"));
}

/** The queue of an object, by its label. */
export function queueOf({ labels }: ClusterObject): { readonly queue?: string } {
  const queue = labels.get(QUEUE);
  return queue === undefined || queue === "" ? {} : { queue };
}

/** Annotation of templates by which Kueue keeps the pods of a set within one value of a label. */
const REQUIRED_TOPOLOGY = "kueue.x-k8s.io/podset-required-topology";

/** A part from the spec of a Job: its pods at a time. Undefined where nothing runs. */
export function jobPart(
  spec: Spot,
  namespace: string,
  around: Surroundings,
  {
    name,
    replicas,
    pods,
  }: { readonly name: string; readonly replicas: number; readonly pods: number },
): WorkPart | undefined {
  const template = mapAt(spec, "template");
  const read = template && around.template(template, namespace);
  const total = pods * replicas;
  if (read === undefined || total < 1) return undefined;
  const label = read.annotations.get(REQUIRED_TOPOLOGY);
  const within = label === undefined ? {} : { within: { label, sets: 1 } };
  return { name, pods: total, spec: read, ...within };
}

/** Most pods of one object. */
export const MOST_PODS = 1_000_000;
