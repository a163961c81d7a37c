/** Kinds of the training operator (Kubeflow Trainer v1), and where each has its pods by role. */
export const REPLICA_SPECS: Readonly<Record<string, string>> = {
  PyTorchJob: "pytorchReplicaSpecs",
  TFJob: "tfReplicaSpecs",
  MPIJob: "mpiReplicaSpecs",
  XGBoostJob: "xgbReplicaSpecs",
  JAXJob: "jaxReplicaSpecs",
  PaddleJob: "paddleReplicaSpecs",
};

/** How the API names a kind of object that is read. */
export interface Kind {
  /** "" for the core. */
  readonly group: string;
  /** As the API calls a list of them. */
  readonly plural: string;
  /** True if they belong to the whole cluster, not to a namespace. */
  readonly isClusterWide: boolean;
}

/** Kinds that are read, by name: no two groups have one of the same name that is read. */
export const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...inGroup("", {
    clusterWide: { Node: "nodes", Namespace: "namespaces" },
    namespaced: { Pod: "pods", LimitRange: "limitranges" },
  }),
  ...inGroup("batch", { namespaced: { Job: "jobs" } }),
  ...inGroup("scheduling.k8s.io", { clusterWide: { PriorityClass: "priorityclasses" } }),
  ...inGroup("node.k8s.io", { clusterWide: { RuntimeClass: "runtimeclasses" } }),
  ...inGroup("resource.k8s.io", {
    clusterWide: { ResourceSlice: "resourceslices", DeviceClass: "deviceclasses" },
    namespaced: {
      ResourceClaim: "resourceclaims",
      ResourceClaimTemplate: "resourceclaimtemplates",
    },
  }),
  ...inGroup("kueue.x-k8s.io", {
    clusterWide: {
      ClusterQueue: "clusterqueues",
      ResourceFlavor: "resourceflavors",
      Topology: "topologies",
      WorkloadPriorityClass: "workloadpriorityclasses",
      AdmissionCheck: "admissionchecks",
    },
    namespaced: { LocalQueue: "localqueues", Workload: "workloads" },
  }),
  ...inGroup("jobset.x-k8s.io", { namespaced: { JobSet: "jobsets" } }),
  ...inGroup("trainer.kubeflow.org", {
    clusterWide: { ClusterTrainingRuntime: "clustertrainingruntimes" },
    namespaced: { TrainJob: "trainjobs", TrainingRuntime: "trainingruntimes" },
  }),
  ...inGroup("kubeflow.org", {
    namespaced: Object.fromEntries(
      Object.keys(REPLICA_SPECS).map((kind) => [kind, `${kind.toLowerCase()}s`]),
    ),
  }),
  ...inGroup("ray.io", { namespaced: { RayJob: "rayjobs", RayCluster: "rayclusters" } }),
]);

interface Plurals {
  readonly clusterWide?: Readonly<Record<string, string>>;
  readonly namespaced?: Readonly<Record<string, string>>;
}

function inGroup(
  group: string,
  { clusterWide = {}, namespaced = {} }: Plurals,
): readonly (readonly [string, Kind])[] {
  const all = (of: Readonly<Record<string, string>>, isClusterWide: boolean) =>
    Object.entries(of).map(([kind, plural]) => [kind, { group, plural, isClusterWide }] as const);
  return [...all(clusterWide, true), ...all(namespaced, false)];
}

/** What finds an object by kind: the kind, or with its group where that is not the one that is read. */
export function kindWord(kind: string, group: string): string {
  const known = KINDS.get(kind);
  return known === undefined || known.group === group ? kind : `${kind}.${group}`;
}
