import { type Instance, WHOLE } from "../../instance/types.ts";
import { emptyPlan } from "../build.ts";
import type { Plan, Recovery } from "../types.ts";
import type { ReportViolation } from "./rule.ts";

/** The name under which faults of form are reported. */
export const STRUCTURE = "structure";

/**
 * Checks the form of a plan and returns the part that the other rules can speak about: a fresh plan
 * with the well-formed pieces, sorted. A piece that names no copy of the instance or has no lawful
 * share is left out; an unlawful start becomes NaN over time and 0 in placement.
 * Absent if the columns do not fit together, for then no row means anything.
 */
export function soundPart(
  instance: Instance,
  plan: Plan,
  report: ReportViolation,
): Plan | undefined {
  if (!columnsExist(plan, report)) return undefined;
  if (![lengthsFit(plan, report), devicesFit(plan, report)].every((fit) => fit)) return undefined;
  const kept: number[] = [];
  let sorted = true;
  let lawful = true;
  for (let k = 0; k < plan.task.length; k++) {
    const inside = namesCopies(instance, plan, k, report);
    const shared = hasShare(plan, k, report);
    if (!startsLawfully(instance, plan, k, report)) lawful = false;
    if (inside && shared) kept.push(k);
    if (k > 0 && compareRows(plan, k - 1, k) > 0) {
      sorted = false;
      report(
        () => `piece ${k} stands after piece ${k - 1}; pieces are sorted by task, then resource`,
      );
    }
  }
  if (sorted && lawful && kept.length === plan.task.length) {
    return { ...copyPlan(plan), ...copyRecoveries(plan) };
  }
  if (!sorted) kept.sort((i, j) => compareRows(plan, i, j) || i - j);
  return { ...copyPieces(instance, plan, kept), ...copyRecoveries(plan) };
}

/** What they say is for the rule on losses, form included; only copies, so that later writes do not reach them. */
function copyRecoveries({ recoveries }: Plan): Pick<Plan, "recoveries"> {
  if (!Array.isArray(recoveries)) return {};
  const copies = recoveries.map((recovery: Recovery | undefined) => {
    const moved = recovery?.moved;
    const isPlan = moved !== undefined && columnsExist(moved, () => {});
    return Object.freeze({ ...recovery, ...(isPlan && { moved: Object.freeze(copyPlan(moved)) }) });
  });
  return { recoveries: Object.freeze(copies) as readonly Recovery[] };
}

function columnsExist(plan: Plan, report: ReportViolation): boolean {
  const columns: readonly [keyof Plan, Int32ArrayConstructor | Float64ArrayConstructor][] = [
    ["task", Int32Array],
    ["resource", Int32Array],
    ["share", Int32Array],
    ["start", Float64Array],
    ["deviceStart", Int32Array],
    ["device", Int32Array],
  ];
  const wrong = columns.filter(([name, type]) => !(plan[name] instanceof type));
  for (const [name, type] of wrong) report(() => `column "${name}" is not a ${type.name}`);
  return wrong.length === 0;
}

function lengthsFit(plan: Plan, report: ReportViolation): boolean {
  const pieces = plan.task.length;
  const wrong = (["resource", "share", "start"] as const).filter(
    (name) => plan[name].length !== pieces,
  );
  for (const name of wrong) {
    report(() => `column "${name}" has ${plan[name].length} entries for ${pieces} pieces`);
  }
  return wrong.length === 0;
}

function devicesFit({ task, deviceStart, device }: Plan, report: ReportViolation): boolean {
  const pieces = task.length;
  let fit = true;
  const fault = (message: string) => {
    fit = false;
    report(() => `column "deviceStart" ${message}`);
  };
  if (deviceStart.length !== pieces + 1) {
    fault(`has ${deviceStart.length} entries for ${pieces} pieces`);
    return fit;
  }
  if (deviceStart[0] !== 0) fault(`begins at ${deviceStart[0]}, not 0`);
  for (let k = 0; k < pieces; k++) {
    if (deviceStart[k + 1] < deviceStart[k]) fault(`falls at ${k + 1}`);
  }
  if (deviceStart[pieces] !== device.length) {
    fault(`ends at ${deviceStart[pieces]}, "device" has ${device.length} entries`);
  }
  return fit;
}

function namesCopies(instance: Instance, plan: Plan, k: number, report: ReportViolation): boolean {
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

function hasShare(plan: Plan, k: number, report: ReportViolation): boolean {
  const share = plan.share[k];
  if (share >= 1 && share <= WHOLE) return true;
  report(() => `piece ${k} has a share of ${share} millionths; a share is 1 to ${WHOLE}`);
  return false;
}

function startsLawfully(
  instance: Instance,
  plan: Plan,
  k: number,
  report: ReportViolation,
): boolean {
  const start = plan.start[k];
  if (instance.mode === "placement") {
    if (start === 0) return true;
    report(() => `piece ${k} starts at ${start}; in placement mode all start at 0`);
    return false;
  }
  if (isWholeTime(start)) return true;
  report(() => `piece ${k} starts at ${start}, which is no whole number of ms from 0 on`);
  return false;
}

function isWholeTime(start: number): boolean {
  return Number.isSafeInteger(start) && start >= 0;
}

function compareRows(plan: Plan, i: number, j: number): number {
  return plan.task[i] - plan.task[j] || plan.resource[i] - plan.resource[j];
}

function copyPlan(plan: Plan): Plan {
  return {
    task: plan.task.slice(),
    resource: plan.resource.slice(),
    share: plan.share.slice(),
    start: plan.start.slice(),
    deviceStart: plan.deviceStart.slice(),
    device: plan.device.slice(),
  };
}

function copyPieces(instance: Instance, plan: Plan, kept: readonly number[]): Plan {
  if (kept.length === 0) return emptyPlan();
  const timed = instance.mode !== "placement";
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
      if (!timed) return 0;
      return isWholeTime(plan.start[k]) ? plan.start[k] : Number.NaN;
    }),
    deviceStart,
    device: Int32Array.from(device),
  };
}
