import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importRay } from "../../../src/io/ray/import.ts";
import { readNodes, readUsage } from "../../../src/io/ray/nodes.ts";
import { readSubmissions } from "../../../src/io/ray/read-submissions.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn, first } from "../../support/drawn.ts";
import { mutate } from "../kubernetes/mutate.ts";

const plain = (name: string) => readFileSync(`instances/foreign/${name}`, "utf8");
const NODES = JSON.parse(plain("ray-nodes.json"));
const WORK = load(plain("ray-work.yaml"));
const ID: string = NODES.data.result.result[0].node_id;
const STATUS = {
  data: {
    clusterStatus: {
      loadMetricsReport: { usageByNode: { [ID]: { CPU: [1, 8], GPU: [0.5, 4], memory: [1, 2] } } },
    },
  },
};

test("mutated answers of a dashboard and lists of work are read or answered by sentences", () => {
  let [refused, imported] = [0, 0];
  for (let seed = first; seed < first + drawn(1000); seed++) {
    const random = makeRandom(seed);
    const all = structuredClone({ nodes: NODES, status: STATUS, work: WORK });
    for (let k = random.int(1, 3); k > 0; k--) mutate(all, random);
    try {
      const { document } = importRay(readNodes(all.nodes, readUsage(all.status)), all.work);
      expect(JSON.stringify(document), `seed ${seed}`).not.toMatch(/undefined|NaN|\[object/);
      parseInstance(document);
      imported++;
    } catch (error) {
      if (!(error instanceof InstanceError)) throw new Error(`seed ${seed}`, { cause: error });
      for (const { message } of error.issues) {
        expect(message, `seed ${seed}`).not.toMatch(/undefined|NaN|\[object/);
      }
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(0);
  expect(imported).toBeGreaterThan(0);
});

const JOB = {
  ...{ at: 0, task: "a", node: "n" },
  body: {
    ...{ submission_id: "berth-a-1", entrypoint: "true", metadata: { a: "b" } },
    entrypoint_label_selector: { "ray.io/node-id": "abc" },
  },
};

test("mutated lists of jobs are read or answered with their line", () => {
  let refused = 0;
  for (let seed = first; seed < first + drawn(1000); seed++) {
    const random = makeRandom(seed);
    const all: { jobs?: unknown } = structuredClone({
      jobs: [JOB, { ...JOB, task: "b" }],
      more: { a: 1, b: 1, c: 1, d: 1 },
    });
    for (let k = random.int(1, 3); k > 0; k--) mutate(all, random);
    const jobs = Array.isArray(all.jobs) ? all.jobs : [all.jobs];
    const text = jobs.map((job) => JSON.stringify(job)).join("\n");
    try {
      for (const { body } of readSubmissions(text, "jobs")) {
        // A path is made of it.
        expect(body.submission_id).toMatch(/^[\w.-]+$/);
      }
    } catch (error) {
      if (!(error instanceof InstanceError)) throw new Error(`seed ${seed}`, { cause: error });
      expect(error.message, `seed ${seed}`).toMatch(/^jobs(, line \d+|: two jobs)/m);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(0);
});
