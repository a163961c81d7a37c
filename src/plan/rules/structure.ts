import { type Instance, WHOLE } from "../../instance/types.ts";
import { emptyPlan } from "../build.ts";
import type { Plan } from "../types.ts";
import type { Report } from "./rule.ts";

/** The name under which faults of form are reported. */
export const STRUCTURE = "structure";

/**
 * Checks the form of a plan and returns the part that the other rules can speak about: a fresh plan
 * with the well-formed pieces, sorted. A piece that names no copy of the instance or has no lawful
 * share is left out; an unlawful start becomes NaN in batch mode and 0 in placement. Absent if the columns do not fit together,
 * for then no row means anything.
 */
export function soundPart(instance: Instance, plan: Plan, report: Report): Plan | undefined {
  if (!columnsFit(plan, report)) return undefined;
  const kept: number[] = [];
  let sorted = true;
  for (let k = 0; k < plan.task.length; k++) {
    const inside = namesCopies(instance, plan, k, report);
    const shared = hasShare(plan, k, report);
    checkStart(instance, plan, k, report);
    if (inside && shared) kept.push(k);
    if (k > 0 && comesBefore(plan, k, k - 1)) {
      sorted = false;
      report(
        () => `piece ${k} stands after piece ${k - 1}; pieces are sorted by task, then resource`,
      );
    }
  }
  if (!sorted) kept.sort((i, j) => comesAt(plan, i, j) || i - j);
  return copyPieces(instance, plan, kept);
}

function columnsFit(plan: Plan, report: Report): boolean {
  let fit = true;
  const fault = (message: string) => {
    fit = false;
    report(() => message);
  };
  const columns: readonly [keyof Plan, Int32ArrayConstructor | Float64ArrayConstructor][] = [
    ["task", Int32Array],
    ["resource", Int32Array],
    ["share", Int32Array],
    ["start", Float64Array],
    ["deviceStart", Int32Array],
    ["device", Int32Array],
  ];
  for (const [name, type] of columns) {
    if (!(plan[name] instanceof type)) fault(`column "${name}" is not a ${type.name}`);
  }
  if (!fit) return false;
  const pieces = plan.task.length;
  for (const name of ["resource", "share", "start"] as const) {
    const { length } = plan[name];
    if (length !== pieces) fault(`column "${name}" has ${length} entries for ${pieces} pieces`);
  }
  if (plan.deviceStart.length !== pieces + 1) {
    fault(`column "deviceStart" has ${plan.deviceStart.length} entries for ${pieces} pieces`);
    return false;
  }
  if (plan.deviceStart[0] !== 0)
    fault(`column "deviceStart" begins at ${plan.deviceStart[0]}, not 0`);
  for (let k = 0; k < pieces; k++) {
    if (plan.deviceStart[k + 1] < plan.deviceStart[k])
      fault(`column "deviceStart" falls at ${k + 1}`);
  }
  if (plan.deviceStart[pieces] !== plan.device.length) {
    fault(
      `column "deviceStart" ends at ${plan.deviceStart[pieces]}, "device" has ${plan.device.length} entries`,
    );
  }
  return fit;
}

function namesCopies(instance: Instance, plan: Plan, k: number, report: Report): boolean {
  const tasks = instance.taskOfCopy.length;
  const resources = instance.resourceOfCopy.length;
  const task = plan.task[k];
  const resource = plan.resource[k];
  const taskKnown = task >= 0 && task < tasks;
  const resourceKnown = resource >= 0 && resource < resources;
  if (!taskKnown) report(() => `piece ${k} names task copy ${task}, there are ${tasks}`);
  if (!resourceKnown) {
    report(() => `piece ${k} names resource copy ${resource}, there are ${resources}`);
  }
  return taskKnown && resourceKnown;
}

function hasShare(plan: Plan, k: number, report: Report): boolean {
  const share = plan.share[k];
  if (share >= 1 && share <= WHOLE) return true;
  report(() => `piece ${k} has a share of ${share} millionths; a share is 1 to ${WHOLE}`);
  return false;
}

function checkStart(instance: Instance, plan: Plan, k: number, report: Report): void {
  const start = plan.start[k];
  if (instance.mode === "placement") {
    if (start !== 0)
      report(() => `piece ${k} starts at ${start}; in placement mode all start at 0`);
  } else if (!isLawfulStart(start)) {
    report(() => `piece ${k} starts at ${start}, which is no whole number of ms from 0 on`);
  }
}

function isLawfulStart(start: number): boolean {
  return Number.isSafeInteger(start) && start >= 0;
}

function comesAt(plan: Plan, i: number, j: number): number {
  return plan.task[i] - plan.task[j] || plan.resource[i] - plan.resource[j];
}

function comesBefore(plan: Plan, i: number, j: number): boolean {
  return comesAt(plan, i, j) < 0;
}

function copyPieces(instance: Instance, plan: Plan, kept: readonly number[]): Plan {
  if (kept.length === 0) return emptyPlan();
  const batch = instance.mode === "batch";
  const deviceStart = new Int32Array(kept.length + 1);
  const device: number[] = [];
  kept.forEach((k, i) => {
    for (let d = plan.deviceStart[k]; d < plan.deviceStart[k + 1]; d++) device.push(plan.device[d]);
    deviceStart[i + 1] = device.length;
  });
  return {
    task: Int32Array.from(kept, (k) => plan.task[k]),
    resource: Int32Array.from(kept, (k) => plan.resource[k]),
    share: Int32Array.from(kept, (k) => plan.share[k]),
    start: Float64Array.from(kept, (k) => {
      if (!batch) return 0;
      // Adding 0 turns -0 into 0.
      return isLawfulStart(plan.start[k]) ? plan.start[k] + 0 : Number.NaN;
    }),
    deviceStart,
    device: Int32Array.from(device),
  };
}
