import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importSlurm } from "../../../src/io/slurm/import.ts";
import { readNodes } from "../../../src/io/slurm/nodes.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { mutate } from "../kubernetes/mutate.ts";
import { job, NOW, node, oldJob, oldNode, set, UNSET } from "./queue.ts";

const SHAPES = [
  {
    nodes: [
      node("g1", { alloc_cpus: 3 }),
      node("g2"),
      node("c1", { partitions: ["cpu"], gres: "" }),
    ],
  },
  { nodes: [oldNode("g1"), oldNode("c1", { partitions: ["cpu"] })] },
];
const QUEUES = [
  {
    jobs: [
      job(1, { tres_per_node: "gres/gpu:2", features: "ib&a100" }),
      job(2, {
        array_job_id: set(2),
        array_task_string: "0-3%2",
        array_max_tasks: set(2),
        array_task_id: UNSET,
      }),
      job(3, { node_count: set(2), dependency: "afterok:1", excluded_nodes: "g[3-4]" }),
      job(4, { job_state: ["RUNNING"], start_time: set(NOW - 60), deadline: set(0) }),
      job(5, {
        dependency: "afterany:4",
        eligible_time: set(NOW + 60),
        priority: set(7),
        licenses: "x:1",
      }),
    ],
  },
  {
    jobs: [
      oldJob(1, { tres_per_node: "gpu:1" }),
      oldJob(2, { dependency: "afterok:1", shared: "none" }),
    ],
  },
];

test("mutated queues are imported or answered by sentences that name the object", () => {
  const count = drawn(1000);
  let [refused, imported] = [0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const random = makeRandom(seed);
    const which = random.int(0, 1);
    const both = structuredClone({ nodes: SHAPES[which], jobs: QUEUES[which] });
    for (let k = random.int(1, 3); k > 0; k--) mutate(both, random);
    try {
      const found = importSlurm(readNodes(both.nodes), both.jobs, { name: "mutant" });
      expect(JSON.stringify(found), `seed ${seed}`).not.toMatch(/undefined|NaN|\[object|null/);
      if ((found.document as { tasks: object[] }).tasks.length > 0) parseInstance(found.document);
      imported++;
    } catch (error) {
      if (!(error instanceof InstanceError)) throw new Error(`seed ${seed}`, { cause: error });
      refused++;
      for (const { message, path } of error.issues) {
        expect(path, `seed ${seed}: ${message}`).toBe("");
        expect(message, `seed ${seed}`).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  }
  expect(refused).toBeGreaterThanOrEqual(atLeast(120));
  expect(imported).toBeGreaterThanOrEqual(atLeast(120));
});
