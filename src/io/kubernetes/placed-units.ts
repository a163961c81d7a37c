import { isAskedFor } from "./cluster/asked-for.ts";
import type { BoundPod, Cluster } from "./cluster/cluster.ts";
import type { ImportFindings } from "./findings.ts";
import { narrowToFlavors } from "./kueue/flavors.ts";
import { type ClusterQueue, queueReader } from "./kueue/queues.ts";
import type { ImportOptions } from "./options.ts";
import { usableTable } from "./rows/kept-labels.ts";
import { applyAffinity } from "./rules/affinity.ts";
import { dropContradictions } from "./rules/contradictions.ts";
import { applyAntiAffinity, ruleSetting } from "./rules/pod-rules.ts";
import { applySpread, type Counter } from "./rules/spread.ts";
import { type NodeSets, nodeSetsOf } from "./units/node-sets.ts";
import { remaining, workOf } from "./units/running.ts";
import { type KnownRuntime, runtimeReader } from "./units/runtimes.ts";
import type { PodUnit } from "./units/unit.ts";
import { unitsOf } from "./units/units.ts";
import type { Work } from "./work/types.ts";

/** What waits and what runs, with where each may be. */
export interface PlacedUnits {
  readonly isBatch: boolean;
  readonly units: readonly PodUnit[];
  /** Pods that only take room. */
  readonly fixed: readonly BoundPod[];
  /** Those of them that would be tasks if their runtime were known. */
  readonly withoutRuntime: number;
  /** Units in a queue of Kueue. */
  readonly queues: ReadonlyMap<PodUnit, ClusterQueue>;
  /** How many pods of a spread each node may have, by name of the counter. */
  readonly counters: ReadonlyMap<string, Counter>;
  runtimeOf(unit: PodUnit): KnownRuntime | undefined;
}

/** Works out what is to be planned, and where each of it may be. */
export function placedUnits(
  cluster: Cluster,
  options: ImportOptions,
  findings: ImportFindings,
): PlacedUnits {
  const runtimes = runtimesOf(cluster, options);
  const isKnown = cluster.work.every((work) => runtimes(work) !== undefined);
  const isBatch =
    (options.mode ?? (isKnown && cluster.work.length > 0 ? "batch" : "placement")) === "batch";
  const movable = options.withRunning
    ? cluster.bound.filter(
        // Claimed devices stay with their claim.
        ({ object, isOfNode, node, spec }) =>
          !isOfNode &&
          node >= 0 &&
          spec.claims.length === 0 &&
          isAskedFor(object, cluster.index, options),
      )
    : [];
  const left = new Map<Work["object"], KnownRuntime>();
  const running = movable.filter((pod) => {
    if (!isBatch) return true;
    const known = runtimes(workOf(pod));
    const value = known && remaining(pod, known.value, options.now);
    if (value !== undefined) left.set(pod.object, { value, isLimit: known!.isLimit });
    return value !== undefined;
  });
  const isRunning = new Set(running);
  const fixed = cluster.bound.filter((pod) => !isRunning.has(pod));
  const sets = nodeSetsOf(cluster.nodes);
  const units = unitsOf({ cluster, sets, running, isBatch, findings });
  const queues = queuesOf(units, cluster, findings);
  for (const [unit, queue] of queues) {
    narrowToFlavors(unit, queue, { sets, findings, isBatch });
  }
  keepToTopology(units, cluster, sets);
  const setting = ruleSetting({ cluster, sets, units, fixed, findings, isBatch });
  applyAntiAffinity(setting);
  applyAffinity(setting);
  const counters = applySpread(setting);
  dropContradictions(units, findings);
  for (const unit of units) if (unit.home !== undefined) unit.set = sets.with(unit.set, unit.home);
  return {
    isBatch,
    units,
    fixed,
    withoutRuntime: movable.length - running.length,
    queues,
    counters,
    runtimeOf: ({ work }) => left.get(work.object) ?? runtimes(work),
  };
}

/** Pods that are within one value of a label are where there is one. */
function keepToTopology(units: readonly PodUnit[], { nodes }: Cluster, sets: NodeSets): void {
  for (const unit of units) {
    const label = unit.work.parts.find(({ name }) => name === unit.part)?.within?.label;
    if (label !== undefined) unit.set = sets.where(unit.set, (n) => nodes[n].labels.has(label));
  }
}

/** Runtimes that some node gives, each worked out once. */
function runtimesOf(
  { nodes, index }: Cluster,
  options: ImportOptions,
): (work: Work) => KnownRuntime | undefined {
  const read = runtimeReader(index, options.runtimes);
  const known = new Map<Work["object"], KnownRuntime | undefined>();
  return (work) => {
    if (known.has(work.object)) return known.get(work.object);
    const found = read(work);
    const value = found && usableTable(found.value, nodes);
    const runtime = value === undefined ? undefined : { value, isLimit: found!.isLimit };
    known.set(work.object, runtime);
    return runtime;
  };
}

/** The queue of each unit that has one and does not run yet. */
function queuesOf(
  units: readonly PodUnit[],
  { index }: Cluster,
  findings: ImportFindings,
): ReadonlyMap<PodUnit, ClusterQueue> {
  const read = queueReader(index);
  const found = new Map<PodUnit, ClusterQueue>();
  for (const unit of units) {
    const { queue } = unit.work;
    if (queue === undefined || unit.home !== undefined) continue;
    const known = read(unit.object.ref.namespace ?? "default", queue);
    if (typeof known === "string") {
      findings.say(unit.object, "ignored", `its queue: the ${known} is not among the files`);
      continue;
    }
    if (known.isStopped) findings.say(known.object, "ignored", "it is stopped and admits nothing");
    found.set(unit, known);
  }
  return found;
}
