import { taskCopyId } from "../../instance/ids.ts";
import { DEVICE, type Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import type { FeaturesOfRun, RunFeatures } from "../../learn/run-features.ts";
import type { VerifiedPlan } from "../../plan/types.ts";
import { sha256 } from "../../util/sha256.ts";
import type { RayOrigin } from "./import.ts";
import { NODE_ID } from "./nodes.ts";

/** One job to be submitted: `POST /api/jobs/` takes the body as it is. */
export interface Submission {
  /** Milliseconds after the plan begins. */
  readonly at: number;
  readonly task: string;
  readonly node: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What says how long it runs, for histories. */
  readonly features?: RunFeatures;
}

export interface Submissions {
  readonly submissions: readonly Submission[];
  /** Sentences on tasks of which no job can be made. */
  readonly left: readonly string[];
}

/**
 * The jobs of a plan, in the order of their starts. Each is held to its node by the node's id, which Ray changes when the node begins
 * again: then the cluster is to be imported anew. Ray numbers devices by itself. The same plan gives the same submission ids, so
 * that a job that was submitted before is not taken again.
 * Source: Jobs REST API of Ray 2.58 and later (`entrypoint_label_selector`).
 */
export function submissionsOf(
  instance: Instance,
  { plan }: VerifiedPlan,
  origin: RayOrigin,
  featuresOf: FeaturesOfRun = () => undefined,
): Submissions {
  const { taskOfCopy, resourceOfCopy, tasks, resources } = instance;
  const left = new Set<string>();
  const found: Submission[] = [];
  for (let k = 0; k < plan.task.length; k++) {
    const task = tasks[taskOfCopy[plan.task[k]]];
    const resource = resources[resourceOfCopy[plan.resource[k]]];
    const [work, place] = [origin.tasks[task.id], origin.resources[resource.id]];
    const why =
      work === undefined
        ? "nothing says what it runs"
        : place === undefined
          ? `${resource.id} is no node of the cluster`
          : whyNot(instance, taskOfCopy[plan.task[k]]);
    if (why !== undefined || work === undefined || place === undefined) {
      left.add(`${task.id}: ${why}`);
      continue;
    }
    const name = taskCopyId(instance, plan.task[k]);
    const room = roomOf(instance, taskOfCopy[plan.task[k]], resourceOfCopy[plan.resource[k]]);
    const { entrypoint, runtime_env, metadata } = work;
    const body = {
      entrypoint,
      ...(runtime_env !== undefined && { runtime_env }),
      metadata: { ...metadata, "berth.dev/task": name, "berth.dev/node": resource.id },
      ...room,
      entrypoint_label_selector: { [NODE_ID]: place },
    };
    const id = sha256(JSON.stringify([name, plan.start[k], body])).slice(0, 16);
    const submission_id = `berth-${plainId(name)}-${id}`;
    const features = featuresOf(task.id, [resource.id]);
    found.push({
      at: plan.start[k],
      task: name,
      node: resource.id,
      body: { submission_id, ...body },
      ...(features !== undefined && { features }),
    });
  }
  const inOrder = found.map((one, i) => ({ one, i }));
  inOrder.sort((a, b) => a.one.at - b.one.at || a.i - b.i);
  return { submissions: inOrder.map(({ one }) => one), left: [...left] };
}

/** A job of Ray has one driver on one node. */
function whyNot({ tasks, schedule }: Instance, t: number): string | undefined {
  if (tasks[t].divisible) return "Ray cannot run a share of a job";
  const workers = schedule?.workers[t] ?? 1;
  if (workers > 1 || tasks[t].replicas > 1) {
    return "it stands in several places, and a job of Ray has one driver; submit them as tasks of their own";
  }
  return undefined;
}

/** What the driver asks for. Without a number Ray would give it one CPU for starting and none while it runs. */
function roomOf(instance: Instance, t: number, r: number): Readonly<Record<string, unknown>> {
  const custom: Record<string, number> = {};
  const room: Record<string, unknown> = {};
  for (const [d, { name, devices }] of instance.dimensions.entries()) {
    const amount = demandOf(instance, t, r, d);
    if (amount === 0) continue;
    if (name === "memory") room.entrypoint_memory = amount * MIB;
    else if (name === "cpu") room.entrypoint_num_cpus = amount / MILLI;
    else if (name === "gpu") room.entrypoint_num_gpus = amount / DEVICE;
    else custom[devices ? name.toUpperCase() : name] = amount / MILLI;
  }
  return { ...room, ...(Object.keys(custom).length > 0 && { entrypoint_resources: custom }) };
}

/** Amounts of an instance are thousandths, of memory MiB. */
const MILLI = 1000;
const MIB = 2 ** 20;

function plainId(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 60);
}
