import type { Issue } from "../../util/errors.ts";
import { show } from "../../util/show.ts";
import { entrypointOf, readWorkList } from "../work-list.ts";
import { instantText } from "./instant.ts";
import type { SlurmNode, SlurmNodes } from "./nodes.ts";
import type { ImportedSlurm, SlurmWork } from "./types.ts";

/** Keys of a task that are Slurm's, not the instance's. */
const OWN: ReadonlySet<string> = new Set(["entrypoint", "sbatch"]);

/** Labels of nodes begin so, by which tasks say where they may be. */
const FEATURE = "feature/";
export const PARTITION = "partition/";

/**
 * Nodes of a Slurm cluster and work that is not in its queue, as an instance document: each node that takes work is a resource with what is
 * left of it (cpu, memory, gpu as devices, gres/NAME) and a label for each of its features and partitions (`feature/NAME: "yes"`). `work` is a
 * parsed instance document without resources, whose tasks have an `entrypoint`, and may have options of `sbatch`. `now`: when the plan
 * begins, ms since 1970. Throws InstanceError naming what of it is not as it should be.
 */
export function importSlurmWork(
  { nodes, findings }: SlurmNodes,
  work: unknown,
  { name, now }: { readonly name: string; readonly now: number },
): ImportedSlurm {
  const issues: Issue[] = [];
  if (nodes.length === 0) issues.push({ path: "", message: "no node takes work" });
  const { rest, tasks, works } = readWorkList(work, { own: OWN, workOf }, issues);
  const start = Math.floor(now / 1000);
  const isGang = tasks.some((task) => "workers" in task);
  return {
    document: {
      name,
      mode: "batch",
      start: instantText(start),
      objectives: ["makespan"],
      ...rest,
      resources: nodes.map((node) => resourceOf(node, isGang)),
      tasks,
    },
    origin: {
      ...{ berth_origin: 1, system: "slurm", start },
      resources: Object.fromEntries(nodes.map((node) => [node.name, node.name])),
      ...{ tasks: {}, held: [], running: {} },
      work: works,
    },
    findings,
    notes: [],
  };
}

function workOf(
  task: Readonly<Record<string, unknown>>,
  path: string,
  issues: Issue[],
): SlurmWork | undefined {
  const entrypoint = entrypointOf(task, path, issues);
  const { sbatch = [] } = task;
  if (Array.isArray(sbatch) && sbatch.every(isOption)) {
    return entrypoint === undefined ? undefined : { entrypoint, sbatch };
  }
  const message = `expected options of sbatch, got ${show(sbatch)}`;
  issues.push({ path: `${path}/sbatch`, message, hint: "Maybe: [--account=team, --qos=night]" });
  return undefined;
}

function isOption(value: unknown): boolean {
  return (
    typeof value === "string" && /^--[a-z][a-z-]*(=.+)?$/s.test(value) && !value.includes("\0")
  );
}

function resourceOf(node: SlurmNode, isGang: boolean): object {
  const labels = Object.fromEntries([
    ...[...node.features].map((one) => [`${FEATURE}${one}`, "yes"]),
    ...[...node.partitions].map((one) => [`${PARTITION}${one}`, "yes"]),
  ]);
  return {
    id: node.name,
    // Nodes of a job are of one kind.
    ...(isGang && { kind: "node" }),
    capacity: {
      cpu: node.cpus,
      memory: `${node.memory}Mi`,
      ...Object.fromEntries([...node.others].map(([name, amount]) => [`gres/${name}`, amount])),
    },
    devices: { gpu: node.gpus.left },
    labels,
  };
}
