import { findResourceCopy, findTaskCopy } from "../instance/ids.ts";
import { findLoss } from "../instance/losses.ts";
import type { Instance } from "../instance/types.ts";
import { WHOLE } from "../instance/types.ts";
import { buildPlan, type Piece } from "../plan/build.ts";
import type { Plan, Recovery } from "../plan/types.ts";
import { InstanceError, type Issue } from "../util/errors.ts";
import { isMap } from "../util/is-map.ts";
import { PLAN_VERSION } from "./plan-text.ts";

/**
 * The plan in the document of a plan file or of `berth solve --json`. Checks structure only (ids,
 * integers, devices); whether the plan keeps the rules is for `verify`.
 * Throws InstanceError with every issue.
 */
export function parsePlan(document: unknown, instance: Instance): Plan {
  const { list, path, recoveries } = assignmentsOf(document);
  const plan = planOf(list, path, instance);
  if (recoveries === undefined) return plan;
  const at = path.replace(/assignments$/, "recoveries");
  return { ...plan, recoveries: recoveriesOf(recoveries, at, instance) };
}

/** The plan of a list of assignments, whose items have the paths `path/0`, `path/1` and so on. As `parsePlan`. */
export function planOf(list: readonly unknown[], path: string, instance: Instance): Plan {
  const issues: Issue[] = [];
  const pieces: Piece[] = [];
  const seen = new Set<number>();
  const copies = instance.resourceOfCopy.length;
  for (const [k, entry] of list.entries()) {
    const piece = readPiece(entry, instance, `${path}/${k}`, issues);
    if (piece === undefined) continue;
    const pair = piece.task * copies + piece.resource;
    // Workers of a gang may share a resource; how many there are is for the verifier.
    if (seen.has(pair) && instance.mode !== "schedule") {
      issues.push({ path: `${path}/${k}`, message: "the same task is on the same resource twice" });
    }
    seen.add(pair);
    pieces.push(piece);
  }
  if (issues.length > 0) throw new InstanceError(issues);
  return buildPlan(instance, pieces);
}

const RECOVERY_KEYS = new Set(["lost", "assignments"]);

/** Recoveries in the order of losses. Throws InstanceError. */
function recoveriesOf(list: unknown, path: string, instance: Instance): readonly Recovery[] {
  if (!Array.isArray(list)) throw wrong(path, `expected a list of recoveries, got ${shown(list)}`);
  const { robust } = instance;
  if (robust === undefined && list.length > 0) {
    throw wrong(path, "the plan has recoveries, and the instance no losses");
  }
  const recoveries = list.map((entry: unknown, i): Recovery => {
    const at = `${path}/${i}`;
    if (!isMap(entry)) throw wrong(at, `expected a recovery, got ${shown(entry)}`);
    const unknown = Object.keys(entry).find((key) => !RECOVERY_KEYS.has(key));
    if (unknown !== undefined) throw wrong(at, `unknown key ${shown(unknown)}`);
    const { lost, assignments } = entry;
    const loss =
      robust === undefined || typeof lost !== "string"
        ? undefined
        : findLoss(instance, robust, lost);
    if (loss === undefined) {
      const expected = "expected what is lost, such as a resource id";
      throw wrong(`${at}/lost`, `${expected}, got ${shown(lost)}`);
    }
    const pieces = listAt(assignments, `${at}/assignments`);
    return { loss, moved: planOf(pieces.list, pieces.path, instance) };
  });
  return recoveries.sort((a, b) => a.loss - b.loss);
}

interface Listed {
  readonly list: readonly unknown[];
  readonly path: string;
  readonly recoveries?: unknown;
}

/** The list of assignments in a document and its path. Throws InstanceError if it holds no plan. */
export function assignmentsOf(document: unknown): Listed {
  if (!isMap(document)) throw wrong("", `expected a plan, got ${shown(document)}`);
  if ("berth_plan" in document) {
    if (document.berth_plan !== PLAN_VERSION) {
      throw wrong("/berth_plan", `expected ${PLAN_VERSION}, got ${shown(document.berth_plan)}`);
    }
    const { recoveries } = document;
    return { ...listAt(document.assignments, "/assignments"), recoveries };
  }
  if (isMap(document.plan)) {
    const { recoveries } = document.plan;
    return { ...listAt(document.plan.assignments, "/plan/assignments"), recoveries };
  }
  if ("termination" in document) {
    throw wrong("", `holds no plan (termination: ${shown(document.termination)})`);
  }
  throw wrong("", 'expected a plan: "berth_plan" or "plan" is missing');
}

function listAt(value: unknown, path: string): Listed {
  if (!Array.isArray(value))
    throw wrong(path, `expected a list of assignments, got ${shown(value)}`);
  return { list: value, path };
}

const KEYS = new Set(["task", "resource", "start_ms", "share", "devices"]);

function readPiece(
  entry: unknown,
  instance: Instance,
  path: string,
  issues: Issue[],
): Piece | undefined {
  const before = issues.length;
  const report = (key: string, message: string) => issues.push({ path: `${path}${key}`, message });
  if (!isMap(entry)) {
    report("", `expected an assignment, got ${shown(entry)}`);
    return undefined;
  }
  for (const key of Object.keys(entry)) {
    if (!KEYS.has(key))
      report(`/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, "unknown key");
  }
  const task = copyNumber(entry.task, (id) => findTaskCopy(instance, id));
  const resource = copyNumber(entry.resource, (id) => findResourceCopy(instance, id));
  if (task === undefined) report("/task", `expected the id of a task, got ${shown(entry.task)}`);
  if (resource === undefined) {
    report("/resource", `expected the id of a resource, got ${shown(entry.resource)}`);
  }
  const absent = instance.mode === "placement" ? 0 : undefined;
  const start = entry.start_ms === undefined ? absent : entry.start_ms;
  if (!isIntegerIn(start, 0, Number.MAX_SAFE_INTEGER)) {
    report("/start_ms", `expected whole milliseconds from 0 on, got ${shown(entry.start_ms)}`);
  }
  if (entry.share !== undefined && !isIntegerIn(entry.share, 1, WHOLE)) {
    report("/share", `expected millionths from 1 to ${WHOLE}, got ${shown(entry.share)}`);
  }
  if (entry.devices !== undefined && !isDeviceList(entry.devices)) {
    report("/devices", `expected a list of distinct device numbers, got ${shown(entry.devices)}`);
  }
  if (issues.length > before || task === undefined || resource === undefined) return undefined;
  return {
    task,
    resource,
    start: start as number,
    ...(entry.share === undefined ? {} : { share: entry.share as number }),
    ...(entry.devices === undefined ? {} : { devices: entry.devices as number[] }),
  };
}

function copyNumber(id: unknown, find: (id: string) => number | undefined): number | undefined {
  return typeof id === "string" ? find(id) : undefined;
}

function isDeviceList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((device) => isIntegerIn(device, 0, 0x7fff_ffff)) &&
    new Set(value).size === value.length
  );
}

function isIntegerIn(value: unknown, low: number, high: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high;
}

function wrong(path: string, message: string): InstanceError {
  return new InstanceError([{ path, message }]);
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
