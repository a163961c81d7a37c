import { type Instance, WHOLE } from "../instance/types.ts";
import { demandOf } from "../instance/usable.ts";
import { InvariantError } from "../util/errors.ts";
import { type DeviceRange, deviceRangesOf, devicesTaken } from "./piece.ts";
import type { Plan } from "./types.ts";

/** One row of a plan, by copy numbers. */
export interface Piece {
  readonly task: number;
  readonly resource: number;
  /** Millionths; 1,000,000 unless given. */
  readonly share?: number;
  /** Milliseconds; 0 unless given. */
  readonly start?: number;
  /**
   * Numbers of devices inside the resource. In mode batch the first ones unless given, since a piece
   * has the resource to itself; else none unless given (see `withDevices`).
   */
  readonly devices?: readonly number[];
}

/**
 * The plan that holds the pieces in canonical order: by task copy, then resource copy, then as given.
 * Judges nothing (that is `verify`), but refuses what a column cannot hold.
 * Throws InvariantError on a copy number outside the instance, or a share or device that is no int32.
 * Cost O(n), plus a sort within each task copy.
 */
export function buildPlan(instance: Instance, pieces: Iterable<Piece>): Plan {
  const rows = Array.isArray(pieces) ? (pieces as readonly Piece[]) : [...pieces];
  const order = canonicalOrder(instance, rows);
  const plan = allocate(rows.length);
  const device: number[] = [];
  const ranges = deviceRangesOf(instance);
  for (let k = 0; k < rows.length; k++) {
    const piece = rows[order[k]];
    plan.task[k] = piece.task;
    plan.resource[k] = piece.resource;
    plan.share[k] = int32(piece.share ?? WHOLE, "share");
    plan.start[k] = piece.start ?? 0;
    const devices = piece.devices ?? firstDevices(instance, piece, ranges);
    if (devices.length > 0) {
      for (const number of [...devices].sort((a, b) => a - b)) device.push(int32(number, "device"));
    }
    plan.deviceStart[k + 1] = device.length;
  }
  return { ...plan, device: Int32Array.from(device) };
}

/** The plan that places nothing. */
export function emptyPlan(): Plan {
  return { ...allocate(0), device: new Int32Array(0) };
}

/**
 * The placement that puts each task copy whole on `resourceOfTask[copy]`, or nowhere where that is -1,
 * without devices. The columnar fast path of `buildPlan`: O(task copies), no objects.
 * Throws InvariantError if the array does not fit the instance.
 */
export function planFromAssignment(instance: Instance, resourceOfTask: Int32Array): Plan {
  const copies = instance.taskOfCopy.length;
  if (resourceOfTask.length !== copies) {
    throw new InvariantError(
      `An assignment needs one entry for each of ${copies} task copies, got ${resourceOfTask.length}.`,
    );
  }
  let placed = 0;
  for (const resource of resourceOfTask) if (resource !== -1) placed++;
  const plan = allocate(placed);
  let k = 0;
  for (let task = 0; task < copies; task++) {
    if (resourceOfTask[task] === -1) continue;
    plan.task[k] = task;
    plan.resource[k] = copyNumber(resourceOfTask[task], instance.resourceOfCopy.length, "resource");
    k++;
  }
  plan.share.fill(WHOLE);
  return { ...plan, device: new Int32Array(0) };
}

/** The pieces of a plan, in its order, with every field given. */
export function* piecesOf(plan: Plan): Generator<Required<Piece>, void, void> {
  for (let k = 0; k < plan.task.length; k++) {
    yield {
      task: plan.task[k],
      resource: plan.resource[k],
      share: plan.share[k],
      start: plan.start[k],
      devices: [...plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1])],
    };
  }
}

/** True if two plans are equal column by column; see `canonicalDevices` for equal up to numbering. */
export function plansEqual(a: Plan, b: Plan): boolean {
  return (
    sameColumn(a.task, b.task) &&
    sameColumn(a.resource, b.resource) &&
    sameColumn(a.share, b.share) &&
    sameColumn(a.start, b.start) &&
    sameColumn(a.deviceStart, b.deviceStart) &&
    sameColumn(a.device, b.device)
  );
}

function allocate(pieces: number): Omit<Plan, "device"> {
  return {
    task: new Int32Array(pieces),
    resource: new Int32Array(pieces),
    share: new Int32Array(pieces),
    start: new Float64Array(pieces),
    deviceStart: new Int32Array(pieces + 1),
  };
}

/** Fewer pieces than task copies by this factor are sorted one by one. */
const SPARSE = 16;

/** Counting sort by task copy (stable), then each short run by resource copy. */
function canonicalOrder(instance: Instance, rows: readonly Piece[]): Int32Array {
  const copies = instance.taskOfCopy.length;
  const resources = instance.resourceOfCopy.length;
  for (const { task, resource } of rows) {
    copyNumber(task, copies, "task");
    copyNumber(resource, resources, "resource");
  }
  if (SPARSE * rows.length < copies) {
    return Int32Array.from(rows.keys()).sort(
      (i, j) => rows[i].task - rows[j].task || rows[i].resource - rows[j].resource || i - j,
    );
  }
  const runStart = new Int32Array(copies + 1);
  for (const { task } of rows) runStart[task + 1]++;
  for (let t = 0; t < copies; t++) runStart[t + 1] += runStart[t];
  const next = runStart.slice();
  const order = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) order[next[rows[i].task]++] = i;
  for (let t = 0; t < copies; t++) {
    if (runStart[t + 1] - runStart[t] < 2) continue;
    order
      .subarray(runStart[t], runStart[t + 1])
      .sort((i, j) => rows[i].resource - rows[j].resource);
  }
  return order;
}

const NO_DEVICES: readonly number[] = [];

function firstDevices(
  instance: Instance,
  piece: Piece,
  ranges: (resource: number) => readonly DeviceRange[],
): readonly number[] {
  if (instance.mode !== "batch") return NO_DEVICES;
  const task = instance.taskOfCopy[piece.task];
  const resource = instance.resourceOfCopy[piece.resource];
  let devices: number[] | undefined;
  for (const { dimension, first } of ranges(resource)) {
    const taken = devicesTaken(demandOf(instance, task, resource, dimension));
    devices ??= [];
    for (let i = 0; i < taken; i++) devices.push(first + i);
  }
  return devices ?? NO_DEVICES;
}

function copyNumber(value: number, count: number, what: string): number {
  if (Number.isInteger(value) && value >= 0 && value < count) return value;
  throw new InvariantError(`A piece names ${what} copy ${value}; the instance has ${count}.`);
}

function int32(value: number, what: string): number {
  if ((value | 0) === value) return value;
  throw new InvariantError(`A piece has a ${what} of ${value}, which is not a 32-bit integer.`);
}

function sameColumn(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
