import {
  isRaw,
  mapAt,
  mapIn,
  mapsAt,
  type RawMap,
  type Spot,
  textAt,
  wholeAt,
} from "../objects/fields.ts";
import type { ClusterObject } from "../objects/objects.ts";
import { hasCondition, isSuspended, queueOf, specOf } from "./common.ts";
import { partsOf } from "./jobset.ts";
import type { Surroundings, WorkReader } from "./types.ts";

/**
 * A suspended TrainJob of Kubeflow Trainer v2: the jobs of its runtime with what the TrainJob says over it. A JobSet that the
 * controller made of it already is read instead.
 */
export const readTrainJob: WorkReader = (object, around) => {
  if (hasCondition(object, "Complete", "Failed")) return "ended";
  if (!isSuspended(object)) return "running";
  const spec = specOf(object);
  const jobSet = around.ownedBy(object, "JobSet")[0];
  const shape = jobSet === undefined ? overlaid(object, spec, around) : specOf(jobSet);
  const parts = shape === undefined ? [] : partsOf(shape, object, around);
  if (parts.length === 0) {
    if (shape !== undefined) around.say(object, "left out", "it has no pods to run");
    return undefined;
  }
  const deadline = wholeAt(spec, "activeDeadlineSeconds", 1);
  return {
    object,
    parts,
    isTogether: true,
    ...(deadline !== undefined && { deadline }),
    ...queueOf(object),
  };
};

/** The spec of the JobSet that the runtime and the TrainJob make together. */
function overlaid(object: ClusterObject, spec: Spot, around: Surroundings): Spot | undefined {
  const ref = mapAt(spec, "runtimeRef");
  const name = (ref && textAt(ref, "name")) ?? "";
  const kind = (ref && textAt(ref, "kind")) ?? "ClusterTrainingRuntime";
  const namespace = kind === "TrainingRuntime" ? (object.ref.namespace ?? "default") : "";
  const runtime = around.find(kind, namespace, name);
  if (runtime === undefined) {
    around.say(object, "left out", `its runtime, the ${kind} ${name}, is not among the files`);
    return undefined;
  }
  const template = mapIn(runtime.root, "spec", "template", "spec");
  if (template === undefined) {
    around.say(object, "left out", `its runtime, the ${kind} ${name}, has no template`);
    return undefined;
  }
  const policy = mapIn(runtime.root, "spec", "mlPolicy");
  const trainer = mapAt(spec, "trainer");
  const nodes =
    (trainer && wholeAt(trainer, "numNodes", 1)) ?? (policy && wholeAt(policy, "numNodes", 1)) ?? 1;
  const resources = trainer && mapAt(trainer, "resourcesPerNode")?.value;
  const isMpi = policy?.value.mpi !== undefined && policy.value.mpi !== null;
  const patches = patchesOf(spec);
  const jobs = mapsAt(template, "replicatedJobs").map(({ value }) => {
    const job = patched(value, patches.get(String(value.name)));
    return isTrainer(job, isMpi) ? withTrainer(job, nodes, resources, isMpi) : job;
  });
  return {
    ...template,
    object: object.words,
    path: "(runtime)",
    value: { ...template.value, replicatedJobs: jobs },
  };
}

const STEP = "trainer.kubeflow.org/trainjob-ancestor-step";

/** Whether the TrainJob's trainer is about this job: of MPI the launcher and the nodes beside it. */
function isTrainer(job: RawMap, isMpi: boolean): boolean {
  const labels = at(job, "template", "metadata", "labels");
  return labels?.[STEP] === "trainer" || (isMpi && job.name === "node");
}

function withTrainer(
  job: RawMap,
  nodes: number,
  resources: RawMap | undefined,
  isMpi: boolean,
): RawMap {
  const isLauncher = isMpi && job.name !== "node";
  // The launcher is one of the nodes, or stands beside them; either way it is one pod.
  const pods = isLauncher ? 1 : nodes;
  return replaced(job, ["template", "spec"], (spec) => ({
    ...spec,
    parallelism: pods,
    completions: pods,
    template: replaced(asRaw(spec.template), ["spec"], (pod) => ({
      ...pod,
      ...(resources !== undefined &&
        !isLauncher &&
        Array.isArray(pod.containers) && {
          containers: pod.containers.map((container: unknown) =>
            isRaw(container) && container.name === "node" ? { ...container, resources } : container,
          ),
        }),
    })),
  }));
}

/** What each patch of a manager says of the pods of a replicated job, later ones over earlier ones. */
function patchesOf(spec: Spot): ReadonlyMap<string, readonly RawMap[]> {
  const found = new Map<string, RawMap[]>();
  if (spec.value.runtimePatches === undefined) return found;
  for (const patch of mapsAt(spec, "runtimePatches")) {
    const jobSet = mapIn(patch, "trainingRuntimeSpec", "template", "spec");
    if (jobSet === undefined) continue;
    for (const job of mapsAt(jobSet, "replicatedJobs")) {
      const pod = mapIn(job, "template", "spec", "template", "spec");
      const name = textAt(job, "name") ?? "";
      if (pod !== undefined) found.set(name, [...(found.get(name) ?? []), pod.value]);
    }
  }
  return found;
}

function patched(job: RawMap, patches: readonly RawMap[] = []): RawMap {
  return patches.reduce(
    (now, patch) =>
      replaced(now, ["template", "spec", "template", "spec"], (pod) => merged(pod, patch)),
    job,
  );
}

function merged(pod: RawMap, patch: RawMap): RawMap {
  const nodeSelector = { ...asRaw(pod.nodeSelector), ...asRaw(patch.nodeSelector) };
  const tolerations = [pod.tolerations, patch.tolerations].flatMap((list) => list ?? []);
  return {
    ...pod,
    ...(patch.nodeSelector !== undefined && { nodeSelector }),
    ...(patch.affinity !== undefined && { affinity: patch.affinity }),
    ...(patch.tolerations !== undefined && { tolerations }),
  };
}

function replaced(
  value: RawMap,
  path: readonly string[],
  change: (value: RawMap) => RawMap,
): RawMap {
  const [key, ...rest] = path;
  return key === undefined
    ? change(value)
    : { ...value, [key]: replaced(asRaw(value[key]), rest, change) };
}

function at(value: unknown, ...path: readonly string[]): RawMap | undefined {
  const found = path.reduce<unknown>((of, key) => (isRaw(of) ? of[key] : undefined), value);
  return isRaw(found) ? found : undefined;
}

function asRaw(value: unknown): RawMap {
  return isRaw(value) ? value : {};
}
