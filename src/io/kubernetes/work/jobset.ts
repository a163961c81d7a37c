import { show } from "../../../util/show.ts";
import {
  fault,
  mapAt,
  mapsAt,
  type Spot,
  textAt,
  textMapAt,
  wholeAt,
  wordAt,
} from "../objects/fields.ts";
import type { ClusterObject } from "../objects/objects.ts";
import { hasCondition, isSuspended, jobPart, queueOf, specOf } from "./common.ts";
import { podsOf } from "./job.ts";
import type { Surroundings, WorkPart, WorkReader } from "./types.ts";

/** A suspended JobSet: the pods of all its Jobs, by replicated job. */
export const readJobSet: WorkReader = (object, around) => {
  if (hasCondition(object, "Completed", "Failed")) return "ended";
  if (!isSuspended(object)) return "running";
  const spec = specOf(object);
  const parts = partsOf(spec, object, around);
  if (parts.length === 0) {
    around.say(object, "left out", "it has no pods to run");
    return undefined;
  }
  return { object, parts, isTogether: true, ...deadlineOf(spec), ...queueOf(object) };
};

/** The parts of the spec of a JobSet. */
export function partsOf(
  spec: Spot,
  object: ClusterObject,
  around: Surroundings,
): readonly WorkPart[] {
  const { namespace = "default" } = object.ref;
  const startup = mapAt(spec, "startupPolicy");
  if (startup && wordAt(startup, "startupPolicyOrder", ["AnyOrder", "InOrder"]) === "InOrder") {
    around.say(object, "ignored", "its jobs start in order, each when the one before is ready");
  }
  const before = new Map<string, boolean>();
  return mapsAt(spec, "replicatedJobs").flatMap((job): readonly WorkPart[] => {
    const template = mapAt(job, "template");
    const jobSpec = template && mapAt(template, "spec");
    const name = textAt(job, "name") ?? "";
    if (jobSpec === undefined) return [];
    const replicas = wholeAt(job, "replicas") ?? 1;
    const shape = { name, replicas, pods: podsOf(jobSpec) };
    const part = jobPart(jobSpec, namespace, around, shape);
    const after = waitsFor(job, before, object, around);
    before.set(name, part !== undefined);
    if (part === undefined) return [];
    const topology = exclusiveTopology(object, template, around);
    return [
      {
        ...part,
        ...(after.length > 0 && { after }),
        ...(topology !== undefined && { within: { label: topology, sets: replicas } }),
      },
    ];
  });
}

/** Replicated jobs that have ended before this one starts; that they are merely ready has no words. */
function waitsFor(
  job: Spot,
  before: ReadonlyMap<string, boolean>,
  object: ClusterObject,
  around: Surroundings,
): readonly string[] {
  if (job.value.dependsOn === undefined) return [];
  return mapsAt(job, "dependsOn").flatMap((item) => {
    const name = textAt(item, "name") ?? "";
    if (!before.has(name)) {
      fault(item, "name", `expected the name of a job before it, got ${show(name)}`);
      return [];
    }
    // A job without pods has ended at once.
    if (before.get(name) === false) return [];
    if (textAt(item, "status") === "Complete") return [name];
    around.say(object, "ignored", `${textAt(job, "name")} starts once ${name} is ready`);
    return [];
  });
}

const EXCLUSIVE = "alpha.jobset.sigs.k8s.io/exclusive-topology";

/** The label of which each Job has one value for itself; that no other Job shares it has no words. */
function exclusiveTopology(
  object: ClusterObject,
  template: Spot | undefined,
  around: Surroundings,
): string | undefined {
  const metadata = template && mapAt(template, "metadata");
  const own = metadata && textMapAt(metadata, "annotations").get(EXCLUSIVE);
  const label = own ?? object.annotations.get(EXCLUSIVE);
  if (label === undefined) return undefined;
  around.say(object, "ignored", `each of its jobs has one value of ${label} to itself`);
  return label;
}

/** The limit of the longest of its jobs counts: they run side by side. */
function deadlineOf(spec: Spot): { readonly deadline?: number } {
  const limits = mapsAt(spec, "replicatedJobs").map((job) => {
    const template = mapAt(job, "template");
    const jobSpec = template && mapAt(template, "spec");
    return jobSpec === undefined ? undefined : wholeAt(jobSpec, "activeDeadlineSeconds", 1);
  });
  const known = limits.filter((limit) => limit !== undefined);
  return known.length < limits.length || known.length === 0 ? {} : { deadline: Math.max(...known) };
}
