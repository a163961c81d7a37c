import type { Document } from "../../../src/io/kubernetes/objects/objects.ts";
import { documentsOf } from "../../../src/io/kubernetes/objects/texts.ts";

/** The documents of a YAML text. */
export function yaml(text: string): readonly Document[] {
  return documentsOf({ text, source: "test.yaml" });
}

/** A ready node; `more` are lines of its metadata, labels and spec. */
export function node(name: string, allocatable: string, labels = "", spec = ""): string {
  return `
apiVersion: v1
kind: Node
metadata: { name: ${name}, uid: uid-${name}, labels: { kubernetes.io/hostname: ${name}, ${labels} } }
spec: { ${spec} }
status: { allocatable: { ${allocatable}, pods: "110" }, conditions: [{ type: Ready, status: "True" }] }
---`;
}

/** One of each kind that is read, all valid, and all needed. */
export const EVERYTHING = `${node("a0", 'cpu: "64", memory: 512Gi, nvidia.com/gpu: "8"', "pool: a100, rack: r1", "taints: [{ key: nvidia.com/gpu, value: present, effect: NoSchedule }]")}
${node("a1", 'cpu: "64", memory: 512Gi, nvidia.com/gpu: "8"', "pool: a100, rack: r1", "taints: [{ key: nvidia.com/gpu, value: present, effect: NoSchedule }]")}
${node("h0", 'cpu: "96", memory: 1Ti, nvidia.com/gpu: "8"', 'pool: h100, rack: r2, nvidia.com/gpu.memory: "81559"')}
${node("c0", "cpu: 31500m, memory: 128974848000m", "pool: cpu, topology.kubernetes.io/zone: z1")}
apiVersion: v1
kind: Namespace
metadata: { name: team, labels: { tier: research } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: limits, namespace: team }
spec: { limits: [{ type: Container, defaultRequest: { cpu: 100m }, default: { memory: 64Mi } }] }
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: urgent }
value: 1000
---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: kata }
handler: kata
overhead: { podFixed: { cpu: 250m, memory: 160Mi } }
scheduling: { nodeSelector: { pool: cpu }, tolerations: [{ key: kata, operator: Exists }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web-1, namespace: team, uid: p1, labels: { app: web }, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: r1, controller: true }] }
spec:
  nodeName: c0
  priority: 0
  containers: [{ name: web, resources: { requests: { cpu: 500m, memory: 1Gi } }, ports: [{ containerPort: 80 }] }]
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: web } }, topologyKey: kubernetes.io/hostname }] } }
status: { phase: Running, startTime: "2026-11-30T01:00:00Z", containerStatuses: [{ name: web, allocatedResources: { cpu: "1" } }] }
---
apiVersion: v1
kind: Pod
metadata: { name: gated, namespace: team, uid: p2, labels: { app: batch } }
spec:
  schedulingGates: [{ name: example.com/wait }]
  runtimeClassName: kata
  priorityClassName: urgent
  activeDeadlineSeconds: 600
  tolerations: [{ key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }]
  nodeSelector: { pool: cpu }
  initContainers: [{ name: side, restartPolicy: Always, resources: { requests: { cpu: 200m } } }, { name: init, resources: { limits: { cpu: "2" } } }]
  containers: [{ name: main, resources: { requests: { cpu: "1", memory: 1e9 } } }]
  resources: { requests: { cpu: "3" } }
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchExpressions: [{ key: app, operator: In, values: [batch] }] }, nodeAffinityPolicy: Honor }]
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: pool, operator: NotIn, values: [h100] }] }] }
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, preference: { matchExpressions: [{ key: rack, operator: Exists }] } }]
    podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: rack } }] }
status: { phase: Pending }
---
apiVersion: batch/v1
kind: Job
metadata: { name: train, namespace: team, uid: j1, resourceVersion: "7", annotations: { berth.dev/runtime: "{ pool=a100: 2h, '*': 90m }" } }
spec:
  suspend: true
  parallelism: 2
  completions: 2
  completionMode: Indexed
  activeDeadlineSeconds: 36000
  template:
    metadata: { labels: { app: train } }
    spec:
      tolerations: [{ key: nvidia.com/gpu, operator: Equal, value: present }]
      affinity:
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: pool, operator: In, values: [a100, h100] }, { key: nvidia.com/gpu.memory, operator: Gt, values: ["40000"] }] }, { matchExpressions: [{ key: pool, operator: In, values: [a100] }] }] } }
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: train } }, topologyKey: kubernetes.io/hostname, namespaceSelector: { matchLabels: { tier: research } } }] }
      containers: [{ name: main, resources: { limits: { cpu: "8", memory: 64Gi, nvidia.com/gpu: 4 } } }]
---
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: { name: sweep, namespace: team, uid: s1, annotations: { berth.dev/runtime: 45m } }
spec:
  suspend: true
  startupPolicy: { startupPolicyOrder: AnyOrder }
  replicatedJobs:
    - name: fetch
      template: { spec: { template: { spec: { containers: [{ name: c, resources: { requests: { cpu: "1" } } }] } } } }
    - name: work
      replicas: 2
      dependsOn: [{ name: fetch, status: Complete }]
      template: { spec: { parallelism: 2, completions: 2, template: { spec: { containers: [{ name: c, resources: { requests: { cpu: "4" } } }] } } } }
---
apiVersion: trainer.kubeflow.org/v1alpha1
kind: ClusterTrainingRuntime
metadata: { name: torch-like }
spec:
  mlPolicy: { numNodes: 1, torch: {} }
  template:
    spec:
      replicatedJobs:
        - name: node
          template:
            metadata: { labels: { trainer.kubeflow.org/trainjob-ancestor-step: trainer } }
            spec: { template: { spec: { containers: [{ name: node, image: torch }] } } }
---
apiVersion: trainer.kubeflow.org/v1alpha1
kind: TrainJob
metadata: { name: tune, namespace: team, uid: t1 }
spec:
  suspend: true
  activeDeadlineSeconds: 7200
  runtimeRef: { name: torch-like }
  trainer: { numNodes: 2, resourcesPerNode: { requests: { nvidia.com/gpu: 2 }, limits: { nvidia.com/gpu: 2 } } }
  runtimePatches: [{ manager: example.com/m, trainingRuntimeSpec: { template: { spec: { replicatedJobs: [{ name: node, template: { spec: { template: { spec: { nodeSelector: { pool: h100 } } } } } }] } } } }]
---
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: { name: old, namespace: team, uid: o1 }
spec:
  runPolicy: { suspend: true, activeDeadlineSeconds: 900, schedulingPolicy: { priorityClass: urgent } }
  pytorchReplicaSpecs:
    Master: { replicas: 1, template: { spec: { containers: [{ name: pytorch, resources: { requests: { cpu: "2" } } }] } } }
    Worker: { replicas: 3, template: { spec: { containers: [{ name: pytorch, resources: { requests: { cpu: "2" } } }] } } }
---
apiVersion: ray.io/v1
kind: RayJob
metadata: { name: ray, namespace: team, uid: y1 }
spec:
  suspend: true
  submissionMode: HTTPMode
  activeDeadlineSeconds: 300
  rayClusterSpec:
    headGroupSpec: { template: { spec: { containers: [{ name: head, resources: { requests: { cpu: "1" } } }] } } }
    workerGroupSpecs: [{ groupName: small, replicas: 2, template: { spec: { containers: [{ name: w, resources: { requests: { cpu: "2" } } }] } } }]
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: ResourceFlavor
metadata: { name: a100 }
spec: { nodeLabels: { pool: a100 }, nodeTaints: [{ key: nvidia.com/gpu, value: present, effect: NoSchedule }], tolerations: [{ key: nvidia.com/gpu, operator: Exists }] }
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: ResourceFlavor
metadata: { name: h100 }
spec: { nodeLabels: { pool: h100 } }
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: ClusterQueue
metadata: { name: gpus }
spec:
  cohortName: all
  resourceGroups:
    - coveredResources: [cpu, memory, nvidia.com/gpu]
      flavors:
        - name: a100
          resources: [{ name: cpu, nominalQuota: 64 }, { name: memory, nominalQuota: 512Gi }, { name: nvidia.com/gpu, nominalQuota: 8, borrowingLimit: 4 }]
        - name: h100
          resources: [{ name: cpu, nominalQuota: 64 }, { name: memory, nominalQuota: 512Gi }, { name: nvidia.com/gpu, nominalQuota: 4 }]
status: { flavorsUsage: [{ name: a100, resources: [{ name: nvidia.com/gpu, total: "2", borrowed: "0" }] }] }
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: LocalQueue
metadata: { name: mine, namespace: team }
spec: { clusterQueue: gpus }
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: Workload
metadata: { name: job-queued, namespace: team, uid: w1, ownerReferences: [{ apiVersion: batch/v1, kind: Job, name: queued, uid: j2, controller: true }] }
spec:
  queueName: mine
  priority: 50
  maximumExecutionTimeSeconds: 3600
  podSets: [{ name: main, count: 2, topologyRequest: { required: rack }, template: { spec: { containers: [{ name: c, resources: { requests: { cpu: "1", nvidia.com/gpu: 4 } } }] } } }]
---
apiVersion: batch/v1
kind: Job
metadata: { name: queued, namespace: team, uid: j2, labels: { kueue.x-k8s.io/queue-name: mine } }
spec: { suspend: true, parallelism: 2, template: { spec: { containers: [{ name: c, resources: { requests: { cpu: "1", nvidia.com/gpu: 4 } } }] } } }
`;

/** Devices by dynamic resource allocation: two nodes, one of which has a device in use and one in parts. */
export const DEVICES = `
apiVersion: resource.k8s.io/v1
kind: DeviceClass
metadata: { name: gpu.example.com }
spec: { extendedResourceName: example.com/gpu, selectors: [{ cel: { expression: "device.driver == 'gpu.example.com' && device.attributes['gpu.example.com'].type == 'gpu'" } }] }
---
apiVersion: resource.k8s.io/v1
kind: DeviceClass
metadata: { name: odd }
spec: { selectors: [{ cel: { expression: "device.capacity['x'].memory.isGreaterThan(quantity('1Gi'))" } }] }
---
apiVersion: resource.k8s.io/v1
kind: ResourceSlice
metadata: { name: s0 }
spec:
  driver: gpu.example.com
  nodeName: c0
  pool: { name: c0, generation: 2, resourceSliceCount: 1 }
  devices:
    - { name: gpu-0, attributes: { type: { string: gpu } } }
    - { name: gpu-1, attributes: { type: { string: gpu } } }
    - { name: gpu-2, attributes: { type: { string: gpu } } }
    - { name: nic-0, attributes: { type: { string: nic } } }
---
apiVersion: resource.k8s.io/v1
kind: ResourceSlice
metadata: { name: s0-old }
spec: { driver: gpu.example.com, nodeName: c0, pool: { name: c0, generation: 1, resourceSliceCount: 1 }, devices: [{ name: gpu-9, attributes: { type: { string: gpu } } }] }
---
apiVersion: resource.k8s.io/v1
kind: ResourceSlice
metadata: { name: s1 }
spec: { driver: gpu.example.com, nodeName: h0, pool: { name: h0, generation: 1, resourceSliceCount: 1 }, devices: [{ name: part-0, attributes: { type: { string: gpu } }, consumesCounters: [{ counterSet: a, counters: { m: { value: "1" } } }] }] }
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaim
metadata: { name: held, namespace: team }
spec: { devices: { requests: [{ name: gpu, exactly: { deviceClassName: gpu.example.com } }] } }
status: { allocation: { devices: { results: [{ request: gpu, driver: gpu.example.com, pool: c0, device: gpu-1 }] } } }
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: { name: two, namespace: team }
spec: { spec: { devices: { requests: [{ name: gpu, exactly: { deviceClassName: gpu.example.com, allocationMode: ExactCount, count: 2 } }] } } }
---
apiVersion: v1
kind: Pod
metadata: { name: claims, namespace: team, uid: p9 }
spec:
  resourceClaims: [{ name: gpus, resourceClaimTemplateName: two }]
  containers: [{ name: c, resources: { claims: [{ name: gpus }] } }]
---
apiVersion: v1
kind: Pod
metadata: { name: asks, namespace: team, uid: p10 }
spec: { containers: [{ name: c, resources: { requests: { example.com/gpu: "1" }, limits: { example.com/gpu: "1" } } }] }
`;
