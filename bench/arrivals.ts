import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GpuHosts } from "../src/heuristics/comparators/gpu/hosts.ts";
import { byLot, byRank, type Choose, inOrder } from "../src/heuristics/comparators/gpu/pass.ts";
import {
  fragmentationDescent,
  leastDotProduct,
  leastLeft,
} from "../src/heuristics/comparators/gpu/scores.ts";
import { findTaskCopy } from "../src/instance/ids.ts";
import { parseInstance } from "../src/instance/parse.ts";
import type { Instance } from "../src/instance/types.ts";
import { importOpenb } from "../src/io/openb/import.ts";
import { buildPlan } from "../src/plan/build.ts";
import { verify } from "../src/plan/verify.ts";
import { makeRandom, type Random } from "../src/util/random.ts";

/** Means over ten draws at 100 % arrived load: Weng et al. (2023), USENIX ATC, as bench/sets/packing.ts has them. */
const POLICIES: readonly (readonly [
  name: string,
  published: number,
  make: (hosts: GpuHosts, random: Random) => Choose,
])[] = [
  ["FGD", 95.2, (hosts, random) => byRank(hosts, fragmentationDescent(hosts), random)],
  ["BestFit", 92.9, (hosts, random) => byRank(hosts, leastLeft(hosts), random)],
  ["DotProd", 90.6, (hosts, random) => byRank(hosts, leastDotProduct(hosts), random)],
  ["Random", 86.3, byLot],
];

const [folder, draws = "3"] = process.argv.slice(2);
if (folder === undefined || !/^\d+$/.test(draws)) {
  process.stderr.write(
    "node dist/bench/arrivals.js FOLDER [DRAWS]\n\nFOLDER holds openb_node_list_gpu_node.csv and openb_pod_list_default.csv.\n",
  );
  process.exit(2);
}

const text = (file: string) => readFileSync(join(folder, file), "utf8");
const nodes = text("openb_node_list_gpu_node.csv");
const pods = text("openb_pod_list_default.csv").trimEnd().split("\n");
const [head, ...rows] = pods as [string, ...string[]];

const random = makeRandom(1, 10);
const trace = runAll(rows);
const drawn = Array.from({ length: Number(draws) }, () => runAll(drawnRows()));
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const lines = POLICIES.map(([name, published], p) => {
  const shares = drawn.map((run) => run[p]!);
  const mean = shares.reduce((sum, one) => sum + one, 0) / Math.max(1, shares.length);
  return `| ${name} | ${percent(trace[p]!)} | ${shares.length === 0 ? "" : percent(mean)} | ${published} % |`;
});
process.stdout.write(
  [
    `| policy | the trace in its order | ${draws} draws | published |`,
    "|---|---|---|---|",
    ...lines,
    "",
  ].join("\n"),
);

/** Pods of the trace with replacement, until they ask for all GPUs that there are. */
function drawnRows(): readonly string[] {
  const column = (name: string) => head.split(",").indexOf(name);
  const [count, milli] = [column("num_gpu"), column("gpu_milli")];
  const gpus = nodes
    .trimEnd()
    .split("\n")
    .slice(1)
    .reduce((sum, row) => sum + Number(row.split(",")[3]), 0);
  const chosen: string[] = [];
  for (let asked = 0; asked < 1000 * gpus; ) {
    const row = rows[random.int(0, rows.length - 1)]!;
    const cells = row.split(",");
    asked += Number(cells[count]) * Number(cells[milli]);
    chosen.push(row);
  }
  return chosen;
}

/** By policy: the part of all GPUs that is taken once these have come, one by one. Each plan is verified. */
function runAll(arriving: readonly string[]): readonly number[] {
  const named = arriving.map((row, i) => row.replace(/^[^,]*/, `p${i}`));
  const { document } = importOpenb(nodes, [head, ...named].join("\n"));
  const instance = parseInstance(document);
  const order = arrivalOrder(instance, named);
  return POLICIES.map(([name, , make]) => {
    const hosts = new GpuHosts(instance);
    const pieces = inOrder(hosts, order, make(hosts, random));
    const checked = verify(instance, buildPlan(instance, pieces));
    if (!checked.ok) throw new Error(`${name}: ${checked.violations[0].message}`);
    const taken = pieces.reduce(
      (sum, { task, resource }) =>
        sum +
        hosts.demand(instance.taskOfCopy[task]!, instance.resourceOfCopy[resource]!, hosts.gpu),
      0,
    );
    const all = instance.resources.reduce(
      (sum, { count, capacity }) => sum + count * capacity[hosts.gpu]!,
      0,
    );
    return taken / all;
  });
}

/** Task copies as their rows stand: equal pods are copies of one task that has the name of the first, and the n-th row is its n-th copy. */
function arrivalOrder(instance: Instance, named: readonly string[]): readonly number[] {
  const columns = ["cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec"].map((name) =>
    head.split(",").indexOf(name),
  );
  const next = new Map<string, number>();
  return named.map((row) => {
    const cells = row.split(",");
    const sort = columns.map((at) => cells[at]).join();
    const copy = next.get(sort) ?? firstCopy(instance, cells[0]!);
    next.set(sort, copy + 1);
    return copy;
  });
}

function firstCopy(instance: Instance, task: string): number {
  const copy = findTaskCopy(instance, `${task}#1`) ?? findTaskCopy(instance, task);
  if (copy === undefined) throw new Error(`There is no task ${task}.`);
  return copy;
}
