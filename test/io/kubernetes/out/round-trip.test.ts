import { expect, test } from "vitest";
import { resourceCopyId, taskCopyId } from "../../../../src/instance/ids.ts";
import { parseInstance } from "../../../../src/instance/parse.ts";
import { importKubernetes } from "../../../../src/io/kubernetes/import.ts";
import { changesOf } from "../../../../src/io/kubernetes/out/changes.ts";
import type { ClusterOrigin } from "../../../../src/io/kubernetes/rows/origin.ts";
import type { Plan, VerifiedPlan } from "../../../../src/plan/types.ts";
import { verify } from "../../../../src/plan/verify.ts";
import { makeRandom } from "../../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../../support/drawn.ts";
import { feasiblePlans } from "../../../support/enumerate.ts";
import { type Loose, OPTIONS } from "../imported.ts";
import { unknownFields } from "../known-fields.ts";
import { objectsWithJobs } from "../objects.ts";
import { randomCluster } from "../random-cluster.ts";
import { inMemory } from "./outbound.ts";

const HOST = "kubernetes.io/hostname";
const GATE = "berth.dev/placement";
type Memory = ReturnType<typeof inMemory>;

/** A drawn cluster whose waiting pods are held by our gate or belong to suspended Jobs. */
function drawnCluster(seed: number): Memory {
  const memory = inMemory(objectsWithJobs(randomCluster(seed)).documents);
  for (const object of [...memory.objects.values()]) {
    const isFree = object.kind === "Pod" && object.spec.nodeName === undefined;
    if (isFree) object.spec = { ...object.spec, schedulingGates: [{ name: GATE }] };
    memory.put(object);
  }
  return memory;
}

/** Sends changes as they are; each must be taken, and have no field that the API does not know. */
function apply(memory: Memory, { changes }: ReturnType<typeof changesOf>): void {
  for (const { ref, patch } of changes) {
    expect(unknownFields(patch, `V1${ref.kind}`)).toEqual([]);
    expect(memory.patch(ref.kind, ref.namespace, ref.name, patch)).toBe(200);
    expect(memory.patch(ref.kind, ref.namespace, ref.name, patch)).toBe(409);
  }
}

/** What the Job controller does: pods for each Job that is let go. */
function makePods(memory: Memory): void {
  for (const job of [...memory.objects.values()]) {
    if (job.kind !== "Job" || job.spec.suspend) continue;
    const { name, namespace, uid } = job.metadata;
    for (let k = 0; k < job.spec.parallelism; k++) {
      memory.put({
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
          ...structuredClone(job.spec.template.metadata),
          name: `${name}-${k}`,
          namespace,
          uid: `${uid}-${k}`,
          ownerReferences: [{ kind: "Job", name, uid, controller: true }],
        },
        spec: structuredClone(job.spec.template.spec),
        status: { phase: "Pending" },
      });
    }
  }
}

/** What the scheduler does where there is no choice: pods without gates go to the one node that they name. */
function bind(memory: Memory): void {
  for (const pod of [...memory.objects.values()]) {
    if (pod.kind !== "Pod" || pod.spec.nodeName !== undefined) continue;
    expect(pod.spec.schedulingGates ?? []).toEqual([]);
    pod.spec.nodeName = pod.spec.nodeSelector[HOST];
    pod.status = { phase: "Running" };
    memory.put(pod);
  }
}

/** Tasks that stand for pods of the same objects count as one, by the name of the first. */
function groupsOf({ tasks }: ClusterOrigin): (id: string) => string {
  const rows = Object.entries(tasks);
  const groups = new Map(rows.map(([id]) => [id, id]));
  for (const [a, of] of rows) {
    for (const [b, others] of rows) {
      const isShared = of.some(({ uid }) => others.some((other) => other.uid === uid));
      const [from, to] = [groups.get(b), groups.get(a)!];
      if (isShared) for (const [id, group] of groups) if (group === from) groups.set(id, to);
    }
  }
  return (id) => groups.get(id)!;
}

/** "team/j0: n0 n0 n1" for each task of the plan, by the nodes behind its resources. */
function planned({ instance, plan }: VerifiedPlan, origin: ClusterOrigin): Map<string, string[]> {
  const nodes = new Map(
    Object.entries(origin.resources).flatMap(([id, of]) =>
      of.map(({ name }, k) => [of.length === 1 ? id : `${id}#${k + 1}`, name] as const),
    ),
  );
  const groupOf = groupsOf(origin);
  const found = new Map<string, string[]>();
  for (const [k, task] of plan.task.entries()) {
    const id = groupOf(taskCopyId(instance, task).replace(/#\d+$/, ""));
    const node = nodes.get(resourceCopyId(instance, plan.resource[k]))!;
    found.set(id, [...(found.get(id) ?? []), node].sort());
  }
  return found;
}

/** The same as the cluster has it, by the tasks that its objects stood for. */
function actual(memory: Memory, origin: ClusterOrigin): Map<string, string[]> {
  const groupOf = groupsOf(origin);
  const taskOf = new Map(
    Object.entries(origin.tasks).flatMap(([id, rows]) =>
      rows.map(({ kind, name }) => [`${kind} ${name}`, groupOf(id)] as const),
    ),
  );
  const found = new Map<string, string[]>();
  for (const { kind, metadata, spec } of memory.objects.values()) {
    if (kind !== "Pod") continue;
    const job = metadata.ownerReferences?.[0].name;
    const id = taskOf.get(job === undefined ? `Pod ${metadata.name}` : `Job ${job}`);
    if (id !== undefined) found.set(id, [...(found.get(id) ?? []), spec.nodeName].sort());
  }
  return found;
}

test("import, plan, export, apply, import again: the pods are where the plan has them", () => {
  let [applied, gated, mixed] = [0, 0, 0];
  for (let seed = first; seed < first + drawn(240); seed++) {
    const memory = drawnCluster(seed);
    const { document, origin } = importKubernetes(memory.documents(), OPTIONS);
    const instance = parseInstance(document);
    const plans: Plan[] = [];
    for (const plan of feasiblePlans(instance)) if (plans.push(plan) >= 20) break;
    if (plans.length === 0) continue;
    const plan = plans[makeRandom(seed).int(0, plans.length - 1)];
    const checked = verify(instance, plan);
    if (!checked.ok) throw new Error(`seed ${seed}`);
    const write = () =>
      changesOf(checked.plan, origin, memory.documents(), { withGates: true, now: 0 });
    const first = write();
    expect(first.findings.filter(({ verdict }) => verdict !== "stays")).toEqual([]);
    apply(memory, first);
    makePods(memory);
    const second = write();
    expect(second.findings.every(({ verdict }) => verdict === "stays")).toBe(true);
    apply(memory, second);
    expect(write().changes).toEqual([]);
    bind(memory);
    expect(actual(memory, origin), `seed ${seed}`).toEqual(planned(checked.plan, origin));
    sameAgain(memory, seed);
    applied++;
    if (second.changes.length > 0) gated++;
    if (new Set(first.changes.map(({ ref }) => ref.kind)).size > 1) mixed++;
  }
  expect(applied).toBeGreaterThanOrEqual(atLeast(80));
  expect(gated).toBeGreaterThanOrEqual(atLeast(24));
  expect(mixed).toBeGreaterThanOrEqual(atLeast(5));
});

/** What runs is read back, node by node. */
function sameAgain(memory: Memory, seed: number): void {
  const again = importKubernetes(memory.documents(), { ...OPTIONS, withRunning: true });
  const nodeOf = new Map(
    Object.entries(again.origin.resources).flatMap(([id, of]) =>
      of.map(({ name }, k) => [of.length === 1 ? id : `${id}#${k + 1}`, name] as const),
    ),
  );
  const read = new Map<string, number>();
  for (const { resource } of again.earlier!.assignments) {
    const node = nodeOf.get(resource)!;
    read.set(node, (read.get(node) ?? 0) + 1);
  }
  const there = new Map<string, number>();
  for (const { kind, spec } of memory.objects.values() as Iterable<Loose>) {
    if (kind === "Pod") there.set(spec.nodeName, (there.get(spec.nodeName) ?? 0) + 1);
  }
  expect([...read].sort(), `seed ${seed}`).toEqual([...there].sort());
}

test("a field that the API does not know is seen, wherever it stands", () => {
  const of = (spec: object) => unknownFields({ metadata: { uid: "u" }, spec }, "V1Job");
  const pods = (spec: object) => of({ suspend: false, template: { spec } });
  expect(pods({ nodeSelector: { [HOST]: "a" }, schedulingGates: [{ name: GATE }] })).toEqual([]);
  expect(pods({ nodeSelector: null })).toEqual([]);
  expect(pods({ nodeSelectors: {} })).toEqual(["/spec/template/spec/nodeSelectors"]);
  expect(pods({ nodeSelector: { [HOST]: 1 } })).toEqual([
    `/spec/template/spec/nodeSelector/${HOST}`,
  ]);
  expect(pods({ schedulingGates: [{ nam: GATE }] })).toEqual([
    "/spec/template/spec/schedulingGates/0/nam",
  ]);
  expect(pods({ schedulingGates: {} })).toEqual(["/spec/template/spec/schedulingGates"]);
  expect(of({ suspend: "no" })).toEqual(["/spec/suspend"]);
});
