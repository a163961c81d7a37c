import { REPLICA_SPECS } from "../objects/kinds.ts";
import type { ClusterObject } from "../objects/objects.ts";
import { readJob } from "./job.ts";
import { readJobSet } from "./jobset.ts";
import { readOperatorJob } from "./operator-job.ts";
import { readPod } from "./pod.ts";
import { readRay } from "./ray.ts";
import { readTrainJob } from "./train-job.ts";
import type { WorkReader } from "./types.ts";
import { readWorkload } from "./workload.ts";

/** Readers of work by group and kind; adding one is a file and a line here. */
const READERS: Readonly<Record<string, WorkReader>> = {
  "/Pod": readPod,
  "batch/Job": readJob,
  "jobset.x-k8s.io/JobSet": readJobSet,
  "kueue.x-k8s.io/Workload": readWorkload,
  "trainer.kubeflow.org/TrainJob": readTrainJob,
  "ray.io/RayJob": readRay,
  "ray.io/RayCluster": readRay,
  ...Object.fromEntries(
    Object.keys(REPLICA_SPECS).map((kind) => [`kubeflow.org/${kind}`, readOperatorJob]),
  ),
};

/** How the object is read as work; undefined if it is none that is known. */
export function workReader({ group, ref }: ClusterObject): WorkReader | undefined {
  const key = `${group}/${ref.kind}`;
  return Object.hasOwn(READERS, key) ? READERS[key] : undefined;
}
