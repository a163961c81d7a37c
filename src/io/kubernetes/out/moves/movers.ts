import { isRaw } from "../../objects/fields.ts";
import { REPLICA_SPECS } from "../../objects/kinds.ts";
import type { ClusterObject } from "../../objects/objects.ts";
import { QUEUE } from "../../work/common.ts";
import { listOf, mapOf, valueAt } from "../edit.ts";
import type { OutSetting } from "../setting.ts";

/** Who brings a pod elsewhere: its controller makes another one once it was evicted, or what it is of is held and let go again. */
export type PodMover =
  | { readonly way: "evict"; readonly owner: string }
  | { readonly way: "restart"; readonly owner: string; readonly top: ClusterObject };

/** Controllers that make a pod anew whatever became of the one before. */
const REMAKERS: ReadonlySet<string> = new Set([
  "apps/ReplicaSet",
  "apps/StatefulSet",
  "/ReplicationController",
]);

/** A kind that can be held, placed anew and let go. */
interface Restarted {
  /** The labels by which its pods are found; absent where others have them (`clusters`). */
  readonly selector?: (ref: { readonly uid: string; readonly name: string }) => string;
  /** The kind of the objects that it makes and that own its pods, as the API lists them. */
  readonly clusters?: string;
  /** Labels that its pods were held to stay in the templates of its Jobs, with other values at most. Source: JobSet 0.12, `resumeJob`. */
  readonly keepsLabels?: boolean;
  /** Why this one cannot be held; undefined if it can. */
  readonly refuses?: (object: unknown) => string | undefined;
}

const ofJobSet: Restarted = {
  selector: ({ name }) => `jobset.sigs.k8s.io/jobset-name=${name}`,
  keepsLabels: true,
};
const ofOperator: Restarted = {
  selector: ({ name }) => `training.kubeflow.org/job-name=${name}`,
};

/** Kinds that can be held, placed anew and let go, by group and kind. */
export const RESTARTED: Readonly<Record<string, Restarted>> = {
  "batch/Job": { selector: ({ uid }) => `batch.kubernetes.io/controller-uid=${uid}` },
  "jobset.x-k8s.io/JobSet": ofJobSet,
  "trainer.kubeflow.org/TrainJob": ofJobSet,
  ...Object.fromEntries(
    Object.keys(REPLICA_SPECS).map((kind) => [`kubeflow.org/${kind}`, ofOperator]),
  ),
  "ray.io/RayJob": { clusters: "/apis/ray.io/v1", refuses: rayJobFault },
};

/** Kinds that lose for good what runs on them, and why. */
const LOST: Readonly<Record<string, string>> = {
  "ray.io/RayCluster":
    "held, it forgets the jobs that were submitted to it, and nobody submits them again",
};

/** States from which KubeRay takes a RayJob back. Source: KubeRay 1.6, `rayjob_controller.go`. */
const HOLDABLE: readonly unknown[] = ["Initializing", "Running"];

/** KubeRay calls a RayJob invalid for good that is held and may not be. Source: KubeRay 1.6, `utils/validation.go`. */
function rayJobFault(object: unknown): string | undefined {
  const spec = mapOf(object, ["spec"]);
  if (valueAt(spec, ["rayClusterSpec", "enableInTreeAutoscaling"]) === true) {
    return "its autoscaler decides how many pods it has";
  }
  if (spec.shutdownAfterJobFinishes !== true) {
    return "KubeRay holds no RayJob without shutdownAfterJobFinishes";
  }
  if (Object.keys(mapOf(spec, ["clusterSelector"])).length > 0) {
    return "it runs on a cluster of others (clusterSelector)";
  }
  if (spec.submissionMode === "InteractiveMode") {
    return "a user submits its work, and nobody would do it again (InteractiveMode)";
  }
  const state = valueAt(object, ["status", "jobDeploymentStatus"]);
  return HOLDABLE.includes(state)
    ? undefined
    : `it is ${String(state)}, and KubeRay holds what is ${HOLDABLE.join(" or ")}`;
}

/** How a pod that runs can be moved, or why it cannot. */
export function moverOf(pod: ClusterObject, { index }: OutSetting): PodMover | string {
  const owner = pod.owners.find(({ isController }) => isController);
  if (owner === undefined) return "it has no controller, so nobody would make it anew";
  if (REMAKERS.has(`${owner.group}/${owner.kind}`)) return { way: "evict", owner: owner.uid };
  let top: ClusterObject | undefined;
  for (let next = controllerOf(pod); next !== undefined; next = controllerOf(next)) top = next;
  const kind = `${owner.kind} ${owner.name}`;
  const lost = top && LOST[`${top.group}/${top.ref.kind}`];
  if (lost !== undefined) return `it belongs to ${kind}: ${lost}`;
  if (top === undefined || !Object.hasOwn(RESTARTED, `${top.group}/${top.ref.kind}`)) {
    return `it belongs to ${kind}, of which nothing is known that would make it anew elsewhere`;
  }
  if (top.labels.has(QUEUE)) return `its queue ${top.labels.get(QUEUE)} starts and stops ${kind}`;
  return { way: "restart", owner: owner.uid, top };

  /** The controller among the files, as long as it is none that only starts others at times. */
  function controllerOf(object: ClusterObject): ClusterObject | undefined {
    const above = object.owners.find(({ isController }) => isController);
    const found = index.ownersOf(object).find(({ ref }) => ref.uid === above?.uid);
    return found?.ref.kind === "CronJob" ? undefined : found;
  }
}

/** Whether the pods of an object work side by side: one that is gone stops all of them. */
export function isGang({ ref, group }: ClusterObject): boolean {
  return `${group}/${ref.kind}` !== "batch/Job";
}

/** Why some of the pods of a Job cannot be evicted, so that others take their place; undefined if they can. */
export function evictionFault({ root, ref }: ClusterObject, count: number): string | undefined {
  const whole = "all pods of it move, or none";
  const rules = listOf(root.value, ["spec", "podFailurePolicy", "rules"]).filter(isRaw);
  const own = rules.find((rule) =>
    listOf(rule, ["onPodConditions"]).some((one) => isRaw(one) && one.type === "DisruptionTarget"),
  );
  if (own?.action === "Ignore") return undefined;
  const limit = valueAt(root.value, ["spec", "backoffLimit"]);
  const failed = Number(valueAt(root.value, ["status", "failed"]) ?? 0);
  const perIndex = valueAt(root.value, ["spec", "backoffLimitPerIndex"]);
  const most = typeof limit === "number" ? limit : USUAL_BACKOFF;
  if (own === undefined && perIndex === undefined && failed + count <= most) return undefined;
  return `an eviction counts as a failure of Job ${ref.name}, which may have no more of them: ${whole}, or a podFailurePolicy that ignores DisruptionTarget`;
}

/** Failures that a Job may have where it does not say it. */
const USUAL_BACKOFF = 6;
