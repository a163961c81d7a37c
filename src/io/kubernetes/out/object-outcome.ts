import { durationText } from "../../../plan/wording.ts";
import type { ClusterObject, ObjectRef } from "../objects/objects.ts";
import { QUEUE } from "../work/common.ts";
import { changeOf, PLAN } from "./change.ts";
import { mapOf, valueAt } from "./edit.ts";
import { nameFault } from "./names.ts";
import { nodeFault } from "./node-fault.ts";
import { pinOf } from "./pin.ts";
import type { PlacedObject, PlacedPart } from "./placed.ts";
import { podOutcome } from "./pod-outcome.ts";
import type { ObjectOutcome, OutSetting } from "./setting.ts";
import { OWN, type Shape } from "./shapes.ts";
import { type OutFinding, outFinding } from "./verdicts.ts";

/** What is to be done so that one object does what the plan says. */
export function objectOutcome(placed: PlacedObject, setting: OutSetting): ObjectOutcome {
  const { ref, parts } = placed;
  const only = (verdict: OutFinding["verdict"], what: string): ObjectOutcome => ({
    changes: [],
    findings: [outFinding(ref, verdict, what)],
  });
  if (placed.isMoved) return movedOutcome(placed, setting, only);
  const there = parts.reduce((sum, { nodes }) => sum + podsOn(nodes), 0);
  if (there === 0) return only("stays", "the plan leaves it out: it waits as it does now");
  const object = setting.find(ref);
  const shape = object && setting.shapeOf(object);
  const fault = faultOf(placed, object, shape);
  if (object === undefined || shape === undefined || fault !== undefined) {
    return only("not written", fault ?? "it is not among the files");
  }
  if (isDone(object, shape, setting.plan)) return podOutcome(placed, object, shape, setting);
  const { resourceVersion } = object.ref;
  if (resourceVersion !== ref.resourceVersion) {
    const what = `it changed since the import (resourceVersion ${ref.resourceVersion} then, ${resourceVersion} now)`;
    return only("not written", what);
  }
  const wrong =
    shape.refuses(object.root.value) ??
    nodeFault(
      parts.flatMap(({ nodes }) => [...nodes.keys()]),
      setting,
    );
  return wrong === undefined ? written(placed, object, shape, setting) : only("not written", wrong);
}

function written(
  { ref, parts }: PlacedObject,
  object: ClusterObject,
  shape: Shape,
  setting: OutSetting,
): ObjectOutcome {
  const findings: OutFinding[] = [];
  const pinned = new Set<string>();
  let after = object.root.value;
  for (const part of parts) {
    const selector = mapOf(shape.podSpec(after, part.name), ["nodeSelector"]);
    const { nodeSelector, looser } = pinOf(part.nodes, setting.nodes, selector);
    const isGated = looser !== undefined && setting.withGates && shape.hasGates === true;
    const placed = shape.place(after, part.name, { nodeSelector, ...(isGated && { gate: OWN }) });
    const named = part.name === "" ? "" : `${part.name}: `;
    if (placed === undefined) {
      return {
        changes: [],
        findings: [outFinding(ref, "not written", `${named}it has no such part`)],
      };
    }
    after = placed;
    for (const label of Object.keys(nodeSelector))
      if (!Object.hasOwn(selector, label)) pinned.add(label);
    const early = earlyOf(part);
    if (early !== undefined) findings.push(outFinding(ref, "looser", named + early));
    if (isGated) {
      const what = `${named}its pods start held by the gate ${OWN}: export again once they are there`;
      findings.push(outFinding(ref, "stays", what));
    } else if (looser !== undefined) findings.push(outFinding(ref, "looser", named + looser));
  }
  const { start, apart } = startOf(parts);
  if (apart !== undefined) findings.push(outFinding(ref, "looser", apart));
  const sound = object as ClusterObject & { readonly ref: Required<ObjectRef> };
  const change = changeOf(sound, shape.release(after), shape, {
    ...{ plan: setting.plan, start },
    nodes: [...new Set(parts.flatMap(({ nodes }) => [...nodes.keys()]))],
    pinned: [...pinned].filter((label) => !parts.some((part) => asks(object, shape, part, label))),
  });
  return { changes: [change], findings };
}

/** Whether a part asks for a label by itself: that is not ours to take back. */
function asks(object: ClusterObject, shape: Shape, part: PlacedPart, label: string): boolean {
  return Object.hasOwn(mapOf(shape.podSpec(object.root.value, part.name), ["nodeSelector"]), label);
}

/** Parts that do not wait for others start when the object is let go: at the last of their starts, so that nothing is there too early. */
function startOf(parts: readonly PlacedPart[]): { start: number; apart?: string } {
  const first = parts.filter(({ ready }) => ready === undefined);
  const starts = (first.length > 0 ? first : parts).map(({ start = 0 }) => start);
  const [from, start] = [Math.min(...starts), Math.max(...starts)];
  if (from === start) return { start };
  const apart = `its parts start together, in the plan from ${durationText(from)} to ${durationText(start)}: all of it is let go at ${durationText(start)}`;
  return { start, apart };
}

/** A part that waits for others is started by the cluster as soon as these have ended, even where the plan has it later. */
function earlyOf({ start = 0, ready }: PlacedPart): string | undefined {
  if (ready === undefined || start <= ready) return undefined;
  return `it starts once what it waits for has ended, in the plan at ${durationText(ready)}, and the plan has it at ${durationText(start)}`;
}

/** Why the object as it is now is not one that the plan can be written to, whatever the plan says. */
function faultOf(
  { ref, parts }: PlacedObject,
  object: ClusterObject | undefined,
  shape: Shape | undefined,
): string | undefined {
  if (ref.uid === undefined || ref.resourceVersion === undefined) {
    return "it was imported from a manifest that no cluster has (no uid, no resourceVersion): create it suspended, and import it again";
  }
  if (object === undefined) return undefined;
  const { uid, resourceVersion, namespace } = object.ref;
  if (uid !== ref.uid) return "another object has its name now";
  if (resourceVersion === undefined) return "the files do not say its resourceVersion now";
  if (object.isDeleting) return "it is being deleted";
  if (shape === undefined) return `nothing is written for a ${ref.kind}`;
  const wrong = nameFault({ ...ref, uid, resourceVersion, namespace: namespace ?? "default" });
  if (wrong !== undefined) return wrong;
  if (object.labels.has(QUEUE) && shape.subresource === undefined) {
    return `its queue ${object.labels.get(QUEUE)} starts it: import the Workload that Kueue made of it`;
  }
  const owner = object.owners.find(({ isController }) => isController);
  if (
    owner !== undefined &&
    ref.kind !== "Pod" &&
    ref.kind !== "Workload" &&
    owner.kind !== "CronJob"
  ) {
    return `it belongs to ${owner.kind} ${owner.name}, which would take a change back: import that`;
  }
  const short = parts.filter(({ pods, nodes }) => podsOn(nodes) !== pods);
  if (short.length === 0) return undefined;
  const words = short.map(({ name, pods, nodes }) => {
    return `${podsOn(nodes)} of ${pods} pods${name === "" ? "" : ` of ${name}`}`;
  });
  return `the plan has places for ${words.join(", ")}, and it starts whole or not at all`;
}

function isDone({ root, annotations }: ClusterObject, shape: Shape, plan: string): boolean {
  return shape.isDone?.(root.value) ?? annotations.get(PLAN) === plan;
}

function movedOutcome(
  { ref, parts }: PlacedObject,
  { find }: OutSetting,
  only: (verdict: OutFinding["verdict"], what: string) => ObjectOutcome,
): ObjectOutcome {
  const object = find(ref);
  if (object === undefined || object.ref.uid !== ref.uid) {
    return only("stays", "it was there at the import, and is not there any more");
  }
  // Where the plan has another node for it, it is one of the moves.
  if (parts.some(({ nodes }) => nodes.size > 0)) return { changes: [], findings: [] };
  const home = valueAt(object.root.value, ["spec", "nodeName"]);
  if (typeof home !== "string")
    return only("stays", "the plan leaves it out: it waits as it does now");
  return only(
    "not written",
    `it runs on ${home} and the plan has no place for it: nothing is ended`,
  );
}

/** How many pods there are in all. */
function podsOn(nodes: PlacedPart["nodes"]): number {
  return [...nodes.values()].reduce((sum, count) => sum + count, 0);
}
