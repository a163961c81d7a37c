import { isRaw, type RawMap } from "../objects/fields.ts";
import { REPLICA_SPECS } from "../objects/kinds.ts";
import type { Labels } from "../objects/requirements.ts";
import { listOf, mapOf, type Path, valueAt, withValueAt } from "./edit.ts";

/** What the pods of one template get. */
export interface PodChange {
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Labels of an earlier plan that hold them no more. */
  readonly free?: readonly string[];
  /** Name of a scheduling gate that holds each of them. */
  readonly gate?: string;
}

/** How one kind of object is changed so that its pods go where a plan has them. */
export interface Shape {
  /** As the API calls a list of them. */
  readonly plural: string;
  /** The part of the object that is written; absent for the object itself. */
  readonly subresource?: "status";
  /** The spec of the pods of a part as the object has it; undefined where the object does not say it itself. */
  podSpec(object: RawMap, part: string): RawMap | undefined;
  /** The object with what the pods of a part get; undefined if it has no such part. */
  place(object: RawMap, part: string, change: PodChange): RawMap | undefined;
  /** The object let go. */
  release(object: RawMap): RawMap;
  /** The object held again, so that its pods go; absent where that is none of its own fields. */
  readonly hold?: (object: RawMap) => RawMap;
  /** Why this one cannot be let go; undefined if it can. */
  refuses(object: RawMap): string | undefined;
  /** Whether the plan was written already, where annotations do not say it. */
  readonly isDone?: (object: RawMap) => boolean;
  /** The part that one of its pods is of, by the pod's labels; undefined for pods beside its parts. Absent where pods cannot be told apart. */
  readonly partOf?: (labels: Labels, object: RawMap) => string | undefined;
  /** Whether its pods may start held by a gate each, and be sent one by one. */
  readonly hasGates?: boolean;
}

/** Gates and managers of this name are ours. */
export const OWN = "berth.dev/placement";

const HELD = ["spec", "suspend"] as const;

/** Every kind that can be changed, by group and kind. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  "batch/Job": {
    ...suspended("jobs", HELD, (_, part) =>
      part === "" ? ["spec", "template", "spec"] : undefined,
    ),
    partOf: () => "",
    hasGates: true,
  },
  "jobset.x-k8s.io/JobSet": {
    ...suspended("jobsets", HELD, (object, part) =>
      inList(object, ["spec", "replicatedJobs"], "name", part, [
        ...["template", "spec", "template", "spec"],
      ]),
    ),
    partOf: ofReplicatedJob,
    hasGates: true,
  },
  "ray.io/RayJob": {
    ...suspended("rayjobs", HELD, (object, part) =>
      ofRay(object, ["spec", "rayClusterSpec"], part),
    ),
    partOf: ofRayNode,
  },
  "ray.io/RayCluster": suspended("rayclusters", HELD, (object, part) =>
    ofRay(object, ["spec"], part),
  ),
  ...Object.fromEntries(
    Object.entries(REPLICA_SPECS).map(([kind, roles]) => [
      `kubeflow.org/${kind}`,
      {
        ...suspended(`${kind.toLowerCase()}s`, ["spec", "runPolicy", "suspend"], (_, part) => [
          ...["spec", roles, part, "template", "spec"],
        ]),
        partOf: (labels: Labels, object: RawMap) => ofRole(labels, mapOf(object, ["spec", roles])),
      },
    ]),
  ),
  "trainer.kubeflow.org/TrainJob": {
    ...suspended("trainjobs", HELD, () => undefined),
    place: placeTrainJob,
    partOf: ofReplicatedJob,
    hasGates: true,
  },
  "/Pod": {
    plural: "pods",
    podSpec: (object) => mapOf(object, ["spec"]),
    place: (object, part, { nodeSelector }) =>
      part === "" ? (withPods(object, ["spec"], { nodeSelector }) as RawMap) : undefined,
    release: (object) =>
      withValueAt(object, ["spec", "schedulingGates"], (gates) =>
        Array.isArray(gates) ? gates.filter((gate) => !isOwnGate(gate)) : gates,
      ) as RawMap,
    refuses: (object) => {
      if (isHeld(object.spec)) return undefined;
      const gates = listOf(object, ["spec", "schedulingGates"]);
      if (gates.length === 0) return "it has no scheduling gate, so the scheduler alone places it";
      return `its scheduling gates are those of others: none of them is ${OWN}`;
    },
  },
};

function ofReplicatedJob(labels: Labels): string | undefined {
  return labels.get("jobset.sigs.k8s.io/replicatedjob-name");
}

/** Labels have roles in small letters, whatever they are called in the object. */
function ofRole(labels: Labels, roles: RawMap): string | undefined {
  const role = labels.get("training.kubeflow.org/replica-type");
  return Object.keys(roles).find((name) => name.toLowerCase() === role);
}

/** The small pod that submits the work of a RayJob is no node of its cluster. */
function ofRayNode(labels: Labels): string | undefined {
  const type = labels.get("ray.io/node-type");
  return type === "worker" ? labels.get("ray.io/group") : type === "head" ? type : undefined;
}

/** An object whose pods are made once its flag is false, and whose templates stand in it. */
function suspended(
  plural: string,
  flag: Path,
  podsAt: (object: RawMap, part: string) => Path | undefined,
): Shape {
  return {
    plural,
    podSpec(object, part) {
      const path = podsAt(object, part);
      const found = path && valueAt(object, path);
      return isRaw(found) ? found : undefined;
    },
    place(object, part, change) {
      const path = podsAt(object, part);
      if (path === undefined || !isRaw(valueAt(object, path))) return undefined;
      return withPods(object, path, change) as RawMap;
    },
    release: (object) => withValueAt(object, flag, () => false) as RawMap,
    hold: (object) => withValueAt(object, flag, () => true) as RawMap,
    refuses: (object) =>
      valueAt(object, flag) === true ? undefined : "it is not suspended any more",
  };
}

/** The map of a list that has this name, and on from there. */
function inList(object: RawMap, list: Path, key: string, name: string, on: Path): Path | undefined {
  const i = listOf(object, list).findIndex((item) => isRaw(item) && item[key] === name);
  return i < 0 ? undefined : [...list, i, ...on];
}

function ofRay(object: RawMap, cluster: Path, part: string): Path | undefined {
  const on = ["template", "spec"];
  if (part === "head") return [...cluster, "headGroupSpec", ...on];
  return inList(object, [...cluster, "workerGroupSpecs"], "groupName", part, on);
}

/** Whether our gate holds pods of this spec. */
export function isHeld(spec: unknown): boolean {
  return listOf(spec, ["schedulingGates"]).some(isOwnGate);
}

function isOwnGate(gate: unknown): boolean {
  return isRaw(gate) && gate.name === OWN;
}

/** A spec of pods with a selector and a gate more. */
function withPods(object: unknown, path: Path, change: PodChange): unknown {
  const { nodeSelector, free = [], gate } = change;
  const selected =
    Object.keys(nodeSelector).length + free.length === 0
      ? object
      : withValueAt(object, [...path, "nodeSelector"], (old) => {
          const kept = Object.entries(isRaw(old) ? old : {}).filter(([key]) => !free.includes(key));
          return { ...Object.fromEntries(kept), ...nodeSelector };
        });
  if (gate === undefined) return selected;
  return withValueAt(selected, [...path, "schedulingGates"], (old) => {
    const gates: readonly unknown[] = Array.isArray(old) ? old : [];
    return gates.some(isOwnGate) ? gates : [...gates, { name: gate }];
  });
}

/** Trainer has patches of the jobs of its runtime, one list of them for each manager; those of others stay as they are. */
function placeTrainJob(object: RawMap, part: string, change: PodChange): RawMap {
  const patches = listOf(object, ["spec", "runtimePatches"]);
  const known = patches.findIndex((patch) => isRaw(patch) && patch.manager === OWN);
  const at = known < 0 ? patches.length : known;
  const own = known < 0 ? { manager: OWN } : patches[known];
  const jobs = ["trainingRuntimeSpec", "template", "spec", "replicatedJobs"];
  const withJob = withValueAt(own, jobs, (list) =>
    (Array.isArray(list) ? list : []).some((job) => isRaw(job) && job.name === part)
      ? list
      : [...(Array.isArray(list) ? list : []), { name: part }],
  );
  const job = inList(mapOf(withJob, []), jobs, "name", part, ["template", "spec", "template"]);
  const patch = withPods(withJob, [...(job ?? []), "spec"], change);
  const list = patches.map((old, i) => (i === at ? patch : old));
  return withValueAt(object, ["spec", "runtimePatches"], () =>
    at === patches.length ? [...list, patch] : list,
  ) as RawMap;
}
