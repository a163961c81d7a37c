import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { importDocument } from "../../src/io/import-registry.ts";
import { importOpenb } from "../../src/io/openb/import.ts";
import { thrownBy } from "../support/folder.ts";
import { sharedData } from "../support/shared-data.ts";

const NODES = `sn,cpu_milli,memory_mib,gpu,model
n-0,64000,262144,2,P100
n-1,32000,131072,0,
n-2,64000,262144,2,P100
n-3,64000,262144,2,T4
`;
const PODS = `name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos
p-0,12000,16384,1,1000,,LS
p-1,6000,12288,1,460,T4|P100,LS
p-2,6000,12288,1,460,P100|T4,BE
p-3,500,0,0,0,,LS
p-4,8000,30517,2,1000,T4,LS
`;

test("merges equal nodes and equal pods", () => {
  const { document, notes } = importOpenb(NODES, PODS);
  expect(document).toEqual({
    name: "openb",
    mode: "placement",
    objectives: ["utilization:gpu"],
    resources: [
      {
        id: "P100-2x-64000m-262144Mi",
        kind: "P100",
        count: 2,
        capacity: { cpu: "64000m", memory: "262144MiB" },
        devices: { gpu: 2 },
        labels: { gpu: "P100" },
      },
      {
        id: "cpu-0x-32000m-131072Mi",
        kind: "cpu",
        capacity: { cpu: "32000m", memory: "131072MiB" },
        devices: { gpu: 0 },
      },
      {
        id: "T4-2x-64000m-262144Mi",
        kind: "T4",
        capacity: { cpu: "64000m", memory: "262144MiB" },
        devices: { gpu: 2 },
        labels: { gpu: "T4" },
      },
    ],
    tasks: [
      { id: "p-0", optional: true, demand: { cpu: "12000m", memory: "16384MiB", gpu: 1 } },
      {
        id: "p-1",
        count: 2,
        optional: true,
        demand: { cpu: "6000m", memory: "12288MiB", gpu: "460m" },
        eligible: { gpu: ["P100", "T4"] },
      },
      { id: "p-3", optional: true, demand: { cpu: "500m", memory: "0MiB" } },
      {
        id: "p-4",
        optional: true,
        demand: { cpu: "8000m", memory: "30517MiB", gpu: 2 },
        eligible: { gpu: ["T4"] },
      },
    ],
  });
  expect(notes).toEqual([
    "5 pods are 4 tasks with counts; all of them are taken to be there at once.",
  ]);
  const { pairs } = parseInstance(document);
  expect([...pairs.eligible]).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1]);
});

test("a list of pods without gpu_spec, in any dialect, is read", () => {
  const pods = PODS.split("\n").filter((line) => !line.includes("T4"));
  const { document } = importOpenb(NODES, pods.join("\n"));
  const bare = pods.map((line) => line.split(",").slice(0, 5).join(";"));
  expect(importOpenb(NODES.replaceAll(",", ", "), `sep=;\n${bare.join("\r\n")}`).document).toEqual(
    document,
  );
});

test("names line and field of every fault", async () => {
  const nodes = `${NODES}n-4,many,1,1,\nn-5,1\n`;
  const pods = `${PODS}p-5,1,1,2,500,,LS\np-6,1,1,1,0,,LS\np-7,1.5,1,0,0,,LS\n`;
  const { message } = await thrownBy(() => importDocument("openb", { nodes, pods }));
  expect(message.split("\n")).toEqual([
    "nodes, line 7: expected 5 cells, got 2.",
    'nodes, line 6, cpu_milli: expected a whole number, got "many".',
    "nodes, line 6, model: a node with GPUs needs one.",
    "pods, line 7, gpu_milli: several GPUs are taken whole (1000), got 500.",
    "pods, line 8, gpu_milli: expected 1 to 1000, got 0.",
    'pods, line 9, cpu_milli: expected a whole number, got "1.5".',
  ]);
  const headers = await thrownBy(() => importOpenb("sn,gpu\n", PODS));
  expect(headers.message).toContain("nodes, line 1: expected the headers sn,cpu_milli");
  const empty = await thrownBy(() => importOpenb("sn,cpu_milli,memory_mib,gpu,model\n", PODS));
  expect(empty.message).toContain("there is no row");
});

test("keeps the published trace small", () => {
  const nodes = sharedData("openb", "openb_node_list_gpu_node.csv");
  const pods = sharedData("openb", "openb_pod_list_default.csv");
  if (nodes === undefined || pods === undefined) return;
  const { document } = importOpenb(readFileSync(nodes, "utf8"), readFileSync(pods, "utf8"));
  const instance = parseInstance(document);
  expect([instance.tasks.length, instance.taskOfCopy.length]).toEqual([151, 8152]);
  expect([instance.resources.length, instance.resourceOfCopy.length]).toEqual([15, 1213]);
  const gpus = instance.resources.map(({ count, capacity }) => count * capacity[2]);
  expect(gpus.reduce((sum, milli) => sum + milli, 0)).toBe(6_212_000);
  const asked = instance.tasks.map(({ count }, t) => count * instance.demand[2].values[t]);
  expect(asked.reduce((sum, milli) => sum + milli, 0)).toBe(6_086_800);
});
