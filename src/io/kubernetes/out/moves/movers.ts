import { isRaw } from "../../fields.ts";
import type { ClusterObject } from "../../objects.ts";
import { QUEUE } from "../../work/common.ts";
import { listOf, valueAt } from "../edit.ts";
import type { OutSetting } from "../setting.ts";

/** Who brings a pod elsewhere: its controller makes another one once it was evicted, or what it is of is held and let go again. */
export type Mover =
  | { readonly way: "evict"; readonly owner: string }
  | { readonly way: "restart"; readonly owner: string; readonly top: ClusterObject };

/** Controllers that make a pod anew whatever became of the one before. */
const REMAKERS: ReadonlySet<string> = new Set([
  "apps/ReplicaSet",
  "apps/StatefulSet",
  "/ReplicationController",
]);

/** Kinds that can be held, placed anew and let go, and what finds their pods. */
export const RESTARTED: Readonly<
  Record<string, (ref: { readonly uid: string; readonly name: string }) => string>
> = {
  "batch/Job": ({ uid }) => `batch.kubernetes.io/controller-uid=${uid}`,
  "jobset.x-k8s.io/JobSet": ({ name }) => `jobset.sigs.k8s.io/jobset-name=${name}`,
  "trainer.kubeflow.org/TrainJob": ({ name }) => `jobset.sigs.k8s.io/jobset-name=${name}`,
};

/** How a pod that runs can be moved, or why it cannot. */
export function moverOf(pod: ClusterObject, { index }: OutSetting): Mover | string {
  const owner = pod.owners.find(({ isController }) => isController);
  if (owner === undefined) return "it has no controller, so nobody would make it anew";
  if (REMAKERS.has(`${owner.group}/${owner.kind}`)) return { way: "evict", owner: owner.uid };
  let top: ClusterObject | undefined;
  for (let next = controllerOf(pod); next !== undefined; next = controllerOf(next)) top = next;
  const kind = `${owner.kind} ${owner.name}`;
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

/** Why some of the pods of a Job cannot be evicted, so that others take their place; undefined if they can. */
export function evictionFault(
  { root, ref, group }: ClusterObject,
  count: number,
): string | undefined {
  const whole = "all pods of it move, or none";
  if (`${group}/${ref.kind}` !== "batch/Job") {
    return `some pods of ${ref.kind} ${ref.name} would move and others stay, and it has no way to make one pod anew: ${whole}`;
  }
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
