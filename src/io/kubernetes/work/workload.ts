import { flagAt, mapAt, mapsAt, type Spot, textAt, wholeAt } from "../objects/fields.ts";
import type { ClusterObject } from "../objects/objects.ts";
import { hasCondition, specOf } from "./common.ts";
import type { Surroundings, WorkPart, WorkReader } from "./types.ts";

/** A Workload of Kueue that waits for its admission: its pod sets, priority and longest time. It stands for what owns it. */
export const readWorkload: WorkReader = (object, around) => {
  if (hasCondition(object, "Finished")) return "ended";
  if (hasCondition(object, "Admitted")) return "running";
  const spec = specOf(object);
  if (flagAt(spec, "active") === false) {
    around.say(object, "left out", "it is not active");
    return undefined;
  }
  const { namespace = "default" } = object.ref;
  const sets = mapsAt(spec, "podSets");
  const parts = sets.flatMap((set): readonly WorkPart[] => {
    const template = mapAt(set, "template");
    const read = template && around.template(template, namespace);
    const pods = wholeAt(set, "count") ?? 1;
    if (read === undefined || pods < 1) return [];
    const within = topologyOf(set, object, around);
    const name = sets.length === 1 ? "" : (textAt(set, "name") ?? "");
    return [{ name, pods, spec: read, ...(within && { within }) }];
  });
  if (parts.length === 0) {
    around.say(object, "left out", "it has no pods to run");
    return undefined;
  }
  const deadline = wholeAt(spec, "maximumExecutionTimeSeconds", 1);
  const priority = wholeAt(spec, "priority", -0x8000_0000);
  const queue = textAt(spec, "queueName");
  return {
    object,
    parts,
    isTogether: true,
    ...(deadline !== undefined && { deadline }),
    ...(priority !== undefined && { priority }),
    ...(queue && { queue }),
  };
};

function topologyOf(set: Spot, object: ClusterObject, around: Surroundings): WorkPart["within"] {
  const request = mapAt(set, "topologyRequest");
  if (request === undefined) return undefined;
  if (textAt(request, "preferred") !== undefined) {
    around.say(object, "preference", `a preferred topology (${textAt(request, "preferred")})`);
  }
  if (textAt(request, "podSetSliceRequiredTopology") !== undefined) {
    around.say(object, "ignored", "slices of its pod set within one topology");
  }
  const label = textAt(request, "required");
  return label === undefined ? undefined : { label, sets: 1 };
}
