import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { importDocument } from "../../src/io/import-registry.ts";
import { importPrices } from "../../src/io/prices/import.ts";
import { thrownBy } from "../support/folder.ts";
import { sharedData } from "../support/shared-data.ts";

const HEAD_A =
  "instance_type,family,arch,gpu_name,gpu_count,gpu_memory_mib,accelerator_name,accelerator_count,alloc_cpu,alloc_memory,usd_per_hour_us_east_1";
const HEAD_G = "machine_type,usd_per_hour_on_demand,usd_per_hour_spot";
const a = (...rows: string[]) => [HEAD_A, ...rows, ""].join("\n");
const g = (...rows: string[]) => [HEAD_G, ...rows, ""].join("\n");

test("a table with sizes", () => {
  const table = a(
    "m1.big,m1,amd64,,,,,,3920m,6525Mi,0.102",
    "g1.big,g1,,l4,4,24576,,,47810m,178933Mi,4.6016",
    "i1.big,i1,arm64,,,,inferentia,2,4,8Gi,1.9678649999",
    "p9.huge,p9,amd64,x9,8,1000,,,4,8Gi,",
    "g1f.part,g1f,amd64,l4,0,2861,,,4,8Gi,0.2",
  );
  const { document, notes } = importPrices(table, { count: 2 });
  expect(document).toEqual({
    mode: "placement",
    tasks: [],
    resources: [
      {
        id: "m1.big",
        count: 2,
        capacity: { cpu: "3920m", memory: "6525Mi" },
        price: "0.102/h",
        labels: { family: "m1", arch: "amd64" },
      },
      {
        id: "g1.big",
        count: 2,
        capacity: { cpu: "47810m", memory: "178933Mi" },
        devices: { gpu: 4 },
        price: "4.6016/h",
        labels: { family: "g1", gpu: "l4", "gpu-memory": "24GiB" },
      },
      {
        id: "i1.big",
        count: 2,
        capacity: { cpu: "4", memory: "8Gi" },
        devices: { gpu: 2 },
        price: "1.967865/h",
        labels: { family: "i1", arch: "arm64", gpu: "inferentia" },
      },
    ],
  });
  expect(notes).toEqual([
    "Left out, without a price: p9.huge.",
    "Left out, with only a part of a device: g1f.part.",
    "Rounded to a millionth of a dollar: prices of 1 types.",
  ]);
});

test.each([
  ["n1-standard-4", 4, "15GiB"],
  ["n1-highcpu-2", 2, "1843MiB"],
  ["n1-highmem-8", 8, "52GiB"],
  ["n2-highmem-80", 80, "640GiB"],
  ["n2-highmem-128", undefined, ""],
  ["c2-standard-60", 60, "240GiB"],
  ["c3-standard-8-lssd", 8, "32GiB"],
  ["c3-highcpu-192-metal", undefined, ""],
  ["c3d-highcpu-30", undefined, ""],
  ["t2a-standard-4", 4, "16GiB"],
  ["c4-standard-8", undefined, ""],
  ["m1-megamem-96", undefined, ""],
  ["e2-medium", undefined, ""],
  ["f1-micro", undefined, ""],
])("the size of %s is derived only where its name tells it", (type, cpu, memory) => {
  const { document, notes } = importPrices(g(`${type},1,0.5`, "e2-standard-2,0.1,0.05"));
  const [first] = (document as { resources: { id: string; capacity: object }[] }).resources;
  if (cpu === undefined) {
    expect(first.id).toBe("e2-standard-2");
    expect(notes).toEqual([`Left out, because its name does not tell its size: ${type}.`]);
  } else {
    expect(first).toMatchObject({ id: type, capacity: { cpu, memory } });
    expect(notes).toEqual([]);
  }
});

test("machine types with devices, spot prices, rounding half up", () => {
  const table = g(
    "a2-ultragpu-2g,10.1375957808219,5.5190925",
    "g2-standard-24,2.0,0.9999995",
    "a3-highgpu-1g,11,0.0000004",
  );
  const { document } = importPrices(table, { spot: true });
  expect((document as { resources: object[] }).resources).toEqual([
    {
      id: "a2-ultragpu-2g",
      capacity: { cpu: 24, memory: "340GiB" },
      devices: { gpu: 2 },
      price: "5.519093/h",
      labels: { family: "a2", arch: "amd64", gpu: "a100", "gpu-memory": "80GiB" },
    },
    {
      id: "g2-standard-24",
      capacity: { cpu: 24, memory: "96GiB" },
      devices: { gpu: 2 },
      price: "1/h",
      labels: { family: "g2", arch: "amd64", gpu: "l4", "gpu-memory": "24GiB" },
    },
    {
      id: "a3-highgpu-1g",
      capacity: { cpu: 26, memory: "234GiB" },
      devices: { gpu: 1 },
      price: "0/h",
      labels: { family: "a3", arch: "amd64", gpu: "h100", "gpu-memory": "80GiB" },
    },
  ]);
  expect(importPrices(table).document).toMatchObject({
    resources: [{ price: "10.137596/h" }, { price: "2/h" }, { price: "11/h" }],
  });
});

test("types are chosen by name, family and accelerator", () => {
  const table = a(
    "m1.a,m1,,,,,,,1,1Gi,1",
    "m1.b,m1,,,,,,,1,1Gi,1",
    "g1.a,g1,,l4,1,,,,1,1Gi,1",
    "g2.a,g2,,t4,1,,,,1,1Gi,1",
  );
  const ids = (settings: Record<string, string>) =>
    (
      importDocument("prices", { table }, settings).document as { resources: { id: string }[] }
    ).resources.map(({ id }) => id);
  expect(ids({ types: "m1.b,g2.a" })).toEqual(["m1.b", "g2.a"]);
  expect(ids({ families: "m1" })).toEqual(["m1.a", "m1.b"]);
  expect(ids({ gpus: "l4, t4" })).toEqual(["g1.a", "g2.a"]);
  expect(ids({ families: "g1", gpus: "l4" })).toEqual(["g1.a"]);
});

test("conditions that make no sense are refused", async () => {
  const table = a("m1.a,m1,,,,,,,1,1Gi,1");
  for (const [settings, message] of [
    [{ types: "m1.z" }, /no type "m1.z"/],
    [{ families: "z" }, /no family "z"/],
    [{ gpus: "l4" }, /No instance type is left/],
    [{ count: "0" }, /count: expected an integer from 1 on, got 0/],
    [{ count: "many" }, /count/],
    [{ spot: "yes" }, /on-demand prices only/],
    [{ spot: "maybe" }, /expected yes or no/],
  ] as const) {
    const error = await thrownBy(() => importDocument("prices", { table }, settings));
    expect([error.name, error.message]).toEqual(["UsageError", expect.stringMatching(message)]);
  }
});

test.each([
  ["empty", "", /line 1: expected the headers/],
  ["other headers", "a,b\n1,2\n", /line 1: expected the headers .*got "a,b"/],
  ["headers only", `${HEAD_G}\n`, /no row under the headers/],
  ["a short row", g("n1-standard-1,1"), /line 2: expected 3 cells, got 2/],
  ["a long row", g("n1-standard-1,1,1,1"), /line 2: expected 3 cells, got 4/],
  [
    "a price that is text",
    g("n1-standard-1,1,1", "n1-standard-2,free,1"),
    /line 3: usd_per_hour_on_demand: expected dollars per hour, got "free"/,
  ],
  ["a negative price", g("n1-standard-1,-1,1"), /got "-1"/],
  ["a price in scientific notation", g("n1-standard-1,1e3,1"), /got "1e3"/],
  [
    "a name that is none",
    g("hello,1,1"),
    /line 2: machine_type: expected a name such as n2-standard-8, got "hello"/,
  ],
  [
    "a type twice",
    g("n1-standard-1,1,1", "n1-standard-1,2,2"),
    /line 3: n1-standard-1 is also in line 2/,
  ],
  [
    "a bad amount",
    a("m1.a,m1,,,,,,,many,1Gi,1"),
    /line 2: alloc_cpu: expected an amount, got "many"/,
  ],
  [
    "a bad memory",
    a("m1.a,m1,,,,,,,1,1GB,1"),
    /line 2: alloc_memory: expected an amount, got "1GB"/,
  ],
  [
    "a bad device count",
    a("m1.a,m1,,l4,x,,,,1,1Gi,1"),
    /line 2: gpu_count: expected an integer, got "x"/,
  ],
  ["an id with a space", a("m1 a,m1,,,,,,,1,1Gi,1"), /line 2: instance_type: not an id/],
  ["a quote that does not end", g('"n1-standard-1,1,1'), /./],
])("a bad table is refused: %s", async (_what, table, message) => {
  const error = await thrownBy(() => importPrices(table));
  expect([error.name, error.message]).toEqual(["InstanceError", expect.stringMatching(message)]);
});

test("lines are counted behind quoted line breaks, and every bad row is named", async () => {
  const table = [HEAD_G, '"n1-standard-1\n",1,1', "n1-standard-2,x,1", "n1-standard-4,y,1"].join(
    "\n",
  );
  const error = await thrownBy(() => importPrices(table));
  expect(error.message.match(/line \d/g)).toEqual(["line 4", "line 5"]);
});

test.for([
  ["aws_us-east-1_instances.csv", 1363, 1340],
  ["gcp_us-central1.csv", 516, 275],
] as const)("the published table %s is read", ([name, rows, kept], context) => {
  const path = sharedData("cloud-prices", name);
  if (path === undefined) return context.skip("no published data");
  const { document, notes } = importPrices(readFileSync(path, "utf8"));
  const instance = parseInstance({ ...document, objectives: ["cost"] });
  expect(instance.resourceOfCopy.length).toBe(kept);
  const leftOut = notes.filter((note) => note.startsWith("Left out"));
  const counted = leftOut.map(
    (note) => note.split(":")[1].split(",").length + Number(/and (\d+) more/.exec(note)?.[1] ?? 0),
  );
  expect(counted.reduce((sum, count) => sum + count, kept)).toBe(rows);
});
