import { InvariantError } from "../util/errors.ts";
import type { FailureDomains, Instance } from "./types.ts";

/** One task waits for another: every copy for every copy, or copy i for copy i where both have equally many. */
export interface Precedence {
  /** Task entries. */
  readonly before: number;
  readonly after: number;
  /** Milliseconds between the end of the one and the start of the other. */
  readonly lag: number;
  readonly pairwise: boolean;
}

/** What all running pieces together may use at any instant, such as licences or the quota of a team. */
export interface Limit {
  readonly name: string;
  /** Thousandths, or the unit of `dimension`. */
  readonly capacity: number;
  /** Set where the limit counts demands of a dimension; its index. */
  readonly dimension?: number;
  /** What one piece uses: by task entry, or by task entry x resource entry (row = task) when `perPair`. */
  readonly usage: Float64Array;
  readonly perPair: boolean;
}

/** For how much of its time a used resource copy is paid. */
export interface Billing {
  /** While something runs on it, or from the first start to the last end. */
  readonly by: "occupied" | "rental";
  /** Each billed interval is rounded up to a multiple of this; ms, at least 1. */
  readonly every: number;
}

/**
 * What planning over time knows beside tasks, resources and pairs. Present exactly in mode "schedule". All times in ms
 * from the beginning of the plan. R and T are the numbers of entries.
 */
export interface ScheduleRules {
  /** By resource entry: 1 where a copy runs one piece at a time. */
  readonly exclusiveResource: Uint8Array;
  /** By task entry: 1 where a piece has its resource copy to itself. */
  readonly exclusiveTask: Uint8Array;
  /** By task entry: pieces of one copy, which start together on resources of one kind; 1 for a plain task. */
  readonly workers: Int32Array;
  /** By task entry: index into `rooms` of the label whose value all workers share; -1 for none. */
  readonly within: Int32Array;
  readonly rooms: readonly FailureDomains[];
  /** Acyclic. */
  readonly precedence: readonly Precedence[];
  /** By resource entry: when nothing may run, as disjoint [from, until) in order. */
  readonly maintenance: readonly (readonly (readonly [from: number, until: number])[])[];
  readonly limits: readonly Limit[];
  /** By task entry: index of its family, 0 for none. */
  readonly family: Int32Array;
  readonly families: readonly string[];
  /** Between consecutive pieces on an exclusive resource copy, row = family that ran. families x families. */
  readonly setup: Float64Array;
  /** By resource entry. */
  readonly billing: readonly Billing[];
}

/** The rules of an instance in mode "schedule". Throws InvariantError elsewhere. */
export function rulesOf({ schedule }: Instance): ScheduleRules {
  if (schedule === undefined)
    throw new InvariantError("Only an instance in mode schedule has rules of time.");
  return schedule;
}

/** What one piece of a task on a resource uses of a limit; by entries. */
export function usageOf(
  { usage, perPair }: Limit,
  task: number,
  resource: number,
  resources: number,
) {
  return usage[perPair ? task * resources + resource : task]!;
}

/** Pieces of one placed copy of a task entry: its replicas, or its workers in mode "schedule". */
export function piecesPerCopy({ tasks, schedule }: Instance, task: number): number {
  return schedule === undefined ? tasks[task]!.replicas : schedule.workers[task]!;
}

/** When nothing may run on a resource entry within its window; empty outside mode "schedule". */
export function maintenanceOf({ schedule }: Instance, resource: number) {
  return schedule?.maintenance[resource] ?? NONE;
}

const NONE: readonly (readonly [number, number])[] = Object.freeze([]);

/** Stands in tables of methods for sequences where an objective is known to schedules alone. Throws InvariantError. */
export function onlyOverTime(): never {
  throw new InvariantError("Tardiness and late tasks are planned in mode schedule alone.");
}
