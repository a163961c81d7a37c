import type { ImportFindings } from "../findings.ts";
import { mapAt, wholeAt } from "../objects/fields.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import type { ClusterObject } from "../objects/objects.ts";
import { specOf } from "../work/common.ts";
import type { Stage, Work } from "../work/types.ts";

/** Says what of objects that run by their own word is not among the files: all of their pods, or those that come later. */
export function sayUnseen(
  stages: ReadonlyMap<ClusterObject, Work | Stage | undefined>,
  index: ObjectIndex,
  findings: ImportFindings,
): void {
  const running = [...stages].filter(
    ([{ ref }, stage]) => stage === "running" && ref.kind !== "Pod" && ref.kind !== "Workload",
  );
  if (running.length === 0) return;
  const known = ownersOfPods(index);
  for (const [object] of running) {
    if (!known.has(object)) {
      const what = "it is not suspended, and none of its pods is among the files";
      findings.say(object, "left out", what);
      continue;
    }
    const later = object.ref.kind === "Job" ? laterPods(object) : 0;
    if (later > 0) findings.say(object, "ignored", `${later} pods that it starts later`);
  }
}

/** Objects that have a pod among the files, as its owner or an owner of that. */
function ownersOfPods(index: ObjectIndex): ReadonlySet<ClusterObject> {
  const known = new Set<ClusterObject>();
  const open = [...index.ofKind("Pod")];
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    for (const owner of index.ownersOf(object)) {
      if (known.has(owner)) continue;
      known.add(owner);
      open.push(owner);
    }
  }
  return known;
}

/** Pods of a Job that runs for which it has no room yet among those that run at a time. */
function laterPods(object: ClusterObject): number {
  const completions = wholeAt(specOf(object), "completions") ?? 0;
  const status = mapAt(object.root, "status");
  const [done, active] = ["succeeded", "active"].map(
    (key) => (status && wholeAt(status, key)) ?? 0,
  );
  return Math.max(0, completions - done - active);
}
