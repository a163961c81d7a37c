import { mapAt, type Spot, wholeAt } from "../objects/fields.ts";
import { hasCondition, isSuspended, jobPart, queueOf, specOf } from "./common.ts";
import type { WorkReader } from "./types.ts";

/** A suspended Job: as many pods as it runs at a time, until the last of its completions. */
export const readJob: WorkReader = (object, around) => {
  if (hasCondition(object, "Complete", "Failed", "FailureTarget", "SuccessCriteriaMet")) {
    return "ended";
  }
  if (!isSuspended(object)) return "running";
  const spec = specOf(object);
  const status = mapAt(object.root, "status");
  const done = (status && wholeAt(status, "succeeded")) ?? 0;
  const pods = podsOf(spec, done);
  const { namespace = "default" } = object.ref;
  const part = jobPart(spec, namespace, around, { name: "", replicas: 1, pods });
  if (part === undefined) {
    around.say(
      object,
      "left out",
      pods < 1 ? "it has no pods to run" : "it has no template of pods",
    );
    return undefined;
  }
  const deadline = wholeAt(spec, "activeDeadlineSeconds", 1);
  return {
    object,
    parts: [part],
    isTogether: true,
    ...(deadline !== undefined && { deadline }),
    ...queueOf(object),
  };
};

/** How many pods a Job runs at a time; of fixed completions those that are left count. */
export function podsOf(spec: Spot, done = 0): number {
  const parallelism = wholeAt(spec, "parallelism") ?? 1;
  const completions = wholeAt(spec, "completions");
  return completions === undefined ? parallelism : Math.min(parallelism, completions - done);
}
