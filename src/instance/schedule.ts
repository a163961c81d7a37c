import { InvariantError } from "../util/errors.ts";
import type { Limit, ScheduleRules } from "./schedule-rules.ts";
import type { Setting } from "./setting.ts";

/** The rules of an instance in mode "schedule". Throws InvariantError elsewhere. */
export function rulesOf({ schedule }: Setting): ScheduleRules {
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
export function piecesPerCopy({ tasks, schedule }: Setting, task: number): number {
  return schedule === undefined ? tasks[task]!.replicas : schedule.workers[task]!;
}

/** When nothing may run on a resource entry within its window; empty outside mode "schedule". */
export function maintenanceOf({ schedule }: Setting, resource: number) {
  return schedule?.maintenance[resource] ?? NONE;
}

const NONE: readonly (readonly [number, number])[] = Object.freeze([]);
