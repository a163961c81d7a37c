import type { ClusterObject } from "../../objects/objects.ts";
import { meetsSelectors } from "../../units/node-sets.ts";
import { PINNED, PLAN, pinnedLabels } from "../change.ts";
import { mapOf, mergePatch, valueAt } from "../edit.ts";
import { nameFault } from "../names.ts";
import { nodeFault } from "../node-fault.ts";
import { pinOf } from "../pin.ts";
import type { OutSetting } from "../setting.ts";
import { type OutFinding, outFinding } from "../verdicts.ts";
import { evictionFault, isGang, moverOf, RESTARTED } from "./movers.ts";
import type { RunningPod } from "./running.ts";
import { MOVING, type MovedPod, type PlannedMove } from "./types.ts";

/**
 * Pods by what moves them; what cannot be moved is told. Pods that stay take part in a move where all pods of their object are held at
 * once.
 */
export function stepsOf(
  pods: readonly RunningPod[],
  setting: OutSetting,
  findings: OutFinding[],
): readonly PlannedMove[] {
  const steps: PlannedMove[] = [];
  const restarts = new Map<ClusterObject, RunningPod[]>();
  const refuse = ({ object, home, node }: RunningPod, why: string) => {
    const where =
      home === undefined ? "it waits, held to where no pod can go," : `it runs on ${home}`;
    const what = `${where} and the plan has it on ${node}: ${why}`;
    findings.push(outFinding(object.ref, "not written", what));
  };
  const evict = (pod: RunningPod, owner: string) => {
    const why = podFault(pod, setting);
    if (why === undefined) steps.push(evictionOf(pod, owner));
    else refuse(pod, why);
  };
  for (const pod of pods.filter(isMoving)) {
    const mover = moverOf(pod.object, setting);
    if (typeof mover === "string") refuse(pod, mover);
    else if (mover.way === "evict") evict(pod, mover.owner);
    else restarts.set(mover.top, [...(restarts.get(mover.top) ?? []), pod]);
  }
  const podOf = new Map(pods.map((pod) => [pod.object, pod]));
  for (const [top, moving] of restarts) {
    const own = activeUnder(top, setting);
    const known = own.flatMap((object) => podOf.get(object) ?? []);
    if (isGang(top) || moving.length === own.length) {
      const step = wholeOf(top, own, known, setting);
      if (typeof step !== "string") steps.push(step);
      else for (const pod of moving) refuse(pod, step);
      continue;
    }
    const why = evictionFault(top, moving.length);
    for (const pod of moving) {
      if (why === undefined) evict(pod, top.ref.uid!);
      else refuse(pod, why);
    }
  }
  return steps;
}

/** The move of all pods of an object, or why there is none. */
function wholeOf(
  top: ClusterObject,
  own: readonly ClusterObject[],
  known: readonly RunningPod[],
  setting: OutSetting,
): PlannedMove | string {
  const kind = `${top.ref.kind} ${top.ref.name}`;
  if (!known.some(isMoving)) return `it only starts the work of ${kind}, which stays where it is`;
  if (known.length < own.length) return `the plan does not say where all pods of ${kind} are to be`;
  return restartOf(top, known, setting);
}

/** Whether the plan has a pod elsewhere than it is. */
export function isMoving({ from, to }: RunningPod): boolean {
  return from !== to;
}

function evictionOf(pod: RunningPod, owner: string): PlannedMove {
  const { object, copy, to, start } = pod;
  const { uid, resourceVersion } = object.ref;
  const ref = { ...object.ref, namespace: object.ref.namespace ?? "default" };
  return {
    pods: [pod],
    to: new Map([[copy, to]]),
    start,
    move: {
      ...{ way: "evict", plural: "pods", owner, start, pods: [movedPod(pod)] },
      ref: { ...ref, uid: uid!, resourceVersion: resourceVersion! },
      labels: object.labels,
    },
  };
}

function restartOf(
  top: ClusterObject,
  pods: readonly RunningPod[],
  setting: OutSetting,
): PlannedMove | string {
  const shape = setting.shapeOf(top);
  const { uid, resourceVersion, namespace = "default" } = top.ref;
  if (shape?.hold === undefined || shape.partOf === undefined) {
    return `nothing is known of how to hold ${top.words}`;
  }
  if (uid === undefined || resourceVersion === undefined) return `${top.words} has no uid`;
  const { refuses, keepsLabels = false } = RESTARTED[`${top.group}/${top.ref.kind}`];
  const kept = refuses?.(top.root.value);
  if (kept !== undefined) return kept;
  const ref = { ...top.ref, namespace, uid, resourceVersion };
  const wrong = nameFault(ref) ?? pods.map((pod) => podFault(pod, setting, top)).find(Boolean);
  if (wrong !== undefined) return wrong;
  const free = pinnedLabels(top.annotations);
  const parts = new Map<string, Map<string, number>>();
  for (const { object, node } of pods) {
    const part = shape.partOf(object.labels, top.root.value) ?? "";
    const places = parts.get(part) ?? new Map<string, number>();
    parts.set(part, places.set(node, (places.get(node) ?? 0) + 1));
  }
  let after = top.root.value;
  let looser: string | undefined;
  const pinned = new Set<string>();
  for (const [part, places] of parts) {
    const own = mapOf(shape.podSpec(after, part), ["nodeSelector"]);
    const selector = Object.fromEntries(Object.entries(own).filter(([key]) => !free.includes(key)));
    const pin = pinOf(places, setting.nodes, selector);
    looser ??= pin.looser;
    const stale = keepsLabels ? staleIn(pods, free, pin.nodeSelector) : undefined;
    if (stale !== undefined) {
      return `its pods would go to several nodes, and JobSet does not take back the label ${stale}, which holds them to one`;
    }
    const placed = shape.place(after, part, { nodeSelector: pin.nodeSelector, free });
    if (placed === undefined) return `${top.words} has no part ${part}`;
    after = placed;
    for (const key of Object.keys(pin.nodeSelector)) pinned.add(key);
  }
  const held = shape.hold(top.root.value);
  const { plan } = setting;
  const labels = [...pinned].filter(
    (label) => free.includes(label) || !isAsked(top, label, setting),
  );
  const start = Math.max(...pods.map((pod) => pod.start));
  return {
    pods,
    to: new Map(pods.map(({ copy, to }) => [copy, to])),
    start,
    looser: [...(looser === undefined ? [] : [looser]), ...stayWords(pods)],
    move: {
      ...{ way: "restart", ref, plural: shape.plural, owner: uid, start },
      pods: pods.map(movedPod),
      labels: top.labels,
      hold: {
        metadata: { uid, annotations: { [MOVING]: plan } },
        spec: mapOf(mergePatch(top.root.value, held), ["spec"]),
      },
      patch: {
        metadata: {
          uid,
          annotations: {
            ...{ [PLAN]: plan, [MOVING]: null },
            [PINNED]: labels.length === 0 ? null : labels.join(","),
          },
        },
        ...mergePatch(held, shape.release(shape.hold(after))),
      },
    },
  };
}

/** A label that pods were held to by an earlier plan, and that the new one says nothing of. */
function staleIn(
  pods: readonly RunningPod[],
  free: readonly string[],
  now: Readonly<Record<string, string>>,
): string | undefined {
  return free.find(
    (label) =>
      !Object.hasOwn(now, label) &&
      pods.some(({ object }) =>
        Object.hasOwn(mapOf(object.root.value, ["spec", "nodeSelector"]), label),
      ),
  );
}

/** That what stays begins again with what moves. */
function stayWords(pods: readonly RunningPod[]): readonly string[] {
  const names = pods.filter((pod) => !isMoving(pod)).map(({ object }) => object.ref.name);
  if (names.length === 0) return [];
  return [
    `it is held whole: ${names.join(", ")} ${names.length === 1 ? "begins" : "begin"} again too, on the same ${names.length === 1 ? "node" : "nodes"}`,
  ];
}

/** Whether pods of an object ask for a label that no plan wrote. */
function isAsked(top: ClusterObject, label: string, setting: OutSetting): boolean {
  if (pinnedLabels(top.annotations).includes(label)) return false;
  return setting
    .podsUnder(top)
    .some(({ root }) => Object.hasOwn(mapOf(root.value, ["spec", "nodeSelector"]), label));
}

function movedPod({ object, home, node }: RunningPod): MovedPod {
  const { name, uid } = object.ref;
  return { name, uid: uid!, ...(home !== undefined && { from: home }), to: node };
}

/** Why a pod cannot go where the plan has it; of a restart what its template asks for is written anew. */
function podFault(
  { object, node }: RunningPod,
  setting: OutSetting,
  top?: ClusterObject,
): string | undefined {
  const { uid, resourceVersion, namespace = "default" } = object.ref;
  if (uid === undefined || resourceVersion === undefined) return "it has no uid or resourceVersion";
  const wrong = nameFault({ ...object.ref, uid, resourceVersion, namespace });
  if (wrong !== undefined) return wrong;
  const fault = nodeFault([node], setting);
  if (fault !== undefined || top !== undefined) return fault;
  const selector = mapOf(object.root.value, ["spec", "nodeSelector"]);
  const labels = new Map(Object.entries(selector).map(([key, value]) => [key, String(value)]));
  const target = setting.nodes.named(node)!;
  if (meetsSelectors(target, { selector: labels, tolerations: [] })) return undefined;
  return "its template holds it where it is, and can be changed only for all of its pods at once";
}

/** Whether a pod has not ended, and is not about to. */
export function isActive({ root, isDeleting }: ClusterObject): boolean {
  const phase = valueAt(root.value, ["status", "phase"]);
  return phase !== "Failed" && phase !== "Succeeded" && !isDeleting;
}

/** Pods of the parts of an object, without what only helps to start it. */
function activeUnder(top: ClusterObject, setting: OutSetting): readonly ClusterObject[] {
  const { partOf } = setting.shapeOf(top) ?? {};
  const isOfPart = ({ labels }: ClusterObject) => partOf?.(labels, top.root.value) !== undefined;
  return setting.podsUnder(top).filter((pod) => isActive(pod) && isOfPart(pod));
}
