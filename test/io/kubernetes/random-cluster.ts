import { makeRandom } from "../../../src/util/random.ts";
import type { RawNode, RawPod } from "./scheduler.ts";

/** A small cluster as raw objects. */
export interface RawCluster {
  readonly nodes: readonly RawNode[];
  readonly bound: readonly RawPod[];
  readonly pending: readonly RawPod[];
}

const HOST = "kubernetes.io/hostname";
const ZONE = "topology.kubernetes.io/zone";

/** Draws a small nasty cluster: few nodes, tight rooms, and one or two kinds of rules at a time. */
export function randomCluster(seed: number): RawCluster {
  const random = makeRandom(seed);
  const { int } = random;
  const chance = (percent: number) => int(1, 100) <= percent;
  const pick = <T>(items: readonly T[]): T => items[int(0, items.length - 1)];
  const size = int(2, 4);
  const nodes = Array.from({ length: size }, (_, n): RawNode => {
    const name = `n${n}`;
    return {
      metadata: {
        name,
        labels: {
          [HOST]: name,
          ...(chance(90) && { [ZONE]: pick(["a", "b"]) }),
          ...(chance(60) && { disk: pick(["ssd", "hdd"]) }),
          ...(chance(50) && { cores: String(int(1, 4)) }),
        },
      },
      spec: {
        ...(chance(10) && { unschedulable: true }),
        ...(chance(25) && {
          taints: [{ key: "only", value: pick(["x", "y"]), effect: pick(EFFECTS) }],
        }),
      },
      status: {
        allocatable: {
          cpu: pick(["2", "1500m", "4"]),
          memory: pick(["4Gi", "2048Mi"]),
          pods: pick(["2", "3", "110"]),
          ...(chance(50) && { "nvidia.com/gpu": pick(["1", "2"]) }),
        },
      },
    };
  });
  // Pods that all want the same of each other are the rule in practice, and say most.
  const apps = chance(50) ? ["web"] : ["web", "db"];
  const app = () => ({ app: pick(apps) });
  const selector = () => ({ matchLabels: app() });
  const term = () => ({ labelSelector: selector(), topologyKey: pick([HOST, HOST, ZONE]) });
  const expression = () => {
    const key = pick(["disk", "cores", ZONE]);
    const operator = pick(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]);
    if (operator === "Gt" || operator === "Lt") {
      return { key: "cores", operator, values: [String(int(1, 3))] };
    }
    const values = key === "disk" ? ["ssd"] : key === "cores" ? ["1", "2"] : ["a"];
    return { key, operator, ...(/In/.test(operator) && { values }) };
  };
  const nodeTerm = () =>
    chance(10)
      ? { matchFields: [{ key: "metadata.name", operator: pick(["In", "NotIn"]), values: ["n0"] }] }
      : { matchExpressions: Array.from({ length: int(chance(10) ? 0 : 1, 2) }, expression) };
  const container = (name: string) => ({
    name,
    resources: {
      requests: {
        ...(chance(80) && { cpu: pick(["500m", "1", "0.25", "1e0"]) }),
        ...(chance(60) && { memory: pick(["512Mi", "1Gi", "1024Mi"]) }),
      },
      ...(chance(20) && { limits: { "nvidia.com/gpu": "1" } }),
    },
  });
  const flavour = pick(["plain", "nodes", "apart", "together", "spread", "mixed"]);
  const has = (kind: string, percent: number) =>
    (flavour === kind || flavour === "mixed") && chance(percent);
  const required = (list: readonly object[]) => ({
    requiredDuringSchedulingIgnoredDuringExecution: list,
  });
  const pod = (name: string): RawPod => ({
    metadata: { name, labels: app() },
    spec: {
      containers: Array.from({ length: int(1, 2) }, (_, c) => container(`c${c}`)),
      ...(chance(25) && {
        initContainers: [
          { ...container("side"), ...(chance(50) && { restartPolicy: "Always" }) },
          container("init"),
        ],
      }),
      ...(chance(10) && { overhead: { cpu: "100m" } }),
      ...(chance(50) && {
        tolerations: [
          pick([
            { operator: "Exists" },
            { key: "only", operator: "Exists", effect: "NoSchedule" },
            { key: "only", value: "x" },
          ]),
        ],
      }),
      ...(has("nodes", 40) && { nodeSelector: { disk: "ssd" } }),
      affinity: {
        ...(has("nodes", 60) && {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: Array.from({ length: int(1, 2) }, nodeTerm),
            },
          },
        }),
        ...(has("apart", 50) && { podAntiAffinity: required([term()]) }),
        ...(has("together", 50) && { podAffinity: required([term()]) }),
      },
      ...(has("spread", 70) && {
        topologySpreadConstraints: [
          {
            topologyKey: pick([HOST, ZONE]),
            maxSkew: pick([1, 1, 2]),
            whenUnsatisfiable: "DoNotSchedule",
            labelSelector: selector(),
            ...(chance(20) && { minDomains: int(1, 3) }),
          },
        ],
      }),
    },
  });
  const bound = Array.from({ length: int(0, 2) }, (_, k): RawPod => {
    const drawn = pod(`b${k}`);
    return { ...drawn, spec: { ...drawn.spec, nodeName: pick(nodes).metadata.name } };
  });
  // Pods of one template are alike, as those of a Job are.
  const template = pod("t");
  const pending = Array.from({ length: int(1, 4) }, (_, k): RawPod => {
    const own = chance(apps.length === 1 ? 90 : 60) ? template : pod("t");
    return { ...own, metadata: { ...own.metadata, name: `p${k}` } };
  });
  return { nodes, bound, pending };
}

const EFFECTS = ["NoSchedule", "NoExecute", "PreferNoSchedule"] as const;
