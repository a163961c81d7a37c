import { type Instance, WHOLE } from "../instance/types.ts";
import { taskDemand } from "./piece.ts";
import { endsOf, sweep } from "./rules/sweep.ts";
import { shareFloor, shareRest } from "./shares.ts";
import type { Plan } from "./types.ts";

/** Sums by resource copy, each the exact number whole[r] + rest[r] / 1,000,000 with rest < 1,000,000. */
export interface Loads {
  readonly whole: Float64Array;
  readonly rest: Float64Array;
}

/** What the pieces on each resource copy demand together of one dimension, in its unit. O(pieces); copies without any cost nothing. */
export function loadsOf(instance: Instance, plan: Plan, dimension: number): Loads {
  const copies = instance.resourceOfCopy.length;
  const loads = { whole: new Float64Array(copies), rest: new Float64Array(copies) };
  for (let k = 0; k < plan.task.length; k++) {
    const resource = plan.resource[k];
    const demand = taskDemand(instance, plan, k, dimension);
    loads.whole[resource] += shareFloor(demand, plan.share[k]);
    loads.rest[resource] += shareRest(demand, plan.share[k]);
  }
  for (const r of plan.resource) {
    if (loads.rest[r] < WHOLE) continue;
    const over = loads.rest[r] % WHOLE;
    loads.whole[r] += (loads.rest[r] - over) / WHOLE;
    loads.rest[r] = over;
  }
  return loads;
}

/** The largest that a single piece on each resource copy demands of one dimension, in its unit. */
export function peaksOf(instance: Instance, plan: Plan, dimension: number): Loads {
  const copies = instance.resourceOfCopy.length;
  const peaks = { whole: new Float64Array(copies), rest: new Float64Array(copies) };
  for (let k = 0; k < plan.task.length; k++) {
    const resource = plan.resource[k];
    const demand = taskDemand(instance, plan, k, dimension);
    const whole = shareFloor(demand, plan.share[k]);
    const rest = shareRest(demand, plan.share[k]);
    const held = peaks.whole[resource];
    if (whole < held || (whole === held && rest <= peaks.rest[resource])) continue;
    peaks.whole[resource] = whole;
    peaks.rest[resource] = rest;
  }
  return peaks;
}

/** Mode schedule: the most that is demanded of one dimension at any instant on each resource copy. O(n log n). */
export function jointPeaksOf(instance: Instance, plan: Plan, dimension: number): Loads {
  const copies = instance.resourceOfCopy.length;
  const load = new Float64Array(copies);
  const peaks = { whole: new Float64Array(copies), rest: new Float64Array(copies) };
  const demand = (k: number) => taskDemand(instance, plan, k, dimension);
  const rise = (k: number, amount: number) => {
    const resource = plan.resource[k];
    peaks.whole[resource] = Math.max(peaks.whole[resource], amount);
  };
  sweep(plan, endsOf(instance, plan), plan.task.keys(), {
    enter: (k) => {
      load[plan.resource[k]] += demand(k);
      rise(k, load[plan.resource[k]]);
    },
    stand: (k) => rise(k, demand(k)),
    leave: (k) => {
      load[plan.resource[k]] -= demand(k);
    },
  });
  return peaks;
}

/** A load rounded up to its unit. */
export function loadCeil(loads: Loads, resource: number): number {
  return loads.whole[resource] + (loads.rest[resource] > 0 ? 1 : 0);
}
