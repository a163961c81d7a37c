import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { buildPlan, piecesOf, planFromAssignment } from "../../plan/build.ts";
import { withDevices } from "../../plan/devices.ts";
import { startAsap } from "../../plan/sequence.ts";
import { handling, unheard } from "../../plan/traits.ts";
import type { Plan } from "../../plan/types.ts";
import { gcd } from "../../util/divisor.ts";
import { InvariantError } from "../../util/errors.ts";
import { type Filling, fillingOf } from "./filling.ts";
import type { GapCore } from "./types.ts";

/** A generalized assignment core and the way back to the instance. */
export interface CoreMap {
  readonly core: GapCore;
  /** The plan that an assignment of the core means. */
  planOf(assignment: Int32Array): Plan;
  /** The assignment of a feasible plan; undefined if the plan is none of the core's. */
  assignmentOf(plan: Plan): Int32Array | undefined;
  /** Sum of the core's costs. */
  sumOf(assignment: Int32Array): number;
  /** The internal value of the target for a sum of costs; a bound becomes a bound. */
  boundOf(sum: number): number;
}

/** What the core has heard of; `fillingOf` looks at devices and windows. */
export const GAP = handling("placement", "sequence", "optional", "devices", "available", "across");

/** Most pairs of a core. */
const MOST_PAIRS = 4_000_000;
const MOST_INT32 = 2 ** 31 - 1;

/**
 * The instance under a target as one generalized assignment problem over task copies and resource copies, or undefined
 * if it is more than that: nothing but `GAP`, a target that is additive without fixed prices, and a single dimension (batch: the window) that can ever be full. An optional task may also go to
 * a last resource, which stands for "not placed".
 */
export function gapCoreOf(instance: Instance, target: Target): CoreMap | undefined {
  if (unheard([GAP], { instance, target }) !== undefined || instance.tasks.length === 0) {
    return undefined;
  }
  const values = additiveValues(instance, target);
  if (values === undefined || values.fixed.some((one) => one !== 0)) return undefined;
  const usable = usablePairs(instance);
  const filling = fillingOf(instance, usable);
  if (filling === undefined) return undefined;
  const core = coreOf(instance, values, usable, filling);
  return core === undefined ? undefined : mapOf(instance, core);
}

function coreOf(
  instance: Instance,
  values: AdditiveValues,
  usable: Uint8Array,
  filling: Filling,
): GapCore | undefined {
  const { tasks, resources, taskOfCopy, resourceOfCopy } = instance;
  const R = resources.length;
  const reduced = reduceValues(instance, values, usable);
  const real = resourceOfCopy.length;
  const m = real + (tasks.some(({ optional }) => optional) ? 1 : 0);
  const n = taskOfCopy.length;
  if (n * m > MOST_PAIRS || m === 0 || reduced === undefined) return undefined;
  const cost = new Int32Array(n * m);
  const weight = new Int32Array(n * m);
  const capacity = new Int32Array(m);
  for (let i = 0; i < real; i++) capacity[i] = filling.capacity[resourceOfCopy[i]];
  for (let j = 0; j < n; j++) {
    const t = taskOfCopy[j];
    for (let i = 0; i < m; i++) {
      const pair = t * R + (i < real ? resourceOfCopy[i] : 0);
      const isOpen = i < real ? usable[pair] === 1 : tasks[t].optional;
      if (!isOpen) weight[j * m + i] = capacity[i] + 1;
      else if (i < real) {
        weight[j * m + i] = filling.weight[pair];
        cost[j * m + i] = reduced.cost[pair];
      } else cost[j * m + i] = reduced.idle[t];
    }
  }
  const { step, offset } = reduced;
  return {
    tasks: n,
    resources: m,
    cost,
    weight,
    capacity,
    step,
    offset,
    filled: filling.filled,
  };
}

interface Reduced {
  /** By pair of entries, and by task entry for staying out. */
  readonly cost: Float64Array;
  readonly idle: Float64Array;
  readonly step: number;
  readonly offset: number;
}

/** Costs above the least of each task, divided by what all of them share; undefined past 32 bits. */
function reduceValues(
  { tasks, resources }: Instance,
  { place, pair }: AdditiveValues,
  usable: Uint8Array,
): Reduced | undefined {
  const R = resources.length;
  const least = tasks.map(({ optional }, t) => {
    let low = optional ? 0 : Infinity;
    for (let e = t * R; e < t * R + R; e++) {
      if (usable[e] === 1 && pair[e] + place[t] < low) low = pair[e] + place[t];
    }
    return low === Infinity ? 0 : low;
  });
  const cost = new Float64Array(pair.length);
  const idle = Float64Array.from(tasks, ({ optional }, t) => (optional ? 0 - least[t] : 0));
  let step = 0;
  for (let e = 0; e < pair.length; e++) {
    if (usable[e] === 0) continue;
    const t = Math.floor(e / R);
    cost[e] = pair[e] + place[t] - least[t];
    step = gcd(step, cost[e]);
  }
  for (const one of idle) step = gcd(step, one);
  if (step === 0) step = 1;
  let offset = 0;
  tasks.forEach(({ count }, t) => {
    offset += count * least[t];
  });
  for (let e = 0; e < cost.length; e++) cost[e] /= step;
  for (let t = 0; t < idle.length; t++) idle[t] /= step;
  const fits = (one: number) => one <= MOST_INT32;
  return cost.every(fits) && idle.every(fits) ? { cost, idle, step, offset } : undefined;
}

function mapOf(instance: Instance, core: GapCore): CoreMap {
  const { tasks: n, resources: m, cost, weight, capacity, step, offset } = core;
  const real = instance.resourceOfCopy.length;
  return {
    core,
    planOf(assignment) {
      if (instance.mode === "placement") {
        const homes = assignment.map((i) => (i < real ? i : -1));
        return placementOf(instance, homes);
      }
      const orders = Array.from({ length: real }, (_, i) => [i, [] as { task: number }[]] as const);
      for (let j = 0; j < n; j++)
        if (assignment[j] < real) orders[assignment[j]][1].push({ task: j });
      return buildPlan(instance, startAsap(instance, orders));
    },
    assignmentOf(plan) {
      const assignment = new Int32Array(n).fill(m > real ? real : -1);
      for (let k = 0; k < plan.task.length; k++) assignment[plan.task[k]] = plan.resource[k];
      const isWhole = assignment.every((i, j) => i !== -1 && weight[j * m + i] <= capacity[i]);
      return isWhole ? assignment : undefined;
    },
    sumOf(assignment) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += cost[j * m + assignment[j]];
      return sum;
    },
    boundOf: (sum) => step * sum + offset,
  };
}

function placementOf(instance: Instance, homes: Int32Array): Plan {
  const plan = planFromAssignment(instance, homes);
  if (!instance.dimensions.some(({ devices }) => devices)) return plan;
  const pieces = withDevices(instance, piecesOf(plan));
  if (pieces === undefined) throw new InvariantError("Whole devices within capacity do not fit.");
  return buildPlan(instance, pieces);
}
