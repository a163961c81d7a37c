import { expect, test } from "vitest";
import { job, node, readQueue, set } from "./queue.ts";

test("what a job asks for, in whatever way it says it, is what each of its nodes gives", () => {
  const demandOf = (more: object) => {
    const { document, said } = readQueue([node("g1"), node("g2"), node("g3")], [job(1, more)]);
    const [task] = document.tasks;
    return task === undefined ? said : { ...(task.demand as object), n: task.workers ?? 1 };
  };
  expect(demandOf({ cpus_per_tres: "gres/gpu:6", tres_per_node: "gpu:2" })).toEqual({
    cpu: 12,
    gpu: 2,
    n: 1,
  });
  expect(
    demandOf({ memory_per_tres: "gres/gpu:100", tres_per_job: "gres/gpu:3", node_count: set(2) }),
  ).toEqual({ cpu: 4, memory: "200Mi", gpu: 2, n: 2 });
  expect(demandOf({ tres_per_task: "gres/gpu:1", tasks: set(3), cpus: set(3) })).toEqual({
    cpu: 3,
    gpu: 3,
    n: 1,
  });
  expect(demandOf({ tres_req_str: "cpu=8,mem=1.5G,node=1,billing=8,gres/gpu=2" })).toEqual({
    cpu: 8,
    memory: "1536Mi",
    gpu: 2,
    n: 1,
  });
  // Three tasks of 20 CPUs on two nodes: two of them come together.
  expect(
    demandOf({ node_count: set(2), tasks: set(3), cpus_per_task: set(20), cpus: set(60) }),
  ).toEqual({ cpu: 40, n: 2 });
  expect(demandOf({ tres_per_node: "gpu:a100:1,gpu:v100:1" })).toEqual([
    "left out: 1: it asks for GPUs of several types",
  ]);
  expect(demandOf({ tres_per_node: "shard:2" })).toEqual([
    "left out: 1: it asks for parts of GPUs (shard)",
  ]);
  expect(demandOf({ tres_per_node: "gpu:h100:1" })).toEqual([
    "left out: 1: no node that takes work is one of those that it may have",
  ]);
  expect(demandOf({ node_count: set(4), cpus: set(4) })).toEqual([
    "left out: 1: it asks for 4 nodes, and may have 3 that take work",
  ]);
  expect(demandOf({ cpus: set(65) })).toEqual([
    "left out: 1: it needs the room of a node that is not there, or that what runs keeps",
  ]);
  expect(demandOf({ het_job_id: set(1) })).toEqual([
    "left out: 1: it is part of a heterogeneous job",
  ]);
  expect(demandOf({ resv_name: "maint" })).toEqual([
    "left out: 1: it runs in the reservation maint",
  ]);
});

test("jobs that have nodes to themselves go where nothing runs", () => {
  const nodes = [node("busy", { alloc_cpus: 1 }), node("idle")];
  const { document } = readQueue(nodes, [job(1, { shared: ["none"] }), job(2)]);
  expect(document.tasks[0]).toMatchObject({ exclusive: true, eligible: { idle: "true" } });
  expect(document.tasks[1]).not.toHaveProperty("exclusive");
  expect(document.resources[1].labels).toEqual({ idle: "true" });
});

test("nodes by name, excluded ones, and constraints are where a job may run", () => {
  const nodes = ["n01", "n02", "n03", "n10"].map((name, i) =>
    node(name, { active_features: i < 2 ? ["x", "y"] : ["z"] }),
  );
  const placesOf = (more: object) => {
    const { document, said } = readQueue(nodes, [job(1, more)]);
    const [task] = document.tasks;
    return task === undefined ? said[0] : [task.eligible, task.forbidden];
  };
  expect(placesOf({ required_nodes: "n[01-02]" })).toEqual([{ node: ["n01", "n02"] }, undefined]);
  expect(placesOf({ excluded_nodes: "n[02-03,10],gone" })).toEqual([
    undefined,
    ["n02", "n03", "n10"],
  ]);
  expect(placesOf({ features: "x&y" })).toEqual([
    { "feature/x": "true", "feature/y": "true" },
    undefined,
  ]);
  expect(placesOf({ features: "x|z" })).toEqual([
    [{ "feature/x": "true" }, { "feature/z": "true" }],
    undefined,
  ]);
  expect(placesOf({ features: "(x|w)&y" })).toEqual([
    { "feature/x": "true", "feature/y": "true" },
    undefined,
  ]);
  expect(placesOf({ features: "[x|z]", node_count: set(2) })).toMatch(
    /its constraint "\[x\|z\]" has no words/,
  );
  expect(placesOf({ features: "x*2", node_count: set(2) })).toMatch(/has no words/);
  expect(placesOf({ required_nodes: "n01", node_count: set(2) })).toMatch(
    /asks for some of its nodes by name/,
  );
});

test("arrays are counted tasks; so many run at once as may beside those that run", () => {
  const array = { array_job_id: set(5), array_task_string: "1-3,7%3", array_max_tasks: set(3) };
  const ran = job(6, { array_job_id: set(5), array_task_id: set(0), job_state: ["RUNNING"] });
  const { document, origin } = readQueue([node("a"), node("b")], [job(5, array), ran]);
  expect(document.tasks[0]).toMatchObject({ id: "j5-5", count: 4, limits: { "array-5": 1 } });
  expect(document.limits).toEqual([{ name: "array-5", capacity: 2 }]);
  expect(origin.tasks["j5-5"]).toEqual(["5_1", "5_2", "5_3", "5_7"]);
  const full = readQueue([node("a")], [job(5, { ...array, array_max_tasks: set(1) }), ran]);
  expect(full.said).toEqual(["left out: 5_[1-3,7]: so many tasks of its array run as may at once"]);
  // On two nodes each: an entry for each task, whose nodes are apart.
  const gang = readQueue([node("a"), node("b")], [job(5, { ...array, node_count: set(2) })]);
  expect(gang.document.tasks.map(({ id, separate, limits }) => [id, separate, limits])).toEqual(
    [1, 2, 3, 7].map((i) => [`j5-5:${i}`, `j5-5:${i}`, { "array-5": 1 }]),
  );
  expect(gang.document.limits).toEqual([{ name: "array-5", capacity: 6 }]);
});
