import type { ClusterObject, ObjectRef } from "../objects/objects.ts";
import { changeOf, type ObjectChange } from "./change.ts";
import { mapOf, valueAt } from "./edit.ts";
import { nameFault } from "./names.ts";
import { HOST } from "./nodes.ts";
import { pinOf } from "./pin.ts";
import type { PlacedObject, PlacedPart } from "./placed.ts";
import type { ObjectOutcome, OutSetting } from "./setting.ts";
import { isHeld, SHAPES, type Shape } from "./shapes.ts";
import { type OutFinding, outFinding } from "./verdicts.ts";

/**
 * What is left to do for an object to which the plan was written already: its pods that a gate holds are sent to those nodes of the
 * plan that no other of them has, in the order of their indices. A pod that replaces a failed one finds the place of that one free.
 */
export function podOutcome(
  { ref, parts }: PlacedObject,
  object: ClusterObject,
  shape: Shape,
  setting: OutSetting,
): ObjectOutcome {
  const done = outFinding(ref, "stays", "this plan was written to it already");
  const { partOf } = shape;
  if (partOf === undefined) return { changes: [], findings: [done] };
  const pods = podsOf(object, setting);
  const outcomes = parts.map((part) =>
    partOutcome(
      ref,
      { ...part, isGated: isHeld(shape.podSpec(object.root.value, part.name)) },
      pods.filter(({ labels }) => partOf(labels, object.root.value) === part.name),
      setting,
    ),
  );
  const findings = outcomes.flatMap((one) => one.findings);
  const changes = outcomes.flatMap((one) => one.changes);
  return { changes, findings: findings.length + changes.length > 0 ? findings : [done] };
}

function partOutcome(
  ref: ObjectRef,
  part: PlacedPart & { readonly isGated: boolean },
  pods: readonly ClusterObject[],
  setting: OutSetting,
): ObjectOutcome {
  const held = pods.filter(({ root }) => isHeld(root.value.spec));
  const findings: OutFinding[] = [];
  if (part.isGated && pods.length < part.pods) {
    const of = part.name === "" ? "" : ` of ${part.name}`;
    const what = `${part.pods - pods.length} of its ${part.pods} pods${of} are not there yet: export again once they are`;
    findings.push(outFinding(ref, "stays", what));
  }
  const free = new Map(part.nodes);
  for (const pod of pods) {
    const node = held.includes(pod) ? undefined : nodeOf(pod, setting);
    const left = node === undefined ? undefined : free.get(node);
    if (node !== undefined && left !== undefined) free.set(node, left - 1);
  }
  const places = [...free].flatMap(([node, count]) => Array<string>(Math.max(0, count)).fill(node));
  const changes = held.flatMap((pod, i): readonly ObjectChange[] => {
    const node = places[i];
    const wrong =
      node === undefined ? `the plan has no place for another pod of ${ref.name}` : faultOf(pod);
    if (node === undefined || wrong !== undefined) {
      findings.push(outFinding(pod.ref, "not written", wrong ?? ""));
      return [];
    }
    const selector = mapOf(pod.root.value, ["spec", "nodeSelector"]);
    const { nodeSelector, looser } = pinOf(new Map([[node, 1]]), setting.nodes, selector);
    if (looser !== undefined) findings.push(outFinding(pod.ref, "looser", looser));
    const placed = SHAPES["/Pod"].place(pod.root.value, "", { nodeSelector })!;
    const sound = pod as ClusterObject & { readonly ref: Required<ObjectRef> };
    const about = { plan: setting.plan, start: part.start ?? 0, nodes: [node] };
    return [changeOf(sound, SHAPES["/Pod"].release(placed), SHAPES["/Pod"], about)];
  });
  return { changes, findings };
}

function faultOf({ ref }: ClusterObject): string | undefined {
  const { uid, resourceVersion, namespace = "default" } = ref;
  if (uid === undefined || resourceVersion === undefined) return "it has no uid or resourceVersion";
  return nameFault({ ...ref, uid, resourceVersion, namespace });
}

/** Pods of an object that have not failed; in the order of their indices, then names. */
function podsOf(object: ClusterObject, { podsUnder }: OutSetting): readonly ClusterObject[] {
  return podsUnder(object)
    .filter(({ root, isDeleting }) => {
      return valueAt(root.value, ["status", "phase"]) !== "Failed" && !isDeleting;
    })
    .map((pod) => [indexOf(pod), pod] as const)
    .sort(([a, one], [b, other]) => a - b || (one.ref.name < other.ref.name ? -1 : 1))
    .map(([, pod]) => pod);
}

const INDEX = "batch.kubernetes.io/job-completion-index";

function indexOf({ labels, annotations }: ClusterObject): number {
  const number = Number(labels.get(INDEX) ?? annotations.get(INDEX) ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : Number.MAX_SAFE_INTEGER;
}

/** Where a pod is or is sent. */
function nodeOf({ root }: ClusterObject, { nodes }: OutSetting): string | undefined {
  const bound = valueAt(root.value, ["spec", "nodeName"]);
  if (typeof bound === "string" && bound !== "") return bound;
  const host = valueAt(root.value, ["spec", "nodeSelector", HOST]);
  return typeof host === "string" ? nodes.hosting(host)?.name : undefined;
}
