import { expect, test } from "vitest";
import { customSchema, customUnknown } from "../custom-fields.ts";
import type { Loose } from "../imported.ts";
import { unknownFields } from "../known-fields.ts";
import { EVERYTHING, node } from "../manifests.ts";
import { outbound, type Placed, toldBy } from "./outbound.ts";

const HOST = "kubernetes.io/hostname";
const NODES = ["a0", "b0"]
  .map((name, i) => node(name, `cpu: "${64 + i}", memory: 512Gi, nvidia.com/gpu: "8"`))
  .join("");
const META =
  'namespace: team, uid: u1, resourceVersion: "5", annotations: { berth.dev/runtime: 1h }';
const pods = (cpu: number, name = "c") =>
  `spec: { containers: [{ name: ${name}, resources: { requests: { cpu: "${cpu}" } } }] }`;

/** Each kind: its manifest, a plan of it, and the whole spec that the patch sends. */
const KINDS: Readonly<
  Record<string, readonly [text: string, plan: readonly Placed[], spec: Loose]>
> = {
  JobSet: [
    `
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: { name: x, ${META} }
spec:
  suspend: true
  replicatedJobs:
    - { name: one, replicas: 2, template: { spec: { template: { ${pods(1)} } } } }
    - { name: two, template: { spec: { template: { ${pods(2)} } } } }
`,
    [
      ["team/x/one", "a0"],
      ["team/x/one", "a0"],
      ["team/x/two", "b0"],
    ],
    {
      suspend: false,
      replicatedJobs: [
        {
          name: "one",
          replicas: 2,
          template: {
            spec: {
              template: {
                spec: {
                  containers: [{ name: "c", resources: { requests: { cpu: "1" } } }],
                  nodeSelector: { [HOST]: "a0" },
                },
              },
            },
          },
        },
        {
          name: "two",
          template: {
            spec: {
              template: {
                spec: {
                  containers: [{ name: "c", resources: { requests: { cpu: "2" } } }],
                  nodeSelector: { [HOST]: "b0" },
                },
              },
            },
          },
        },
      ],
    },
  ],
  TrainJob: [
    `
apiVersion: trainer.kubeflow.org/v1alpha1
kind: ClusterTrainingRuntime
metadata: { name: torch }
spec: { template: { spec: { replicatedJobs: [{ name: node, template: { metadata: { labels: { trainer.kubeflow.org/trainjob-ancestor-step: trainer } }, spec: { template: { ${pods(1, "node")} } } } }] } } }
---
apiVersion: trainer.kubeflow.org/v1alpha1
kind: TrainJob
metadata: { name: x, ${META} }
spec: { suspend: true, runtimeRef: { name: torch }, trainer: { numNodes: 2 }, runtimePatches: [{ manager: example.com/m }] }
`,
    [
      ["team/x/node", "b0"],
      ["team/x/node", "b0"],
    ],
    {
      suspend: false,
      runtimePatches: [
        { manager: "example.com/m" },
        {
          manager: "berth.dev/placement",
          trainingRuntimeSpec: {
            template: {
              spec: {
                replicatedJobs: [
                  {
                    name: "node",
                    template: { spec: { template: { spec: { nodeSelector: { [HOST]: "b0" } } } } },
                  },
                ],
              },
            },
          },
        },
      ],
    },
  ],
  PyTorchJob: [
    `
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: { name: x, ${META} }
spec:
  runPolicy: { suspend: true }
  pytorchReplicaSpecs: { Master: { template: { ${pods(2)} } }, Worker: { replicas: 2, template: { ${pods(1)} } } }
`,
    [
      ["team/x/Master", "a0"],
      ["team/x/Worker", "b0"],
      ["team/x/Worker", "b0"],
    ],
    {
      runPolicy: { suspend: false },
      pytorchReplicaSpecs: {
        Master: { template: { spec: { nodeSelector: { [HOST]: "a0" } } } },
        Worker: { template: { spec: { nodeSelector: { [HOST]: "b0" } } } },
      },
    },
  ],
  RayJob: [
    `
apiVersion: ray.io/v1
kind: RayJob
metadata: { name: x, ${META} }
spec: { suspend: true, submissionMode: HTTPMode, rayClusterSpec: { headGroupSpec: { template: { ${pods(2)} } }, workerGroupSpecs: [{ groupName: w, replicas: 1, template: { ${pods(1)} } }] } }
`,
    [
      ["team/x/head", "a0"],
      ["team/x/w", "b0"],
    ],
    {
      suspend: false,
      rayClusterSpec: {
        headGroupSpec: { template: { spec: { nodeSelector: { [HOST]: "a0" } } } },
        workerGroupSpecs: [
          {
            groupName: "w",
            replicas: 1,
            template: {
              spec: {
                containers: [{ name: "c", resources: { requests: { cpu: "1" } } }],
                nodeSelector: { [HOST]: "b0" },
              },
            },
          },
        ],
      },
    },
  ],
  RayCluster: [
    `
apiVersion: ray.io/v1
kind: RayCluster
metadata: { name: x, ${META} }
spec: { suspend: true, headGroupSpec: { template: { ${pods(2)} } } }
`,
    [["team/x/head", "a0"]],
    { suspend: false, headGroupSpec: { template: { spec: { nodeSelector: { [HOST]: "a0" } } } } },
  ],
};

test.each(Object.entries(KINDS))(
  "a suspended %s is placed part by part, and let go",
  (_, [text, plan, spec]) => {
    const { changes, findings } = outbound(`${NODES}${text}`, plan, { mode: "batch" });
    expect(findings).toEqual([]);
    expect(changes).toHaveLength(1);
    expect((changes[0].patch as Loose).spec).toEqual(spec);
  },
);

test.each(Object.entries(KINDS))(
  "the published schema of a %s knows every field that is written, and refuses others",
  (kind, [text, plan]) => {
    const [, apiVersion] = new RegExp(`^apiVersion: (.*)\\nkind: ${kind}$`, "m").exec(text)!;
    const schema = customSchema(apiVersion, kind);
    if (schema === undefined) return;
    const { changes } = outbound(`${NODES}${text}`, plan, { mode: "batch" });
    const patch = changes[0].patch as Loose;
    expect(customUnknown(patch, schema)).toEqual([]);
    expect(unknownFields(patch.metadata, "V1ObjectMeta")).toEqual([]);
    const wrong = { ...patch, spec: { ...patch.spec, suspended: false } };
    expect(customUnknown(wrong, schema)).toEqual(["/spec/suspended"]);
  },
);

test("parts that ask for the same were one task: each is whole on a node where that can be", () => {
  const [text] = KINDS.JobSet;
  const alike = text.replace(pods(2), pods(1));
  const { changes, findings } = outbound(
    NODES + alike,
    [
      ["team/x", "a0"],
      ["team/x", "b0"],
      ["team/x", "b0"],
    ],
    { mode: "batch" },
  );
  expect(findings).toEqual([]);
  const [one, two] = (changes[0].patch as Loose).spec.replicatedJobs;
  expect(one.template.spec.template.spec.nodeSelector).toEqual({ [HOST]: "b0" });
  expect(two.template.spec.template.spec.nodeSelector).toEqual({ [HOST]: "a0" });
});

test("parts that start together in the cluster and not in the plan start at the last of their times", () => {
  const [text] = KINDS.JobSet;
  const apart: readonly Placed[] = [
    ["team/x/one", "a0"],
    ["team/x/one", "a0"],
    ["team/x/two", "b0", 60_000],
  ];
  const told = outbound(NODES + text, apart, { mode: "batch" });
  expect(told.changes[0].start).toBe(60_000);
  expect(toldBy(told)[0]).toMatch(
    /^looser: x: its parts start together, in the plan from 0s to 1m/,
  );
  // A part that waits for another is started by the JobSet itself.
  const waits = text.replace(
    "- { name: two,",
    "- { name: two, dependsOn: [{ name: one, status: Complete }],",
  );
  const later = outbound(
    NODES + waits,
    [
      ["team/x/one", "a0"],
      ["team/x/one", "a0"],
      ["team/x/two", "b0", 3_600_000],
    ],
    { mode: "batch" },
  );
  expect(later.changes[0].start).toBe(0);
  expect(later.findings).toEqual([]);
  const held = outbound(
    NODES + waits,
    [
      ["team/x/one", "a0"],
      ["team/x/one", "a0"],
      ["team/x/two", "b0", 5_400_000],
    ],
    { mode: "batch" },
  );
  expect(toldBy(held)).toEqual([
    "looser: x: two: it starts once what it waits for has ended, in the plan at 1h, and the plan has it at 1h30m",
  ]);
});

test("whatever an import reads as work is either written or told", () => {
  const numbered = EVERYTHING.replace(/uid: ([\w-]+)/g, 'uid: $1, resourceVersion: "1"').replace(
    'resourceVersion: "1", resourceVersion: "7"',
    'resourceVersion: "7"',
  );
  const told = outbound(numbered, [], { isOptional: true });
  expect(told.changes).toEqual([]);
  expect(told.findings.map(({ kind }) => kind).sort()).toEqual([
    "Job",
    "JobSet",
    "Pod",
    "PyTorchJob",
    "RayJob",
    "TrainJob",
    "Workload",
  ]);
});
