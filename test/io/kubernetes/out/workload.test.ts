import { expect, test } from "vitest";
import { customSchema, customUnknown } from "../custom-fields.ts";
import { node, yaml } from "../manifests.ts";
import { inMemory, outbound, type Placed, toldBy } from "./outbound.ts";

const HOST = "kubernetes.io/hostname";
const NODES = ["a0", "b0"]
  .map((name, i) => node(name, `cpu: "${64 + i}", memory: 512Gi, nvidia.com/gpu: "8"`))
  .join("");
const META =
  'namespace: team, uid: u1, resourceVersion: "5", annotations: { berth.dev/runtime: 1h }';
const pods = (cpu: number, name = "c") =>
  `spec: { containers: [{ name: ${name}, resources: { requests: { cpu: "${cpu}" } } }] }`;

const WORKLOAD = `${NODES}
apiVersion: kueue.x-k8s.io/v1beta2
kind: AdmissionCheck
metadata: { name: berth }
spec: { controllerName: berth.dev/planner }
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: Workload
metadata: { name: x, ${META} }
spec: { queueName: q, podSets: [{ name: main, count: 2, template: { ${pods(1)} } }] }
status:
  conditions: [{ type: QuotaReserved, status: "True" }]
  admissionChecks: [{ name: other, state: Ready }, { name: berth, state: Pending, message: "", lastTransitionTime: "2026-01-01T00:00:00Z" }]
`;
const ON_A0: readonly Placed[] = [
  ["team/x", "a0"],
  ["team/x", "a0"],
];

test("a Workload of Kueue is answered by our admission check, in its status alone", () => {
  const told = outbound(WORKLOAD, ON_A0, { mode: "batch" });
  const { changes, plan } = told;
  expect(toldBy(told)).toEqual([]);
  expect(changes[0].subresource).toBe("status");
  expect(changes[0].patch).toEqual({
    metadata: { uid: "u1", resourceVersion: "5" },
    status: {
      admissionChecks: [
        { name: "other", state: "Ready" },
        {
          name: "berth",
          state: "Ready",
          message: `placed by plan ${plan} of Berth`,
          lastTransitionTime: "1970-01-01T00:00:00Z",
          podSetUpdates: [{ name: "main", nodeSelector: { [HOST]: "a0" } }],
        },
      ],
    },
  });
  const schema = customSchema("kueue.x-k8s.io/v1beta2", "Workload");
  if (schema !== undefined) expect(customUnknown(changes[0].patch, schema)).toEqual([]);
  const memory = inMemory(yaml(WORKLOAD));
  expect(memory.patch("Workload", "team", "x", changes[0].patch)).toBe(200);
  const now = JSON.stringify(memory.documents()[0].value);
  expect(toldBy(outbound(WORKLOAD, ON_A0, { mode: "batch", current: now }))).toEqual([
    "stays: x: this plan was written to it already",
  ]);
});

test.each([
  [/controllerName: berth.dev\/planner/, "controllerName: other", /asks nobody/],
  [/\{ name: berth, state: Pending[^}]*\}/, "", /asks nobody/],
  [/status: "True" \}\]\n {2}adm/, 'status: "False" }]\n  adm', /not reserved its quota/],
  ["name: berth, state: Pending", "name: berth, state: Rejected", /check is Rejected already/],
])("a Workload that Kueue does not ask us about is told: %s", (old, changed, why) => {
  const told = outbound(WORKLOAD.replace(old, changed), ON_A0, { mode: "batch" });
  expect(told.changes).toEqual([]);
  expect(toldBy(told)[0]).toMatch(why);
});
