import { InstanceError, type Issue } from "../../util/errors.ts";
import type { Imported, Importer } from "../import-types.ts";
import { readRows, type TraceRow } from "./rows.ts";

/**
 * A cluster trace as a placement: nodes with shared GPUs and pods that all want to run at once, each optional, so
 * that the plan packs as many GPUs as it can. Equal nodes and equal pods become one entry with a count.
 * Throws InstanceError with input, line and field of every fault.
 */
export function importOpenb(nodes: string, pods: string): Imported {
  const issues: Issue[] = [];
  const shapes = counted(readRows("nodes", nodes, NODE_FIELDS, issues), readNode);
  const kinds = counted(readRows("pods", pods, POD_FIELDS, issues), readPod);
  if (shapes.length === 0 && issues.length === 0) {
    issues.push({ path: "", message: "nodes: there is no row under the headers" });
  }
  if (issues.length > 0) throw new InstanceError(issues);
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  return {
    document: {
      name: "openb",
      mode: "placement",
      objectives: ["utilization:gpu"],
      resources: shapes.map(({ item, count }) => nodeEntry(item, count)),
      tasks: kinds.map(({ item, count }) => podEntry(item, count)),
    },
    notes: [
      `${total} pods are ${kinds.length} tasks with counts; all of them are taken to be there at once.`,
    ],
  };
}

/** The same from texts. */
export const openbImporter: Importer = {
  summary: "openb GPU cluster trace (CSV): nodes with shared GPUs and pods",
  inputs: {
    nodes: "CSV with headers sn,cpu_milli,memory_mib,gpu,model",
    pods: "CSV with headers name,cpu_milli,memory_mib,num_gpu,gpu_milli, perhaps gpu_spec",
  },
  settings: {},
  read: ({ nodes, pods }) => importOpenb(nodes, pods),
};

const NODE_FIELDS = ["sn", "cpu_milli", "memory_mib", "gpu", "model"];
const POD_FIELDS = ["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli"];

interface Node {
  readonly cpu: number;
  readonly memory: number;
  readonly gpus: number;
  readonly model: string;
}

interface Pod {
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
  /** Milli: whole devices or a share of one. */
  readonly gpu: number;
  readonly models: readonly string[];
}

/** The distinct items in the order of their first rows, by everything but their names. */
function counted<T extends object>(
  rows: readonly TraceRow[],
  read: (row: TraceRow) => T,
): readonly { readonly item: T; count: number }[] {
  const seen = new Map<string, { readonly item: T; count: number }>();
  for (const row of rows) {
    const item = read(row);
    const key = JSON.stringify({ ...item, name: "" });
    const known = seen.get(key);
    if (known === undefined) seen.set(key, { item, count: 1 });
    else known.count++;
  }
  return [...seen.values()];
}

function readNode(row: TraceRow): Node {
  const [cpu, memory, gpus] = ["cpu_milli", "memory_mib", "gpu"].map(row.whole);
  const model = row.text("model");
  if (!/^[\w.-]*$/.test(model)) {
    row.report("model", `expected a name, got ${JSON.stringify(model)}`);
  } else if (gpus > 0 && model === "") {
    row.report("model", "a node with GPUs needs one");
  }
  return { cpu, memory, gpus, model };
}

function readPod(row: TraceRow): Pod {
  const [cpu, memory, devices] = ["cpu_milli", "memory_mib", "num_gpu"].map(row.whole);
  const milli = devices === 0 ? 0 : row.whole("gpu_milli");
  if (devices > 0 && (milli === 0 || milli > 1000)) {
    row.report("gpu_milli", `expected 1 to 1000, got ${row.text("gpu_milli")}`);
  } else if (devices > 1 && milli !== 1000) {
    row.report("gpu_milli", `several GPUs are taken whole (1000), got ${milli}`);
  }
  const models = row.text("gpu_spec").split("|");
  const named = [...new Set(models.filter((model) => model !== ""))].sort();
  return { name: row.text("name"), cpu, memory, gpu: devices * milli, models: named };
}

function nodeEntry({ cpu, memory, gpus, model }: Node, count: number): object {
  const name = model === "" ? "cpu" : model;
  return {
    id: `${name}-${gpus}x-${cpu}m-${memory}Mi`,
    kind: name,
    ...(count === 1 ? {} : { count }),
    capacity: { cpu: `${cpu}m`, memory: `${memory}MiB` },
    // Zero devices too, so that the dimension is there whatever the nodes are.
    devices: { gpu: gpus },
    ...(model === "" ? {} : { labels: { gpu: model } }),
  };
}

function podEntry({ name, cpu, memory, gpu, models }: Pod, count: number): object {
  return {
    id: name,
    ...(count === 1 ? {} : { count }),
    optional: true,
    demand: {
      cpu: `${cpu}m`,
      memory: `${memory}MiB`,
      ...(gpu === 0 ? {} : { gpu: gpu < 1000 ? `${gpu}m` : gpu / 1000 }),
    },
    ...(models.length === 0 ? {} : { eligible: { gpu: models } }),
  };
}
