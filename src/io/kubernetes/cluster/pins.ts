import { isRaw, type RawMap } from "../objects/fields.ts";
import type { ClusterNode } from "../objects/node.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import type { ClusterObject } from "../objects/objects.ts";
import { pinnedLabels } from "../out/change.ts";

/** Of a pod its Job, its JobSet, its TrainJob. */
const MOST_OWNERS = 4;

/** Labels that an earlier plan keeps a pod to, by the owners that it was written to. */
export function pinsOf(object: ClusterObject, index: ObjectIndex): readonly string[] {
  const found: string[] = [];
  let level: readonly ClusterObject[] = index.ownersOf(object);
  for (let k = 0; k < MOST_OWNERS && level.length > 0; k++) {
    found.push(...level.flatMap(({ annotations }) => pinnedLabels(annotations)));
    level = level.flatMap((owner) => index.ownersOf(owner));
  }
  return found;
}

/** The spec of a pod without them: what was planned before is no rule of the pod. */
export function withoutPins(spec: RawMap, pins: readonly string[]): RawMap {
  const { nodeSelector } = spec;
  if (pins.length === 0 || !isRaw(nodeSelector)) return spec;
  const kept = Object.entries(nodeSelector).filter(([label]) => !pins.includes(label));
  return { ...spec, nodeSelector: Object.fromEntries(kept) };
}

/** Those that keep a pod to where it cannot go: none of the nodes that take pods has these labels. */
export function strandedBy(
  { nodeSelector }: RawMap,
  pins: readonly string[],
  nodes: readonly ClusterNode[],
): readonly string[] {
  if (!isRaw(nodeSelector)) return [];
  const own = Object.entries(nodeSelector).filter(([label]) => pins.includes(label));
  const isOpen = ({ isCordoned, isReady, labels }: ClusterNode) =>
    !isCordoned && isReady && own.every(([label, value]) => labels.get(label) === value);
  return own.length === 0 || nodes.some(isOpen) ? [] : own.map(([label]) => label);
}
