import type { Instance, Mode } from "../instance/types.ts";
import { busyTimes } from "./busy.ts";
import { plainValue } from "./evaluate.ts";
import { jointPeaksOf, loadCeil, loadsOf, peaksOf } from "./loads.ts";
import { pieceEnd } from "./piece.ts";
import type { Plan } from "./types.ts";
import { usedCopies } from "./used.ts";
import { millionthsUp } from "./utilization.ts";

/** What one used resource copy does in a plan. */
export interface ResourceUse {
  /** Resource copy. */
  readonly resource: number;
  /** Pieces on it. */
  readonly pieces: number;
  /**
   * By dimension, in its unit, rounded up: placement the joint demand, where tasks run one at a time the largest single one,
   * in a schedule the most at any instant.
   */
  readonly load: readonly number[];
  /** By dimension: load / capacity in millionths, rounded up; absent where it has no capacity. */
  readonly utilization: readonly (number | undefined)[];
  /** Sum of the runtimes of its pieces, in ms. */
  readonly busy: number;
  /** Over time: when its last piece ends, in ms. */
  readonly end?: number;
}

/** A task copy that ends after its due date. */
export interface LateTask {
  readonly task: number;
  readonly end: number;
  readonly due: number;
  /** end - due, in ms; positive. */
  readonly lateness: number;
}

/** What a report tells about a plan beside its objectives; exact integers. */
export interface PlanMetrics {
  /** Used resource copies, by number. */
  readonly resources: readonly ResourceUse[];
  /** Over time: by task copy. */
  readonly late: readonly LateTask[];
  /** Task copies without a piece, ascending. */
  readonly unassigned: readonly number[];
  readonly placedTasks: number;
  /** Micro-dollars. */
  readonly totalCost: number;
}

/** Metrics of a plan with sound columns. O(dimensions x (pieces + copies)). */
export function planMetrics(instance: Instance, plan: Plan): PlanMetrics {
  const unassigned = unassignedTasks(instance, plan);
  return {
    resources: resourceUses(instance, plan),
    late: lateTasks(instance, plan),
    unassigned,
    placedTasks: instance.taskOfCopy.length - unassigned.length,
    totalCost: plainValue(instance, plan, { name: "cost" }),
  };
}

function resourceUses(instance: Instance, plan: Plan): ResourceUse[] {
  const copies = instance.resourceOfCopy.length;
  const pieces = new Int32Array(copies);
  const end = new Float64Array(copies);
  for (let k = 0; k < plan.task.length; k++) {
    const resource = plan.resource[k];
    pieces[resource]++;
    end[resource] = Math.max(end[resource], pieceEnd(instance, plan, k));
  }
  const busy = busyTimes(instance, plan);
  const loads = instance.dimensions.map((_, d) => loadColumn(instance, plan, d));
  const uses: ResourceUse[] = [];
  for (const resource of usedCopies(plan, copies)) {
    const { capacity } = instance.resources[instance.resourceOfCopy[resource]];
    const load = loads.map((column) => column(resource));
    uses.push({
      resource,
      pieces: pieces[resource],
      load: load.map(({ up }) => up),
      utilization: load.map(({ micro }, d) =>
        capacity[d] === 0
          ? undefined
          : millionthsUp({ numerator: micro, denominator: BigInt(capacity[d]) * 1_000_000n }),
      ),
      busy: busy[resource],
      ...(instance.mode !== "placement" ? { end: end[resource] } : {}),
    });
  }
  return uses;
}

/** A load rounded up to its unit, and exactly in millionths of it. */
interface ExactLoad {
  readonly up: number;
  readonly micro: bigint;
}

function loadColumn(
  instance: Instance,
  plan: Plan,
  dimension: number,
): (resource: number) => ExactLoad {
  const loads = LOADS[instance.mode](instance, plan, dimension);
  return (resource) => ({
    up: loadCeil(loads, resource),
    micro: BigInt(loads.whole[resource]) * 1_000_000n + BigInt(loads.rest[resource]),
  });
}

const LOADS = {
  placement: loadsOf,
  batch: peaksOf,
  schedule: jointPeaksOf,
} as const satisfies Record<Mode, unknown>;

function lateTasks(instance: Instance, plan: Plan): LateTask[] {
  const late: LateTask[] = [];
  if (instance.mode === "placement") return late;
  let k = 0;
  while (k < plan.task.length) {
    const task = plan.task[k];
    const { due } = instance.tasks[instance.taskOfCopy[task]];
    let end = 0;
    for (; k < plan.task.length && plan.task[k] === task; k++) {
      end = Math.max(end, pieceEnd(instance, plan, k));
    }
    if (due !== undefined && end > due) late.push({ task, end, due, lateness: end - due });
  }
  return late;
}

function unassignedTasks(instance: Instance, plan: Plan): number[] {
  const unassigned: number[] = [];
  let k = 0;
  for (let task = 0; task < instance.taskOfCopy.length; task++) {
    if (plan.task[k] !== task) unassigned.push(task);
    while (plan.task[k] === task) k++;
  }
  return unassigned;
}
