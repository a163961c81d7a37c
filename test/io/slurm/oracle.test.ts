import { expect, test } from "vitest";
import { resourceCopyId, taskCopyId } from "../../../src/instance/ids.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importSlurm } from "../../../src/io/slurm/import.ts";
import { readNodes } from "../../../src/io/slurm/nodes.ts";
import { plan } from "../../../src/planner/plan.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { ENDLESS, job, NOW, node, oldJob, oldNode, set } from "./queue.ts";

/** A cluster and a queue as plain facts, beside what Slurm prints of them. */
function randomCluster(random: Random) {
  const isOld = random.int(0, 1) === 0;
  const nodes = Array.from({ length: random.int(1, 4) }, (_, i) => {
    const runs = Array.from({ length: random.int(0, 2) }, (__, k) => ({
      id: 100 * (i + 1) + k,
      ...{ cpus: random.int(1, 2), memory: random.int(0, 2), gpus: random.int(0, 1) },
      minutes: random.int(1, 20),
      /** Nothing tells when it ends. */
      isEndless: random.int(0, 3) === 0,
    }));
    const ending = runs.filter(({ isEndless }) => !isEndless);
    const sum = (of: typeof runs, key: "cpus" | "memory" | "gpus") =>
      of.reduce((total, one) => total + one[key], 0);
    return {
      name: `n${i}`,
      runs,
      /** Beside what runs without an end, and one of each that nobody knows of. */
      cpus: random.int(0, 4) + sum(ending, "cpus"),
      memory: random.int(0, 4) + sum(ending, "memory"),
      gpus: random.int(0, 2) + sum(ending, "gpus"),
      kept: (key: "cpus" | "memory" | "gpus") => sum(runs, key) - sum(ending, key),
      taken: (key: "cpus" | "memory" | "gpus") => sum(runs, key),
      type: random.int(0, 1) === 0 ? "a" : "b",
      partition: random.int(0, 2) === 0 ? "p" : "q",
      feature: random.int(0, 1) === 0 ? "x" : "y",
    };
  });
  const jobs = Array.from({ length: random.int(1, 5) }, (_, i) => ({
    id: i + 1,
    nodes: random.int(0, 2) === 0 ? 2 : 1,
    copies: random.int(0, 3) === 0 ? 2 : 1,
    cpus: random.int(1, 2),
    memory: random.int(0, 2),
    gpus: random.int(0, 1),
    type: random.int(0, 2) === 0 ? "a" : "",
    partition: random.int(0, 1) === 0 ? "p" : "p,q",
    feature: ["", "x", "x|y", "y"][random.int(0, 3)],
    begin: random.int(0, 2) === 0 ? 600 : 0,
    after: i > 0 && random.int(0, 2) === 0 ? random.int(1, i) : 0,
    minutes: random.int(1, 30),
  }));
  const [nodeLike, jobLike] = isOld ? [oldNode, oldJob] : [node, job];
  const amount = (number: number) => (isOld ? number : set(number));
  return {
    nodes,
    jobs,
    printedNodes: {
      nodes: nodes.map(({ name, cpus, memory, gpus, kept, taken, type, partition, feature }) =>
        nodeLike(name, {
          cpus: cpus + kept("cpus") + 1,
          effective_cpus: cpus + kept("cpus") + 1,
          alloc_cpus: taken("cpus") + 1,
          real_memory: memory + kept("memory") + 7,
          alloc_memory: taken("memory") + 7,
          gres: `gpu:${type}:${gpus + kept("gpus") + 1}`,
          gres_used: `gpu:${type}:${taken("gpus") + 1}(IDX:0)`,
          partitions: [partition],
          features: isOld ? feature : [feature],
          active_features: isOld ? feature : [feature],
        }),
      ),
    },
    printedJobs: {
      jobs: [
        ...nodes.flatMap(({ name, runs, type }) =>
          runs.map((one) =>
            jobLike(one.id, {
              job_state: isOld ? "RUNNING" : ["RUNNING"],
              nodes: name,
              start_time: amount(NOW - 60),
              time_limit: one.isEndless ? (isOld ? 0xffff_ffff : ENDLESS) : amount(one.minutes + 1),
              tres_alloc_str: `cpu=${one.cpus},mem=${one.memory}M,node=1,gres/gpu=${one.gpus},gres/gpu:${type}=${one.gpus}`,
            }),
          ),
        ),
        ...jobs.map((one) =>
          jobLike(one.id, {
            node_count: amount(one.nodes),
            cpus: amount(one.cpus * one.nodes),
            tasks: amount(one.nodes),
            cpus_per_task: amount(one.cpus),
            memory_per_node: amount(one.memory),
            tres_per_node: one.gpus === 0 ? "" : `gpu${one.type === "" ? "" : `:${one.type}`}:1`,
            partition: one.partition,
            features: one.feature,
            eligible_time: amount(NOW + one.begin),
            dependency: one.after === 0 ? "" : `afterok:${one.after}(unfulfilled)`,
            time_limit: amount(one.minutes),
            ...(one.copies > 1 && { array_job_id: amount(one.id), array_task_string: "0-1" }),
          }),
        ),
      ],
    },
  };
}

test("plans of what was imported keep what Slurm itself would ask, and jobs that fit somewhere are planned", async () => {
  let [placed, running] = [0, 0];
  for (let seed = first; seed < first + drawn(80); seed++) {
    const { nodes, jobs, printedNodes, printedJobs } = randomCluster(makeRandom(seed));
    const found = importSlurm(readNodes(printedNodes), printedJobs, { name: "x", now: 1000 * NOW });
    const takes = (one: (typeof jobs)[number], on: (typeof nodes)[number]) =>
      one.cpus <= on.cpus &&
      one.memory <= on.memory &&
      one.gpus <= on.gpus &&
      (one.gpus === 0 || one.type === "" || one.type === on.type) &&
      one.partition.split(",").includes(on.partition) &&
      (one.feature === "" || one.feature.split("|").includes(on.feature));
    const fits = new Set<number>();
    for (const one of jobs) {
      const isThere = nodes.filter((on) => takes(one, on)).length >= one.nodes;
      if (isThere && (one.after === 0 || fits.has(one.after))) fits.add(one.id);
    }
    const { document, origin } = found;
    const numberOf = (id: string, copy: number) => Number(origin.tasks[id][copy].split("_")[0]);
    const planned = new Set(Object.keys(origin.tasks).map((id) => numberOf(id, 0)));
    expect(planned, `seed ${seed}`).toEqual(fits);
    if (planned.size === 0) continue;
    const instance = parseInstance(document);
    const { plan: verified } = await plan(instance, { workLimit: 30 });
    const { task, resource, start } = verified!.plan;
    const pieces = Array.from(task).flatMap((copy, k) => {
      const entry = instance.taskOfCopy[copy];
      if (Object.hasOwn(origin.running, instance.tasks[entry].id)) {
        running++;
        expect(start[k], `seed ${seed}`).toBe(0);
        return [];
      }
      const id = numberOf(instance.tasks[entry].id, copy - instance.taskCopyStart[entry]);
      const one = jobs[id - 1];
      const on = nodes.find(({ name }) => name === resourceCopyId(instance, resource[k]))!;
      return [
        {
          one,
          on,
          copy: taskCopyId(instance, copy),
          from: start[k],
          to: start[k] + 60_000 * one.minutes,
        },
      ];
    });
    const copies = new Map<string, (typeof pieces)[number][]>();
    for (const piece of pieces) {
      copies.set(piece.copy, [...(copies.get(piece.copy) ?? []), piece]);
    }
    expect(copies.size, `seed ${seed}`).toBe(
      [...fits].reduce((sum, id) => sum + jobs[id - 1].copies, 0),
    );
    for (const of of copies.values()) {
      expect(new Set(of.map(({ on }) => on)).size, `seed ${seed}`).toBe(of[0].one.nodes);
    }
    for (const { one, on, from } of pieces) {
      placed++;
      expect(takes(one, on), `seed ${seed}`).toBe(true);
      expect(from, `seed ${seed}`).toBeGreaterThanOrEqual(1000 * one.begin);
      const ends = pieces.filter((other) => other.one.id === one.after).map(({ to }) => to);
      expect(from, `seed ${seed}`).toBeGreaterThanOrEqual(Math.max(0, ...ends));
      const beside = pieces.filter(
        (other) => other.on === on && other.from <= from && from < other.to,
      );
      for (const key of ["cpus", "memory", "gpus"] as const) {
        const sum = beside.reduce((total, other) => total + other.one[key], 0);
        const still = on.runs.filter((run) => !run.isEndless && from < 60_000 * run.minutes);
        const kept = still.reduce((total, run) => total + run[key], 0);
        expect(sum + kept, `seed ${seed} ${key}`).toBeLessThanOrEqual(on[key]);
      }
    }
  }
  expect(placed).toBeGreaterThanOrEqual(atLeast(60));
  expect(running).toBeGreaterThanOrEqual(atLeast(40));
}, 120_000);
