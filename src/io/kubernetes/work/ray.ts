import { mapAt, mapsAt, type Spot, textAt, wholeAt } from "../objects/fields.ts";
import type { ClusterObject } from "../objects/objects.ts";
import { isSuspended, queueOf, specOf } from "./common.ts";
import type { Surroundings, WorkPart, WorkReader } from "./types.ts";

/** A suspended RayJob or RayCluster: its head and the workers of each group, as many as it starts with. */
export const readRay: WorkReader = (object, around) => {
  const status = mapAt(object.root, "status");
  const state = status && textAt(status, "jobDeploymentStatus");
  if (state === "Complete" || state === "Failed") return "ended";
  if (!isSuspended(object)) return "running";
  const spec = specOf(object);
  const isJob = object.ref.kind === "RayJob";
  const cluster = isJob ? mapAt(spec, "rayClusterSpec") : spec;
  if (cluster === undefined) {
    around.say(object, "left out", "it runs on a cluster that is there already (clusterSelector)");
    return undefined;
  }
  const head = mapAt(cluster, "headGroupSpec");
  const parts = [
    ...(head === undefined ? [] : groupOf(head, "head", 1, object, around)),
    ...mapsAt(cluster, "workerGroupSpecs").flatMap((group) => {
      const replicas = wholeAt(group, "replicas") ?? wholeAt(group, "minReplicas") ?? 0;
      const pods = replicas * (wholeAt(group, "numOfHosts", 1) ?? 1);
      return groupOf(group, textAt(group, "groupName") ?? "workers", pods, object, around);
    }),
  ];
  if (parts.length === 0) {
    around.say(object, "left out", "it has no pods to run");
    return undefined;
  }
  const mode = textAt(spec, "submissionMode") ?? "K8sJobMode";
  if (isJob && mode === "K8sJobMode") {
    around.say(object, "ignored", "the small pod that submits its job");
  }
  const deadline = isJob ? wholeAt(spec, "activeDeadlineSeconds", 1) : undefined;
  return {
    object,
    parts,
    isTogether: true,
    ...(deadline !== undefined && { deadline }),
    ...queueOf(object),
  };
};

function groupOf(
  group: Spot,
  name: string,
  pods: number,
  { ref }: ClusterObject,
  around: Surroundings,
): readonly WorkPart[] {
  const template = mapAt(group, "template");
  const read = template && around.template(template, ref.namespace ?? "default");
  return read === undefined || pods < 1 ? [] : [{ name, pods, spec: read }];
}
