import type { Issue } from "../../util/errors.ts";
import { isMap } from "../../util/is-map.ts";
import { show } from "../../util/show.ts";
import { entrypointOf, readWorkList } from "../work-list.ts";
import type { RayNode, RayNodes } from "./nodes.ts";

/** What each row of the instance stands for. */
export interface RayOrigin {
  readonly berth_origin: 1;
  readonly system: "ray";
  /** The node's id, which Ray changes when the node begins again. */
  readonly resources: Readonly<Record<string, string>>;
  readonly tasks: Readonly<Record<string, RayWork>>;
}

/** What is submitted for a task. */
export interface RayWork {
  readonly entrypoint: string;
  readonly runtime_env?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface ImportedRay {
  readonly document: object;
  readonly origin: RayOrigin;
  readonly notes: readonly string[];
}

/** Keys of a task that are Ray's, not the instance's. */
const OWN: ReadonlySet<string> = new Set(["entrypoint", "runtime_env", "metadata"]);

/**
 * A Ray cluster and the work for it as an instance document: each node that is alive is a resource with what is left of it, by Ray's
 * names in small letters (cpu, gpu, tpu, memory; custom resources as they are called), and its labels. GPUs and TPUs are devices.
 * `work` is a parsed instance document without resources, whose tasks have an `entrypoint`. Throws InstanceError naming what of it is
 * not as it should be.
 */
export function importRay({ nodes, gone }: RayNodes, work: unknown): ImportedRay {
  const issues: Issue[] = [];
  if (nodes.length === 0) issues.push({ path: "", message: "no node of the cluster is alive" });
  const { rest, tasks, works } = readWorkList(work, { own: OWN, workOf }, issues);
  const asked = askedBy(tasks);
  const document = {
    mode: tasks.every((task) => "runtime" in task) ? "batch" : "placement",
    ...rest,
    resources: nodes.map((node) => resourceOf(node, asked)),
    tasks,
  };
  const notes = gone.length === 0 ? [] : [`Left out, for they are not alive: ${gone.join(", ")}.`];
  return {
    document,
    notes,
    origin: {
      berth_origin: 1,
      system: "ray",
      resources: Object.fromEntries(nodes.map(({ name, id }) => [name, id])),
      tasks: works,
    },
  };
}

function workOf(
  task: Readonly<Record<string, unknown>>,
  path: string,
  issues: Issue[],
): RayWork | undefined {
  const { runtime_env, metadata } = task;
  const before = issues.length;
  const entrypoint = entrypointOf(task, path, issues);
  if (runtime_env !== undefined && !isMap(runtime_env)) {
    const message = `expected a map, got ${show(runtime_env)}`;
    issues.push({ path: `${path}/runtime_env`, message });
  }
  const isText = isMap(metadata) && Object.values(metadata).every((v) => typeof v === "string");
  if (metadata !== undefined && !isText) {
    issues.push({ path: `${path}/metadata`, message: "expected a map of texts, as Ray does" });
  }
  if (entrypoint === undefined || issues.length > before) return undefined;
  return {
    entrypoint,
    ...(isMap(runtime_env) && { runtime_env }),
    ...(isMap(metadata) && { metadata: metadata as Readonly<Record<string, string>> }),
  };
}

/** What tasks ask for, by name: a resource that nobody asks for only widens every table. */
function askedBy(tasks: readonly object[]): ReadonlySet<string> {
  const asked = new Set<string>();
  for (const task of tasks) {
    const demand = "demand" in task ? task.demand : undefined;
    for (const [name, amount] of Object.entries(isMap(demand) ? demand : {})) {
      asked.add(name);
      // A table of demands by kind of resource.
      if (isMap(amount)) for (const inner of Object.keys(amount)) asked.add(inner);
    }
  }
  return asked;
}

/** Resources of Ray that are devices in an instance. */
const DEVICES: Readonly<Record<string, string>> = { GPU: "gpu", TPU: "tpu" };

/** What Ray's own names for room are called in an instance. */
const ROOMS: Readonly<Record<string, string>> = { CPU: "cpu" };

const MIB = 2 ** 20;

function resourceOf({ name, left, labels }: RayNode, asked: ReadonlySet<string>): object {
  const capacity: Record<string, number | string> = {};
  const devices: Record<string, number> = {};
  for (const [resource, amount] of left) {
    if (resource in DEVICES) devices[DEVICES[resource]] = Math.floor(amount);
    else if (resource === "memory") capacity.memory = `${Math.floor(amount / MIB)}Mi`;
    else if (resource in ROOMS || asked.has(resource)) {
      // Thousandths, rounded down: no more is planned with than is there.
      const thousandths = Math.floor(Number((1000 * amount).toPrecision(12)));
      capacity[ROOMS[resource] ?? resource] = thousandths / 1000;
    }
  }
  return {
    id: name,
    ...(Object.keys(capacity).length > 0 && { capacity }),
    ...(Object.keys(devices).length > 0 && { devices }),
    ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
  };
}
