import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importRay } from "../../../src/io/ray/import.ts";
import { readNodes, readUsage } from "../../../src/io/ray/nodes.ts";
import { submissionsOf } from "../../../src/io/ray/submissions.ts";
import { buildPlan } from "../../../src/plan/build.ts";
import { verify } from "../../../src/plan/verify.ts";
import { plan } from "../../../src/planner/plan.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn } from "../../support/drawn.ts";

const node = (name: string, total: object, more: object = {}) => ({
  node_id: `${name}ffffffffffffffff`,
  node_ip: "127.0.0.1",
  node_name: name,
  state: "ALIVE",
  resources_total: { "node:127.0.0.1": 1, object_store_memory: 1e8, memory: 8 * 2 ** 30, ...total },
  labels: { "ray.io/node-id": `${name}ffffffffffffffff`, zone: "z1" },
  ...more,
});
const answer = (...nodes: object[]) => ({ data: { result: { result: nodes } } });
const NODES = answer(
  node("b", { CPU: 8, GPU: 4, "accelerator_type:A100": 1, probe_slots: 2, spare: 1 }),
  node("a", { CPU: 2.5 }, { labels: {} }),
  node("c", { CPU: 64 }, { state: "DEAD" }),
);
const WORK = {
  objectives: ["makespan"],
  tasks: [
    {
      id: "train",
      entrypoint: "python train.py",
      runtime_env: { env_vars: { A: "1" } },
      metadata: { team: "x" },
      runtime: "2h",
      demand: { cpu: 2, gpu: 2, memory: "1Gi" },
    },
    {
      id: "eval",
      count: 2,
      entrypoint: "python eval.py",
      runtime: "30m",
      after: "train",
      demand: { cpu: 0.5, gpu: 0.25, probe_slots: 1 },
    },
  ],
};

interface Answers {
  readonly nodes?: unknown;
  readonly status?: unknown;
  readonly work?: unknown;
}

function read({ nodes = NODES, status, work = WORK }: Answers) {
  return importRay(readNodes(nodes, status === undefined ? undefined : readUsage(status)), work);
}

test("nodes that are alive are resources with what Ray counts, by hand", () => {
  const { document, origin, notes } = read({});
  expect(document).toEqual({
    mode: "batch",
    objectives: ["makespan"],
    resources: [
      { id: "a", capacity: { memory: "8192Mi", cpu: 2.5 } },
      {
        id: "b",
        capacity: { memory: "8192Mi", cpu: 8, probe_slots: 2 },
        devices: { gpu: 4 },
        labels: { "ray.io/accelerator-type": "A100", zone: "z1" },
      },
    ],
    tasks: [
      { id: "train", runtime: "2h", demand: { cpu: 2, gpu: 2, memory: "1Gi" } },
      {
        id: "eval",
        count: 2,
        runtime: "30m",
        after: "train",
        demand: { cpu: 0.5, gpu: 0.25, probe_slots: 1 },
      },
    ],
  });
  expect(notes).toEqual(["Left out, for they are not alive: c."]);
  expect(origin.resources).toEqual({ a: "affffffffffffffff", b: "bffffffffffffffff" });
  expect(origin.tasks.train).toEqual({
    entrypoint: "python train.py",
    runtime_env: { env_vars: { A: "1" } },
    metadata: { team: "x" },
  });
});

test("what is in use is not there for the plan, whatever the dashboard makes of its name", () => {
  const usageByNode = {
    bffffffffffffffff: {
      CPU: [1.5, 8],
      GPU: [0.5, 4],
      memory: [2 ** 30, 2 ** 33],
      probeSlots: [1, 2],
    },
  };
  const status = { data: { clusterStatus: { loadMetricsReport: { usageByNode } } } };
  const { document } = read({ status });
  expect((document as { resources: object[] }).resources[1]).toMatchObject({
    capacity: { memory: "7168Mi", cpu: 6.5, probe_slots: 1 },
    devices: { gpu: 3 },
  });
});

test("nodes of one name are told apart, and their names are ids", () => {
  const twins = answer(
    node("x y", { CPU: 1 }),
    node("x y", { CPU: 1 }, { node_id: "other567890123" }),
  );
  const { origin } = read({ nodes: twins });
  expect(origin.resources).toEqual({
    "x-y-x-yfffffffff": "x yffffffffffffffff",
    "x-y-other5678901": "other567890123",
  });
});

test("what is not as it should be is told with its place", () => {
  const says = (input: Answers) => {
    try {
      read(input);
    } catch (error) {
      if (error instanceof InstanceError) return error.message;
      throw error;
    }
    return "nothing";
  };
  expect(says({ nodes: {} })).toMatch(/the answer of Ray to \/api\/v0\/nodes.*curl/s);
  expect(says({ nodes: [1] })).toMatch(/the answer of Ray/);
  expect(says({ nodes: answer({ node_id: 1 }) })).toMatch(
    /\/data\/result\/result\/0: expected a node/,
  );
  expect(says({ nodes: answer(node("a", { CPU: "8" })) })).toMatch(
    /"CPU": expected an amount from 0 on/,
  );
  expect(says({ nodes: answer(node("a", {}, { state: "DEAD" })) })).toMatch(/no node .* is alive/);
  expect(says({ status: {} })).toMatch(/the answer of Ray to \/api\/cluster_status/);
  expect(says({ work: [] })).toMatch(/\/tasks: expected a list of tasks/);
  expect(says({ work: { ...WORK, resources: [] } })).toMatch(
    /\/resources: the resources are the nodes/,
  );
  for (const [task, place] of [
    [{ id: "t" }, /\/tasks\/0\/entrypoint: expected a shell command, got nothing/],
    [{ id: "t", entrypoint: " " }, /\/tasks\/0\/entrypoint/],
    [{ id: "t", entrypoint: "x", runtime_env: [] }, /\/tasks\/0\/runtime_env: expected a map/],
    [
      { id: "t", entrypoint: "x", metadata: { a: 1 } },
      /\/tasks\/0\/metadata: expected a map of texts/,
    ],
    [7, /\/tasks\/0: expected a task/],
  ] as const) {
    expect(says({ work: { tasks: [task] } })).toMatch(place);
  }
});

test("submissions in the order of the plan, each held to its node, by hand", async () => {
  const { document, origin } = read({});
  const instance = parseInstance(document);
  const { plan: found } = await plan(instance);
  const { submissions, left } = submissionsOf(instance, found!, origin);
  expect(left).toEqual([]);
  expect(submissions.map(({ at, task, node: where }) => [at, task, where])).toEqual([
    [0, "train", "b"],
    [7_200_000, "eval#1", "b"],
    [7_200_000, "eval#2", "b"],
  ]);
  expect(submissions[0].body).toEqual({
    submission_id: expect.stringMatching(/^berth-train-[0-9a-f]{16}$/),
    entrypoint: "python train.py",
    runtime_env: { env_vars: { A: "1" } },
    metadata: { team: "x", "berth.dev/task": "train", "berth.dev/node": "b" },
    entrypoint_num_cpus: 2,
    entrypoint_num_gpus: 2,
    entrypoint_memory: 2 ** 30,
    entrypoint_label_selector: { "ray.io/node-id": "bffffffffffffffff" },
  });
  expect(submissions[1].body).toMatchObject({
    entrypoint_num_cpus: 0.5,
    entrypoint_num_gpus: 0.25,
    entrypoint_resources: { probe_slots: 1 },
  });
  const again = submissionsOf(instance, found!, origin);
  expect(again.submissions).toEqual(submissions);
  expect(new Set(submissions.map(({ body }) => body.submission_id)).size).toBe(3);
});

test("what no single driver can run is told, and nothing else is left out", () => {
  const work = {
    tasks: [
      { id: "gang", entrypoint: "x", runtime: "1h", workers: 2, demand: { cpu: 1 } },
      { id: "one", entrypoint: "x", runtime: "1h", demand: { cpu: 1 } },
    ],
  };
  const { document, origin } = read({ work });
  const instance = parseInstance(document);
  const made = verify(
    instance,
    buildPlan(instance, [
      { task: 0, resource: 0, start: 0 },
      { task: 0, resource: 0, start: 0 },
      { task: 1, resource: 1, start: 0 },
    ]),
  );
  if (!made.ok) throw new Error("expected a plan");
  const { submissions, left } = submissionsOf(instance, made.plan, {
    ...origin,
    tasks: { one: origin.tasks.one, gang: origin.tasks.gang },
  });
  expect(submissions.map(({ task }) => task)).toEqual(["one"]);
  expect(left.join()).toMatch(/gang: it stands in several places/);
  const { submissions: none, left: all } = submissionsOf(instance, made.plan, {
    ...origin,
    resources: {},
    tasks: { one: origin.tasks.one },
  });
  expect([none, all]).toEqual([
    [],
    ["gang: nothing says what it runs", "one: b is no node of the cluster"],
  ]);
});

test("what is submitted at any instant fits what Ray has, on random clusters", async () => {
  for (let seed = 0; seed < drawn(80); seed++) {
    const random = makeRandom(seed);
    const nodes = answer(
      ...Array.from({ length: random.int(1, 3) }, (_, i) =>
        node(`n${i}`, { CPU: random.int(1, 9) / 2 + 2, GPU: random.int(0, 3) }),
      ),
    );
    const work = {
      tasks: Array.from({ length: random.int(1, 5) }, (_, t) => ({
        id: `t${t}`,
        entrypoint: "x",
        runtime: `${random.int(1, 4)}h`,
        demand: { cpu: random.int(0, 5) / 2, gpu: [0, 0, 0.25, 0.5, 1][random.int(0, 4)] },
      })),
    };
    const { document, origin } = read({ nodes, work });
    const instance = parseInstance(document);
    const { plan: found } = await plan(instance, { workLimit: 50 });
    if (found === undefined) continue;
    const { submissions } = submissionsOf(instance, found, origin);
    expect(submissions).toHaveLength(work.tasks.length);
    const ends = (task: string) =>
      3_600_000 * Number.parseInt(work.tasks.find(({ id }) => id === task)!.runtime, 10);
    for (const { at } of submissions) {
      for (const { node_id, resources_total } of nodes.data.result.result as {
        node_id: string;
        resources_total: Record<string, number>;
      }[]) {
        const here = submissions.filter(
          (one) =>
            (one.body.entrypoint_label_selector as Record<string, string>)["ray.io/node-id"] ===
              node_id &&
            one.at <= at &&
            at < one.at + ends(one.task),
        );
        const sum = (name: string) =>
          here.reduce((all, { body }) => all + Number(body[name] ?? 0), 0);
        expect(sum("entrypoint_num_cpus")).toBeLessThanOrEqual(resources_total.CPU);
        expect(sum("entrypoint_num_gpus")).toBeLessThanOrEqual(resources_total.GPU);
      }
    }
  }
});
