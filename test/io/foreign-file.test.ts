import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importDocument } from "../../src/io/import-registry.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();

const POD = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n";

test.each([
  ["pod.yaml", POD, /a manifest of Kubernetes \(Pod\).*berth import kubernetes .*pod\.yaml -o /],
  ["two.yaml", `${POD}---\n${POD}`, /a manifest of Kubernetes \(Pod\)/],
  ["nodes.json", '{"apiVersion": "v1", "kind": "NodeList", "items": []}', /a list of Kubernetes/],
  ["queue.yaml", "apiVersion: kueue.x-k8s.io/v1beta1\nkind: ClusterQueue\n", /Kueue/],
  ["set.yaml", "apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet\n", /JobSet/],
  ["train.yaml", "apiVersion: trainer.kubeflow.org/v1alpha1\nkind: TrainJob\n", /Kubeflow/],
  ["ray.yaml", "apiVersion: ray.io/v1\nkind: RayJob\n", /KubeRay/],
  ["helm.yaml", `{{ .Values.x }}\n${POD}`, /a manifest of Kubernetes/],
  ["compose.yaml", "services:\n  web: { image: nginx }\n", /docker compose/],
  ["cluster.yaml", "cluster_name: x\nprovider: { type: aws }\n", /a cluster file of Ray/],
  ["jobs.json", '[{"job_id": "1", "submission_id": "s"}]', /the Ray API/],
  ["sacct.json", '{"meta": {"slurm": {}}, "jobs": []}', /Slurm \(sacct or squeue --json\)/],
  ["sinfo.json", '{"meta": {"Slurm": {}}, "sinfo": []}', /Slurm \(sinfo --json\)/],
  ["sacct.txt", "JobID|JobName|State\n1|a|COMPLETED\n", /a table of Slurm \(sacct -P\)/],
  ["squeue.txt", "             JOBID PARTITION     NAME\n 1 a b\n", /a table of Slurm/],
  ["log.swf", `; Version: 2.2\n; Computer: x\n1 ${"0 ".repeat(17)}\n`, /a workload log \(SWF\)/],
  ["bare", `1 ${"0 ".repeat(16)}-1\n2 ${"0 ".repeat(16)}-1\n`, /a workload log \(SWF\)/],
  ["n.csv", "sn,cpu_milli,memory_mib,gpu,model\nn,1,1,0,\n", /openb[\s\S]*berth import openb/],
  ["aws.csv", "instance_type,family\na,b\n", /price table[\s\S]*berth import prices --table /],
  ["t.trace", "A (batch size 1)\tc\td\t-s\t1\t10\t1\t1\t-1\t0\n", /a trace of Gavel/],
  ["rates.json", `{"k80": {"('A', 1)": {"null": 1}}}`, /throughputs measured for Gavel/],
  ["cloud.json", '{"computerList": []}', /berth import cloudbalancing/],
  ["plan.json", '{"berth_plan": 1, "assignments": []}', /a plan of Berth.*berth verify INSTANCE/],
  ["out.json", '{"termination": "optimal", "objectives": []}', /a plan of Berth/],
  ["plan.csv", "task,resource,start_ms,share,devices\na,b,0,,\n", /a plan of Berth/],
  ["model.json", '{"format": "berth-policy", "version": 1}', /a learned model of Berth/],
  ["batch.yaml", "- instance: night.yaml\n", /berth batch /],
  ["history.yaml", "- { kind: a, runtime: 1h }\n", /berth learn runtime /],
  ["tasks.csv", "id,runtime\na,1h\n", /a table \(CSV\).*tasks: \{ csv: /],
  ["list.json", '[{"id": "a", "demand": {"cpu": 1}}]', /a list of entries alone/],
  ["lines.json", '{"id": 1}\n{"id": 2}\n', /one JSON document a line/],
  ["p.lp", "\\ a comment\nMinimize\n obj: x\nSubject To\n c: x >= 1\nEnd\n", /program \(LP\)/],
  ["p.mps", "NAME          p\nROWS\n N  obj\nCOLUMNS\nENDATA\n", /program \(MPS\)/],
  ["p.sm", `${"*".repeat(9)}\njobs (incl. supersource/sink ):  32\n`, /a project of PSPLIB/],
  ["f.fjs", "2 2 1.5\n1 2 1 5 2 3\n2 1 1 4 1 2 6\n", /a flexible job shop/],
  ["shop", "2 2\n0 3 1 4\n1 2 0 6\n", /a job shop/],
  ["page.html", "<!doctype html><html></html>\n", /XML or HTML/],
])("%s is named as what it seems to be", async (name, text, says) => {
  const error = await thrownBy(() => readInstance(folder.put(name, text)));
  expect(error).toBeInstanceOf(InstanceError);
  expect(error.message).toMatch(says);
  const { issues } = error as InstanceError;
  expect(issues).toHaveLength(1);
  expect(issues[0]?.message).toContain(`${name} seems to be `);
  expect(issues[0]?.hint).toMatch(/^Maybe .*\.$/);
});

test.each([
  ["faulty.yaml", "mode: batch\nresources: [{ id: a }]\ntasks: [{ id: t, apiVersion: 1 }]\n"],
  ["cut.yaml", "mode: batch\nresources: [{ id: a }\n"],
  ["short.txt", "2 2\n1 2 3 4\n1 2 3 4\n5"],
  ["word.yaml", "hello\n"],
])("%s keeps the faults that it has", async (name, text) => {
  const error = await thrownBy(() => readInstance(folder.put(name, text)));
  expect(error.message).not.toContain("seems to be");
});

test("every example of the project is an instance", async () => {
  const instances = join(import.meta.dirname, "../../instances");
  const names = readdirSync(instances).filter((name) => /(?<!expected)\.(yaml|json)$/.test(name));
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) {
    const error = await readInstance(join(instances, name)).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message ?? "", name).not.toContain("seems to be");
  }
});

test("an import that is offered exists", () => {
  expect(() => importDocument("openb", {})).toThrow(/openb needs nodes and pods/);
  expect(() => importDocument("gavel", {})).toThrow(/gavel needs throughputs and trace/);
  expect(() => importDocument("prices", {})).toThrow(/prices needs table/);
  expect(() => importDocument("cloudbalancing", {})).toThrow(/cloudbalancing needs problem/);
});
