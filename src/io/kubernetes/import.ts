import { InstanceError, type Issue } from "../../util/errors.ts";
import { isAskedFor } from "./cluster/asked-for.ts";
import { type Cluster, clusterOf } from "./cluster/cluster.ts";
import { documentOf } from "./document.ts";
import { type Finding, makeFindings } from "./findings.ts";
import { notesOf } from "./notes.ts";
import { indexOf } from "./objects/object-index.ts";
import { type Document, objectsOf } from "./objects/objects.ts";
import type { ImportOptions } from "./options.ts";
import { placedUnits } from "./placed-units.ts";
import { type EarlierPlan, earlierOf } from "./rows/earlier.ts";
import { type ClusterOrigin, originOf } from "./rows/origin.ts";

/** A cluster as an instance. */
export interface ImportedCluster {
  readonly document: object;
  readonly origin: ClusterOrigin;
  /** Where everything is that runs, if it is part of the instance. */
  readonly earlier?: EarlierPlan;
  /** What the instance does not say, or says otherwise. */
  readonly findings: readonly Finding[];
  /** Sentences on what was made of what. */
  readonly notes: readonly string[];
}

/**
 * Objects of a cluster as an instance: nodes with what is left of them as resources, what waits as tasks. The same objects give
 * the same instance, in whatever order they stand. Throws InstanceError with every fault, by object and field.
 */
export function importKubernetes(
  documents: readonly Document[],
  options: ImportOptions,
): ImportedCluster {
  const issues: Issue[] = [];
  const findings = makeFindings();
  const index = indexOf(objectsOf(documents, issues), issues);
  const found = clusterOf(index, findings);
  const whole = options.isRunningOnly
    ? { ...found, work: found.work.filter(({ isStranded }) => isStranded) }
    : found;
  const work = whole.work.filter(({ object }) => isAskedFor(object, index, options));
  const cluster = { ...whole, work };
  if (cluster.nodes.length === 0) {
    const hint = "Maybe add them: kubectl get nodes,pods,jobs -A -o json.";
    issues.push({ path: "", message: "there is no Node among the objects", hint });
  }
  stopAt(issues);
  const placed = placedUnits(cluster, options, findings);
  const made = documentOf(cluster, placed, options, findings);
  stopAt(issues);
  const { pools, entries, document } = made;
  return {
    document,
    origin: originOf(options.name, pools, cluster.nodes, entries, index),
    ...(options.withRunning && { earlier: earlierOf(options.name, pools, entries) }),
    findings: findings.list,
    notes: [...notesOf(cluster, placed, made, options), ...elsewhere(whole, cluster)],
  };
}

function elsewhere(whole: Cluster, { work }: Cluster): readonly string[] {
  const count = whole.work.length - work.length;
  if (count === 0) return [];
  const what = count === 1 ? "1 object that waits is" : `${count} objects that wait are`;
  return [`${what} in other namespaces or not selected, and not planned.`];
}

function stopAt(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new InstanceError(issues);
}
