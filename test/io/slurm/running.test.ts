import { expect, test } from "vitest";
import { job, NOW, node, readNight, readQueue, set } from "./queue.ts";

const ran = (more: object = {}) => ({
  ...{ job_state: ["RUNNING"], start_time: set(NOW - 600), time_limit: set(30), nodes: "a" },
  ...{ tres_alloc_str: "cpu=8,mem=64G,node=1,billing=8,gres/gpu=1,gres/gpu:a100=1", ...more },
});
const used = (more: object = {}) =>
  node("a", {
    ...{ alloc_cpus: 8, alloc_memory: 65_536, gres_used: "gpu:a100:1(IDX:0)" },
    ...more,
  });
const WAITS = job(9, { memory_per_node: set(1000), tres_per_node: "gres/gpu:1" });

test("what runs is a task that has begun: its room is free at its time limit", () => {
  const { document, origin, notes } = readQueue([used()], [job(1, ran()), WAITS]);
  const [runs] = document.tasks;
  expect(runs).toEqual({
    ...{ id: "runs-1", demand: { cpu: 8, memory: "65536Mi", gpu: 1 } },
    ...{ runtime: "1200s", deadline: "1200s", eligible: { node: "a" } },
  });
  expect(document.resources).toMatchObject([
    { capacity: { cpu: 64, memory: "512000Mi" }, devices: { gpu: 4 }, labels: { node: "a" } },
  ]);
  expect([origin.running, Object.keys(origin.tasks)]).toEqual([{ "runs-1": "1" }, ["j9-9"]]);
  expect(notes).toContain(
    "1 job that runs keeps its room until the time limit, which is an upper bound: tasks that have begun.",
  );
  // The end that Slurm tells may be later: that counts.
  const later = readQueue([used()], [job(1, ran({ end_time: set(NOW + 2000) })), WAITS]);
  expect(later.document.tasks[0].runtime).toBe("2000s");
  // Nobody waits: nobody asks.
  expect(readQueue([used()], [job(1, ran())]).document.tasks).toEqual([]);
});

test.each([
  ["no time limit", { time_limit: set(0), start_time: set(0) }],
  ["past its time limit", { time_limit: set(5) }],
  ["suspended", { job_state: ["SUSPENDED"] }],
  ["running+completing", { job_state: ["RUNNING", "COMPLETING"] }],
  ["on several nodes, beside others", { nodes: "a,b" }],
  ["nothing tells what it has", { tres_alloc_str: "" }],
  ["with parts of GPUs", { tres_alloc_str: "cpu=8,mem=64G,gres/shard=1" }],
  ["on nodes that are not told", { nodes: "" }],
  ["with more than is in use", { tres_alloc_str: "cpu=9,mem=64G" }],
])("room of which it is not known when it is free is kept all the time: %s", (why, more) => {
  const { document, notes, said } = readQueue([used(), node("b")], [job(1, ran(more)), WAITS]);
  expect(document.tasks.map(({ id }) => id)).toEqual(["j9-9"]);
  expect(document.resources[0]).toMatchObject({ capacity: { cpu: 56 }, devices: { gpu: 3 } });
  expect(notes).toContain(`1 job that runs keeps its room all the time: ${why}.`);
  expect(said).toEqual([]);
});

test("a job that has its nodes to itself leaves them empty, so one that wants the same may follow it", () => {
  const alone = { exclusive: ["true"], nodes: "a,b", tres_alloc_str: "" };
  const full = { alloc_cpus: 64, alloc_memory: 1000, gres_used: "gpu:a100:4(IDX:0-3)" };
  const nodes = [used(full), node("b", full)];
  const next = job(9, { exclusive: ["true"], node_count: set(2), cpus: set(2) });
  const { document } = readQueue(nodes, [job(1, ran(alone)), next]);
  expect(document.tasks.map(({ id, runtime }) => [id, runtime])).toEqual([
    ["runs-1:a", "1200s"],
    ["runs-1:b", "1200s"],
    ["j9-9", "60m"],
  ]);
  // Where others run beside it, the node is not empty then.
  const beside = used({ alloc_cpus: 9 });
  const one = job(9, { exclusive: ["true"] });
  expect(readQueue([beside], [job(1, ran()), one]).document.tasks).toEqual([]);
  expect(readQueue([used()], [job(1, ran()), one]).document.tasks).toHaveLength(2);
  // Those of the same user may be there too.
  const shared = readQueue(nodes, [job(1, ran({ ...alone, exclusive: ["user"] })), next]);
  expect(shared.document.tasks).toEqual([]);
});

test("no more becomes free than is sure: rounded memory, GPUs of another type", () => {
  const mixed = used({
    ...{ gres: "gpu:a100:4,gpu:t4:2", gres_used: "gpu:a100:1(IDX:0),gpu:t4:1(IDX:0)" },
    alloc_memory: 120_000,
  });
  const of = (tres: string) =>
    readQueue([mixed], [job(1, ran({ tres_alloc_str: tres })), WAITS]).document.tasks[0].demand;
  expect(of("cpu=8,mem=117.19G,gres/gpu=1,gres/gpu:t4=1")).toEqual({ cpu: 8, memory: "119992Mi" });
  expect(of("cpu=8,mem=117.19G,gres/gpu=1")).toEqual({ cpu: 8, memory: "119992Mi" });
  expect(of("cpu=8,mem=100000M,gres/gpu=1,gres/gpu:a100=1")).toEqual({
    ...{ cpu: 8, memory: "100000Mi", gpu: 1 },
  });
});

test("of groups of nodes what is in use is taken off each, and what runs gives its own back", () => {
  const group = {
    nodes: { nodes: ["a", "b"] },
    node: { state: ["MIXED"] },
    partition: { name: "gpu" },
    cpus: { minimum: 64, allocated: 16 },
    memory: { minimum: 512_000, allocated: 131_072 },
    gres: { total: "gpu:a100:4", used: "gpu:a100:2(IDX:0-1)" },
    features: { total: "", active: "" },
  };
  const jobs = [job(1, ran()), job(9)];
  const { document } = readNight({ sinfo: [group] }, { jobs, last_update: set(NOW) });
  const capacities = document.resources.map(({ capacity }) => capacity);
  expect(capacities).toEqual([{ cpu: 56 }, { cpu: 48 }]);
});
