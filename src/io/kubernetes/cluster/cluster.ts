import { type DeviceCounts, devicesOf } from "../devices/devices.ts";
import type { ImportFindings } from "../findings.ts";
import { namespaceDefaults, overheads } from "../objects/defaults.ts";
import { mapAt, textAt, textMapAt } from "../objects/fields.ts";
import { type ClusterNode, nodeOf } from "../objects/node.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import type { ClusterObject } from "../objects/objects.ts";
import { type PodSpec, podSpecOf } from "../objects/pod-spec.ts";
import type { Labels } from "../objects/requirements.ts";
import { workReader } from "../work/registry.ts";
import type { Stage, Surroundings, Work } from "../work/types.ts";
import { pinsOf, strandedBy, withoutPins } from "./pins.ts";
import { sayUnseen } from "./unseen.ts";

/** A pod that has a node and has not ended. */
export interface BoundPod {
  readonly object: ClusterObject;
  readonly spec: PodSpec;
  /** Index of its node; -1 if that is not among the files. */
  readonly node: number;
  /** Belongs to its node: of a DaemonSet, or made by the kubelet itself. */
  readonly isOfNode: boolean;
}

/** What the objects say together. */
export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly bound: readonly BoundPod[];
  readonly work: readonly Work[];
  readonly index: ObjectIndex;
  readonly devices: DeviceCounts;
  namespaceLabels(namespace: string): Labels;
}

/** Reads the objects; faults go to the issues, what cannot be planned to the findings. */
export function clusterOf(index: ObjectIndex, findings: ImportFindings): Cluster {
  const nodes = index.ofKind("Node").map(nodeOf);
  const nodeIndex = new Map(nodes.map(({ name }, n) => [name, n]));
  const devices = devicesOf(index, nodes, findings);
  const around = surroundingsOf({ index, devices, findings, nodes });
  const bound: BoundPod[] = [];
  const stages = new Map<ClusterObject, Work | Stage | undefined>();
  for (const object of index.objects) {
    const reader = workReader(object);
    if (reader === undefined || isSpokenFor(object, index)) continue;
    const stage = reader(object, around);
    stages.set(object, stage);
    if (object.ref.kind !== "Pod" || stage !== "running") continue;
    const pod = boundPod(object, { around, index, nodeIndex });
    if (pod !== undefined) bound.push(pod);
  }
  const taken = takenByWorkloads(stages, index);
  const work = [...stages].flatMap(([object, stage]) =>
    typeof stage === "object" && !taken.has(object) ? [stage] : [],
  );
  sayUnseen(stages, index, findings);
  return { nodes, bound, work, index, devices, namespaceLabels: namespaceLabelsOf(index) };
}

function surroundingsOf({
  index,
  devices,
  findings,
  nodes,
}: Pick<Cluster, "index" | "devices" | "nodes"> & {
  readonly findings: ImportFindings;
}): Surroundings {
  const defaultsOf = namespaceDefaults(index);
  const overheadOf = overheads(index);
  let children: Map<ClusterObject, ClusterObject[]> | undefined;
  return {
    find: index.find,
    ownedBy(owner, kind) {
      children ??= childrenOf(index);
      return (children.get(owner) ?? []).filter(({ ref }) => ref.kind === kind);
    },
    template(template, namespace) {
      const spec = mapAt(template, "spec");
      if (spec === undefined) return undefined;
      const metadata = mapAt(template, "metadata");
      const none: Labels = new Map();
      const read = podSpecOf(spec, {
        namespace,
        labels: metadata === undefined ? none : textMapAt(metadata, "labels"),
        annotations: metadata === undefined ? none : textMapAt(metadata, "annotations"),
        defaults: defaultsOf(namespace),
      });
      return devices.withClaims(overheadOf(spec, read));
    },
    unheld(pod) {
      const { value } = pod.root;
      const spec = mapAt(pod.root, "spec")?.value ?? {};
      const pins = strandedBy(spec, pinsOf(pod, index), nodes);
      if (pins.length === 0) return undefined;
      return { ...pod.root, value: { ...value, spec: withoutPins(spec, pins) } };
    },
    say: findings.say,
  };
}

function childrenOf(index: ObjectIndex): Map<ClusterObject, ClusterObject[]> {
  const found = new Map<ClusterObject, ClusterObject[]>();
  for (const object of index.objects) {
    if (object.ref.kind === "Pod") continue;
    for (const owner of index.ownersOf(object)) {
      found.set(owner, [...(found.get(owner) ?? []), object]);
    }
  }
  return found;
}

/** Whether another object that is work itself made this one: pods are what their owners come to, all else is what they are made of. */
function isSpokenFor(object: ClusterObject, index: ObjectIndex): boolean {
  if (object.ref.kind === "Pod" || object.ref.kind === "Workload") return false;
  return index.ownersOf(object).some((owner) => workReader(owner) !== undefined);
}

/** Objects for which a Workload that is planned speaks: its owners. */
function takenByWorkloads(
  stages: ReadonlyMap<ClusterObject, Work | Stage | undefined>,
  index: ObjectIndex,
): ReadonlySet<ClusterObject> {
  const taken = new Set<ClusterObject>();
  for (const [object, stage] of stages) {
    if (object.ref.kind !== "Workload" || typeof stage !== "object") continue;
    for (const owner of index.ownersOf(object)) taken.add(owner);
  }
  return taken;
}

interface PodSurroundings {
  readonly around: Surroundings;
  readonly index: ObjectIndex;
  readonly nodeIndex: ReadonlyMap<string, number>;
}

function boundPod(
  object: ClusterObject,
  { around, index, nodeIndex }: PodSurroundings,
): BoundPod | undefined {
  const spec = mapAt(object.root, "spec");
  const name = spec && textAt(spec, "nodeName");
  if (spec === undefined || name === undefined) return undefined;
  const status = mapAt(object.root, "status");
  const { nodeName: _, ...rest } = withoutPins(spec.value, pinsOf(object, index));
  const { namespace = "default" } = object.ref;
  const { labels, annotations } = object;
  const read = podSpecOf(
    { ...spec, value: rest },
    {
      namespace,
      labels,
      annotations,
      ...(status && { status }),
    },
  );
  const node = nodeIndex.get(name);
  if (node === undefined) {
    around.say(object, "ignored", `its node ${name} is not among the files`);
  }
  const owner = object.owners.find(({ isController }) => isController);
  const isOfNode = owner?.kind === "DaemonSet" || owner?.kind === "Node" || annotations.has(MIRROR);
  return { object, spec: read, node: node ?? -1, isOfNode };
}

const MIRROR = "kubernetes.io/config.mirror";

function namespaceLabelsOf(index: ObjectIndex): (namespace: string) => Labels {
  const known = new Map<string, Labels>();
  return (namespace) => {
    const found = known.get(namespace);
    if (found !== undefined) return found;
    const own = index.find("Namespace", "", namespace)?.labels ?? [];
    const labels = new Map([...own, ["kubernetes.io/metadata.name", namespace]]);
    known.set(namespace, labels);
    return labels;
  };
}
