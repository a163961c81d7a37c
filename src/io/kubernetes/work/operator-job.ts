import { flagAt, mapAt, mapIn, type Spot, textAt, wholeAt } from "../objects/fields.ts";
import { REPLICA_SPECS } from "../objects/kinds.ts";
import { hasCondition, isWaiting, queueOf, specOf } from "./common.ts";
import type { WorkPart, WorkReader } from "./types.ts";

/** A suspended job of the training operator: the pods of each role. */
export const readOperatorJob: WorkReader = (object, around) => {
  if (hasCondition(object, "Succeeded", "Failed")) return "ended";
  const spec = specOf(object);
  const policy = mapAt(spec, "runPolicy");
  if (!isWaiting(object, policy && flagAt(policy, "suspend"))) return "running";
  const roles = mapAt(spec, REPLICA_SPECS[object.ref.kind]);
  const { namespace = "default" } = object.ref;
  const parts = Object.keys(roles?.value ?? {}).flatMap((role): readonly WorkPart[] => {
    const replica = mapAt(roles as Spot, role);
    const template = replica && mapAt(replica, "template");
    const read = template && around.template(template, namespace);
    const pods = (replica && wholeAt(replica, "replicas")) ?? 1;
    return read === undefined || pods < 1 ? [] : [{ name: role, pods, spec: read }];
  });
  if (parts.length === 0) {
    around.say(object, "left out", "it has no pods to run");
    return undefined;
  }
  const deadline = policy && wholeAt(policy, "activeDeadlineSeconds", 1);
  const scheduling = policy && mapIn(policy, "schedulingPolicy");
  const priorityClass = scheduling && textAt(scheduling, "priorityClass");
  return {
    object,
    parts,
    isTogether: true,
    ...(deadline !== undefined && { deadline }),
    ...(priorityClass && { priorityClass }),
    ...queueOf(object),
  };
};
