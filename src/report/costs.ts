import { billedTime, HOUR, timesTime } from "../instance/billing.ts";
import { costOf } from "../instance/features.ts";
import { paysTransfers } from "../instance/links.ts";
import type { Instance } from "../instance/types.ts";
import { occupiedIntervals } from "../plan/occupied.ts";
import { pairOf } from "../plan/piece.ts";
import { shareCeil } from "../plan/shares.ts";
import { transfersOf } from "../plan/transfers.ts";
import type { Plan } from "../plan/types.ts";
import { usedCopies } from "../plan/used.ts";

/** What the used copies of one resource entry cost, in micro-dollars. */
export interface ResourceCosts {
  /** Resource entry. */
  readonly resource: number;
  /** Used copies. */
  readonly copies: number;
  /** Of the pieces themselves. */
  pieces: number;
  /** Paid once for each used copy. */
  once: number;
  /** Time that is paid while something runs, and beside that: between pieces, and rounded up. */
  busy: number;
  idle: number;
}

/** A plan's cost in parts that sum to it exactly, in micro-dollars. */
export interface CostSplit {
  readonly total: number;
  /** Used resource entries in order. */
  readonly resources: readonly ResourceCosts[];
  /** By task entry: what its pieces cost, without what resources are paid for. */
  readonly tasks: ReadonlyMap<number, number>;
  /** What moves between sites. */
  readonly transfers: number;
}

/** Splits the cost of a plan by what is paid for. O(n log n + copies). */
export function costSplit(instance: Instance, plan: Plan): CostSplit {
  const { resources, resourceOfCopy, schedule } = instance;
  const found = new Map<number, ResourceCosts & { copies: number }>();
  const of = (resource: number) => {
    const known = found.get(resource);
    if (known !== undefined) return known;
    const fresh = { resource, copies: 0, pieces: 0, once: 0, busy: 0, idle: 0 };
    found.set(resource, fresh);
    return fresh;
  };
  for (const copy of usedCopies(plan, resourceOfCopy.length)) {
    const own = of(resourceOfCopy[copy]);
    own.copies++;
    own.once += resources[own.resource].fixedPrice;
  }
  const tasks = new Map<number, number>();
  for (let k = 0; k < plan.task.length; k++) {
    const [task, resource] = pairOf(instance, plan, k);
    const cost = shareCeil(costOf(instance, task, resource), plan.share[k]);
    of(resource).pieces += cost;
    tasks.set(task, (tasks.get(task) ?? 0) + cost);
  }
  for (const [copy, occupied] of schedule === undefined ? [] : occupiedIntervals(instance, plan)) {
    const own = of(resourceOfCopy[copy]);
    const { pricePerHour } = resources[own.resource];
    const paid = timesTime(pricePerHour, billedTime(instance, own.resource, occupied), HOUR);
    const time = occupied.from.reduce((sum, start, i) => sum + occupied.until[i] - start, 0);
    const busy = timesTime(pricePerHour, time, HOUR);
    own.busy += busy;
    own.idle += paid - busy;
  }
  const transfers = paysTransfers(instance) ? transfersOf(instance, plan) : 0;
  const list = [...found.values()].sort((a, b) => a.resource - b.resource);
  const total = list.reduce((sum, one) => sum + costOfResource(one), transfers);
  return { total, resources: list, tasks, transfers };
}

/** All that one resource entry costs. */
export function costOfResource({ pieces, once, busy, idle }: ResourceCosts): number {
  return pieces + once + busy + idle;
}
