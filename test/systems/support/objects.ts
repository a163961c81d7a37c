import { FAKE_RUNTIME } from "./control-plane.ts";

export const TEAM = "team";

/** A Node that is ready, with GPUs of a product or none, and a taint that keeps others off them. */
export function node(name: string, gpus = 0, product = ""): object {
  const amounts = {
    cpu: "64",
    memory: "256Gi",
    pods: "110",
    ...(gpus > 0 && { "nvidia.com/gpu": `${gpus}` }),
  };
  return {
    ...{ apiVersion: "v1", kind: "Node" },
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        ...(gpus > 0 && { "nvidia.com/gpu.product": product }),
      },
    },
    spec:
      gpus > 0
        ? { taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }] }
        : {},
    status: {
      capacity: amounts,
      allocatable: amounts,
      conditions: [{ type: "Ready", status: "True" }],
    },
  };
}

/** What a pod of the tests asks for. */
export interface Asks {
  readonly gpus?: number;
  readonly cpu?: string;
  /** Seconds that it really takes. */
  readonly seconds?: number;
}

export function podTemplate({ gpus = 0, cpu = "1", seconds = 1 }: Asks): {
  metadata: object;
  spec: Record<string, unknown>;
} {
  const resources = { cpu, memory: "1Gi", ...(gpus > 0 && { "nvidia.com/gpu": `${gpus}` }) };
  return {
    metadata: { annotations: { [FAKE_RUNTIME]: `${seconds}` } },
    spec: {
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 0,
      containers: [
        { name: "main", image: "none", resources: { requests: resources, limits: resources } },
      ],
      ...(gpus > 0 && {
        tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      }),
    },
  };
}

/** A suspended Indexed Job with a runtime for the plan. */
export function job(
  name: string,
  pods: number,
  runtime: string,
  asks: Asks,
  labels: object = {},
): object {
  return {
    ...{ apiVersion: "batch/v1", kind: "Job" },
    metadata: { name, namespace: TEAM, annotations: { "berth.dev/runtime": runtime }, labels },
    spec: {
      suspend: true,
      ...{ completionMode: "Indexed", parallelism: pods, completions: pods, backoffLimit: 0 },
      template: podTemplate(asks),
    },
  };
}
