import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readUnits } from "../../src/batch/units.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { readHistories } from "../../src/io/history-file.ts";
import { importDocument } from "../../src/io/import-registry.ts";
import { readRuntimeModel } from "../../src/io/model-file.ts";
import { readNamedPlan } from "../../src/io/named-plan.ts";
import { readPlan } from "../../src/io/plan-file.ts";
import { readPolicyFile } from "../../src/io/policy-file.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();

const INSTANCE = parseInstance({
  mode: "placement",
  resources: [{ id: "a" }],
  tasks: [{ id: "t" }],
});

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
  [
    "cluster.yaml",
    "cluster_name: x\nprovider: { type: aws }\n",
    /of Ray.*berth import ray --address/,
  ],
  ["jobs.json", '[{"job_id": "1", "submission_id": "s"}]', /the Ray API/],
  [
    "sacct.json",
    '{"meta": {"slurm": {}}, "jobs": []}',
    /Slurm \(sacct or squeue --json\).*berth import slurm --nodes nodes\.json --jobs .*sacct\.json/,
  ],
  [
    "sinfo.json",
    '{"meta": {"Slurm": {}}, "sinfo": []}',
    /Slurm \(sinfo --json\).*berth import slurm --nodes .*sinfo\.json --jobs/,
  ],
  ["squeue.json", '{"jobs": [{"job_id": 1, "job_state": ["RUNNING"]}]}', /squeue --json/],
  ["nodes.json", '{"nodes": [{"name": "n", "gres": "gpu:4"}]}', /Slurm \(scontrol --json\)/],
  [
    "job.sh",
    "#!/bin/bash\n#SBATCH --gres=gpu:4\npython a.py\n",
    /a batch script of Slurm[\s\S]*berth import slurm/,
  ],
  ["slurm.conf", "NodeName=n Gres=gpu:4\n", /a text of Slurm[\s\S]*berth import slurm/],
  [
    "job.txt",
    "JobId=1 JobName=a\n   JobState=RUNNING\n",
    /a text of Slurm[\s\S]*berth import slurm/,
  ],
  ["sacct.txt", "JobID|JobName|State\n1|a|COMPLETED\n", /a table of Slurm \(sacct\)/],
  ["user.txt", "User|JobID|AllocTRES\nme|1|cpu=1\n", /a table of Slurm \(sacct\)/],
  ["sacct.csv", '"JobID","Elapsed"\n1,00:10:00\n', /a table of Slurm \(sacct\)/],
  ["sep.csv", "sep=;\nJobID;Elapsed\n1;00:10:00\n", /a table of Slurm \(sacct\)/],
  ["qstat.txt", "Job Id: 1.server\n    Job_Name = a\n", /PBS \(qstat\)/],
  [
    "pods.txt",
    "NAMESPACE  NAME  READY  STATUS\na b 1/1 Running\n",
    /kubectl[\s\S]*kubectl get nodes/,
  ],
  ["sky.yaml", "resources: { accelerators: A100 }\nrun: python a.py\n", /a task of SkyPilot/],
  ["2019.csv", "time,type,collection_id,scheduling_class\n0,0,3,3\n", /a trace of Borg/],
  ["2019.json", '{"collection_id": "3"}\n{"collection_id": "4"}\n', /a trace of Borg/],
  ["2011.csv", `0,,515,11,,0,${"a".repeat(43)}=,2\n`, /a trace of Borg/],
  ["2018.csv", "M1,1,j_1,1,Terminated,1,2,50,0.2\n", /a trace of Alibaba/],
  ["machines.csv", "m_1,0,1,1,96,100,USING\n", /a trace of Alibaba/],
  ["2020.csv", "job_name,task_name,inst_num,gpu_type\na,b,1,T4\n", /a trace of Alibaba/],
  ["philly.json", '[{"status": "Pass", "vc": "a", "attempts": []}]', /a trace of Philly/],
  ["helios.csv", "job_id,vc,gpu_num,submit_time\n1,a,1,x\n", /Helios.*berth import trace .*helios/],
  ["squeue.txt", "             JOBID PARTITION     NAME\n 1 a b\n", /a table of Slurm/],
  ["log.swf", `; Version: 2.2\n; Computer: x\n1 ${"0 ".repeat(17)}\n`, /a workload log \(SWF\)/],
  ["bare", `1 ${"0 ".repeat(16)}-1\n2 ${"0 ".repeat(16)}-1\n`, /\(SWF\).*berth import swf .*bare/],
  ["one.swf", `1 ${"0 ".repeat(16)}-1`, /a workload log \(SWF\)/],
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
  ["other.csv", "name,start\na,1\n", /a table \(CSV\) without a column named id.*docs\/instance/],
  ["list.json", '[{"id": "a", "demand": {"cpu": 1}}]', /a list of entries alone/],
  ["lines.json", '{"id": 1}\n{"id": 2}\n', /one JSON document a line/],
  ["p.lp", "\\ a comment\nMinimize\n obj: x\nSubject To\n c: x >= 1\nEnd\n", /program \(LP\)/],
  ["p.mps", "NAME          p\nROWS\n N  obj\nCOLUMNS\nENDATA\n", /program \(MPS\)/],
  ["goal.lp", "/* a */ max: 3x+2y;\nc1: x+y<=4;\nint x;\n", /program \(LP of lp_solve\)/],
  ["map.lp", "max: 3x+2y;\nc1: x+y<=4;\n", /program \(LP of lp_solve\)/],
  [
    "p.sm",
    `${"*".repeat(9)}\njobs (incl. supersource/sink ):  32\n`,
    /a project of PSPLIB.*berth import psplib/,
  ],
  ["f.fjs", "2 2 1.5\n1 2 1 5 2 3\n2 1 1 4 1 2 6\n", /a flexible job shop.*berth import fjs/],
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

/** Tables with how each is named. */
const TABLES: readonly (readonly [string, RegExp])[] = [
  ["sn,cpu_milli,memory_mib,gpu,model\nn,1,1,0,\n", /openb.*berth import openb/],
  ["name,cpu_milli,memory_mib,num_gpu,gpu_milli\np,1,1,0,0\n", /openb.*berth import openb/],
  ["instance_type,family,alloc_cpu\na,b,1\n", /price table.*berth import prices --table /],
  ["machine_type,usd_per_hour_on_demand,usd_per_hour_spot\na,1,1\n", /price table/],
  ["task,resource,start_ms\nt,a,0\n", /a plan of Berth/],
  ["JobID,JobName,Elapsed\n1,a,00:10:00\n", /a table of Slurm/],
  ["time,collection_id,machine_id\n0,3,3\n", /a trace of Borg/],
];

/** The ways in which spreadsheets and other tools write one and the same table. */
const WRITTEN: Readonly<Record<string, (text: string) => string>> = {
  semicolons: (text) => text.replaceAll(",", ";"),
  tabs: (text) => text.replaceAll(",", "\t"),
  "spaces around": (text) => text.replaceAll(",", " , "),
  "a first line sep=": (text) => `sep=;\r\n${text.replaceAll(",", ";").replaceAll("\n", "\r\n")}`,
  "a first line sep= in quotes": (text) => `"sep=,"\n${text}`,
  quotes: (text) => text.replaceAll(/[^,\n]+/g, '"$&"'),
  "a byte order mark": (text) => `\uFEFF${text}`,
  "empty lines before": (text) => `\n\n${text}`,
  "trailing separators": (text) => text.replaceAll("\n", ",\n"),
  "carriage returns alone": (text) => text.replaceAll("\n", "\r"),
};

test.each(Object.entries(WRITTEN))("tables with %s are named like any other", async (_, write) => {
  for (const [text, says] of TABLES) {
    const error = await thrownBy(() => readInstance(folder.put("table.csv", write(text))));
    expect(error.message).toMatch(says);
  }
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

/** Readers of other files than instances, and what they say they want. */
const READERS = {
  "a plan of Berth": [(path) => readPlan(path, INSTANCE), readNamedPlan],
  "a manifest of a batch": [(path) => readUnits(path, "out", {})],
  "a history of runtimes": [(path) => readHistories([path])],
  "a learned model of Berth": [readRuntimeModel, readPolicyFile],
} satisfies Readonly<Record<string, readonly ((path: string) => Promise<unknown>)[]>>;

/** One file of each kind that some reader wants, and some that none does. */
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  "a plan of Berth": ["plan.json", '{"berth_plan": 1, "assignments": 3}'],
  "a manifest of a batch": ["batch.yaml", "- { instance: ./no-such.yaml, seed: x }\n"],
  "a history of runtimes": ["history.yaml", "- { kind: a, runtime: 1 }\n"],
  "a learned model of Berth": ["model.json", '{"format": "berth-policy", "version": 0}'],
  "a manifest of Kubernetes (Pod)": ["pod.yaml", POD],
  "a table of Slurm (sacct)": ["sacct.csv", "JobID,Elapsed\n1,00:10:00\n"],
  "a workload log (SWF)": ["log.swf", `; Version: 2.2\n1 ${"0 ".repeat(17)}\n`],
  "a linear program (LP)": ["p.lp", "Minimize\n obj: x\nSubject To\n c: x >= 1\nEnd\n"],
  "JSON of Slurm (sacct or squeue --json)": ["q.json", '{"jobs": [{"job_state": "RUNNING"}]}'],
};

test.each(Object.entries(READERS))(
  "%s is what other files are told not to be",
  async (wanted, readers) => {
    for (const [what, [name, text]] of Object.entries(FILES)) {
      const path = folder.put(name, text);
      for (const read of readers) {
        const { message } = await thrownBy(() => read(path));
        if (what === wanted) expect(message).not.toContain("seems to be");
        else {
          expect(message).toContain(`${name} seems to be ${what}`);
          expect(message).toContain(`, not ${wanted}`);
        }
      }
    }
  },
);

test("an instance in the place of a model is named", async () => {
  const path = folder.put("night.yaml", "# tonight\nmode: batch\ntasks: []\nresources: []\n");
  const { message } = await thrownBy(() => readRuntimeModel(path));
  expect(message).toContain("night.yaml seems to be an instance of Berth, not a learned model");
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
