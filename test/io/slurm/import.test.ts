import { expect, test } from "vitest";
import { importSlurm } from "../../../src/io/slurm/import.ts";
import { readNodes } from "../../../src/io/slurm/nodes.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { ENDLESS, job, NOW, node, oldJob, oldNode, readNight, set } from "./queue.ts";

test("both layouts of nodes and jobs give the same instance, by hand", () => {
  const fresh = readNight(
    {
      nodes: [
        node("g1", {
          state: ["MIXED", "PLANNED"],
          alloc_cpus: 8,
          alloc_memory: 65_536,
          gres_used: "gpu:a100:1(IDX:0)",
        }),
        node("g2"),
        node("g3", { state: ["IDLE", "DRAIN"] }),
        node("c1", {
          cpus: 32,
          effective_cpus: 32,
          real_memory: 128_000,
          gres: "",
          gres_used: "",
          partitions: ["cpu"],
          features: [],
          active_features: [],
        }),
      ],
    },
    {
      last_update: set(NOW),
      jobs: [
        job(9, { job_state: ["RUNNING"], start_time: set(NOW - 60) }),
        job(11, {
          memory_per_node: set(1000),
          tres_per_node: "gres/gpu:a100:2",
          features: "a100",
          priority: set(5),
        }),
        job(12, {
          partition: "cpu",
          memory_per_cpu: set(500),
          time_limit: set(90),
          priority: set(70_000),
        }),
        job(13, {
          node_count: set(2),
          cpus: set(16),
          tres_per_node: "gres/gpu:1",
          dependency: "afterok:11(unfulfilled)",
          eligible_time: set(0),
          priority: set(5),
        }),
        job(14, { eligible_time: set(NOW + 3600), priority: set(5), partition: "gpu,cpu" }),
        job(15, { hold: true, priority: set(0) }),
        job(16, { time_limit: ENDLESS }),
      ],
    },
  );
  const old = readNight(
    {
      nodes: [
        oldNode("g1", {
          state: "mixed",
          alloc_cpus: 8,
          alloc_memory: 65_536,
          gres_used: "gpu:a100:1(IDX:0)",
        }),
        oldNode("g2"),
        oldNode("g3", { state_flags: ["DRAINING"] }),
        oldNode("c1", {
          cpus: 32,
          real_memory: 128_000,
          gres: null,
          gres_used: "gpu:0",
          partitions: ["cpu"],
          features: "",
          active_features: "",
        }),
      ],
    },
    {
      jobs: [
        oldJob(9, { job_state: "RUNNING", start_time: NOW - 60 }),
        oldJob(11, {
          memory_per_node: 1000,
          tres_per_node: "gres:gpu:a100:2",
          features: "a100",
          priority: 5,
        }),
        oldJob(12, { partition: "cpu", memory_per_cpu: 500, time_limit: 90, priority: 70_000 }),
        oldJob(13, {
          node_count: 2,
          cpus: 16,
          tres_per_node: "gpu:1",
          dependency: "afterok:11(unfulfilled)",
          eligible_time: 0,
          priority: 5,
        }),
        oldJob(14, { eligible_time: NOW + 3600, priority: 5, partition: "gpu,cpu" }),
        oldJob(15, { state_reason: "JobHeldUser", priority: 0 }),
        oldJob(16, { time_limit: null }),
      ],
    },
  );
  const label = { "partition/gpu": "true", "feature/a100": "true", gpu: "a100" };
  const expected = {
    name: "night",
    mode: "batch",
    start: "2026-11-29T18:00:00Z",
    objectives: ["makespan"],
    resources: [
      // 64 - 8 CPUs, 512,000 - 65,536 MiB, 4 - 1 GPUs.
      {
        id: "g1",
        kind: "node",
        capacity: { cpu: 56, memory: "446464Mi" },
        devices: { gpu: 3 },
        labels: label,
      },
      {
        id: "g2",
        kind: "node",
        capacity: { cpu: 64, memory: "512000Mi" },
        devices: { gpu: 4 },
        labels: label,
      },
      {
        id: "c1",
        kind: "node",
        capacity: { cpu: 32, memory: "128000Mi" },
        devices: { gpu: 0 },
        labels: { "partition/cpu": "true" },
      },
    ],
    tasks: [
      {
        id: "j11-11",
        demand: { cpu: 8, memory: "1000Mi", gpu: 2 },
        runtime: "60m",
        eligible: label,
        priority: 1,
      },
      {
        id: "j12-12",
        demand: { cpu: 8, memory: "4000Mi" },
        runtime: "90m",
        eligible: { "partition/cpu": "true" },
        priority: 2,
      },
      {
        id: "j13-13",
        demand: { cpu: 8, gpu: 1 },
        runtime: "60m",
        eligible: { "partition/gpu": "true" },
        workers: 2,
        separate: "j13-13",
        priority: 1,
        after: ["j11-11"],
      },
      {
        id: "j14-14",
        demand: { cpu: 8 },
        runtime: "60m",
        release: "3600s",
        eligible: [{ "partition/gpu": "true" }, { "partition/cpu": "true" }],
        priority: 1,
      },
    ],
  };
  expect(fresh.document).toEqual(expected);
  expect(old.document).toEqual(expected);
  expect(fresh.said).toEqual([
    "left out: g3: it is drain",
    "left out: 15: it is held (--held plans it too)",
    "left out: 16: it has no time limit",
  ]);
  expect(fresh.origin.tasks["j13-13"]).toEqual(["13"]);
  expect(fresh.notes.slice(0, 2)).toEqual([
    "3 nodes became resources, of 6 jobs that wait 4 became tasks.",
    "1 job that runs keeps its room all the time: on nodes that are not told.",
  ]);
});

test("what is not as Slurm writes it is told with its object and field", () => {
  const says = (nodes: unknown, jobs: unknown) => {
    try {
      importSlurm(readNodes(nodes), jobs, { name: "x" });
    } catch (error) {
      if (error instanceof InstanceError) return error.message;
      throw error;
    }
    return "nothing";
  };
  const nodes = { nodes: [node("a")] };
  expect(says({}, {})).toMatch(
    /expected what sinfo --json prints[\s\S]*scontrol show nodes --json/,
  );
  expect(says({ jobs: [] }, nodes)).toMatch(/Maybe the files are swapped/);
  expect(says(nodes, nodes)).toMatch(/expected what squeue --json prints[\s\S]*swapped/);
  expect(says(nodes, {})).toMatch(/squeue --json > queue.json/);
  expect(says({ nodes: [node("a", { state: ["DOWN"] })] }, {})).toMatch(
    /no node of the cluster takes work/,
  );
  expect(says({ nodes: [node("a", { cpus: "64", effective_cpus: null })] }, {})).toMatch(
    /node a, cpus: expected a whole number from 0 on, got "64"/,
  );
  expect(says({ nodes: [node("a b")] }, {})).toMatch(/a node, name: expected a name, got "a b"/);
  expect(says({ nodes: [node("a", { gres: "gpu:a:b:c" })] }, {})).toMatch(
    /node a, gres: expected generic resources/,
  );
  expect(says(nodes, { jobs: [{}] })).toMatch(/job_id: expected the number of a job/);
  expect(says(nodes, { jobs: [job(1, { time_limit: set(-5) })] })).toMatch(
    /job 1, time_limit: expected a whole number from 0 on, got -5/,
  );
  expect(says(nodes, { jobs: [job(1), job(1)] })).toMatch(/job 1: it is there twice/);
  expect(
    says(nodes, { jobs: [job(1, { array_job_id: set(1), array_task_string: "a-b" })] }),
  ).toMatch(/array_task_string: expected the tasks of the array/);
});
