import type { Instance } from "../../src/instance/types.ts";
import { piecesOf } from "../../src/plan/build.ts";
import { handling, unheard } from "../../src/plan/traits.ts";
import type { Plan } from "../../src/plan/types.ts";
import { naiveValue } from "./naive-objectives.ts";
import { keepsOwnRules, withOwnRules } from "./own-rules.ts";

/** The rules that are written down here. */
const WRITTEN = handling(
  ...(["schedule", "optional", "workers", "colocate", "separate", "devices", "exclusive"] as const),
  ...(["setup", "budget", "release", "deadline", "available", "maintenance", "after"] as const),
  "limits",
);

/** A piece of a plan with everything that the rules ask of it. */
export interface Row {
  readonly copy: number;
  readonly place: number;
  readonly share: number;
  readonly start: number;
  readonly end: number;
  readonly devices: readonly number[];
}

/**
 * Feasibility of a plan over time by the letter of docs/instance.md, slowly and apart from the verifier: what runs is looked
 * at at every instant at which something starts, every pair of pieces is compared, every copy with every copy.
 */
export function isLawfulSchedule(instance: Instance, plan: Plan): boolean {
  const unknown = unheard([withOwnRules(WRITTEN)], { instance });
  if (unknown !== undefined) throw new Error(`Not written down here: ${unknown}.`);
  const rows = rowsOf(instance, plan);
  if (rows === undefined) return false;
  return (
    [...instance.taskOfCopy.keys()].every((copy) => isAssigned(instance, rows, copy)) &&
    rows.every((row) => isAllowed(instance, row)) &&
    rows.every((a, i) => rows.every((b, j) => i === j || mayMeet(instance, a, b))) &&
    instants(rows).every((time) => fitsAt(instance, rows, time)) &&
    followsSetups(instance, rows) &&
    waitsForAll(instance, rows) &&
    groupsHold(instance, rows) &&
    (instance.budget === undefined ||
      naiveValue(instance, plan, { name: "cost" }) <= BigInt(instance.budget)) &&
    keepsOwnRules(instance, plan, WRITTEN)
  );
}

function rowsOf(instance: Instance, plan: Plan): readonly Row[] | undefined {
  const rows = [...piecesOf(plan)].map(({ task, resource, share, start, devices }) => ({
    copy: task,
    place: resource,
    share,
    start,
    end: start + runtimeOf(instance, task, resource),
    devices,
  }));
  const isSorted = rows.every(
    ({ copy, place }, k) =>
      k === 0 ||
      rows[k - 1].copy < copy ||
      (rows[k - 1].copy === copy && rows[k - 1].place <= place),
  );
  const areTimes = rows.every(({ start }) => Number.isInteger(start) && start >= 0);
  return isSorted && areTimes ? rows : undefined;
}

/** Of entries behind copies. */
const pairOf = (instance: Instance, copy: number, place: number) =>
  instance.taskOfCopy[copy] * instance.resources.length + instance.resourceOfCopy[place];
const runtimeOf = (instance: Instance, copy: number, place: number) =>
  instance.pairs.runtime[pairOf(instance, copy, place)];
const taskOf = (instance: Instance, { copy }: Row) => instance.tasks[instance.taskOfCopy[copy]];
const hostOf = (instance: Instance, { place }: Row) =>
  instance.resources[instance.resourceOfCopy[place]];
const rules = (instance: Instance) => instance.schedule!;

export function demandIn(instance: Instance, d: number, { copy, place }: Row): number {
  const { perPair, values } = instance.demand[d];
  return values[perPair ? pairOf(instance, copy, place) : instance.taskOfCopy[copy]];
}

/** All workers, at one time, on one kind, and in one room if the task asks for that. */
function isAssigned(instance: Instance, rows: readonly Row[], copy: number): boolean {
  const t = instance.taskOfCopy[copy];
  const mine = rows.filter((row) => row.copy === copy);
  if (mine.length === 0) return instance.tasks[t].optional;
  const { workers, within, topology } = rules(instance);
  if (mine.length !== workers[t] || mine.some(({ share }) => share !== 1_000_000)) return false;
  if (new Set(mine.map(({ start }) => start)).size > 1) return false;
  if (new Set(mine.map((row) => hostOf(instance, row).kind)).size > 1) return false;
  if (within[t] === -1) return true;
  const { label } = topology[within[t]];
  const values = new Set(mine.map((row) => hostOf(instance, row).labels[label]));
  return values.size === 1 && !values.has(undefined as never);
}

function isAllowed(instance: Instance, row: Row): boolean {
  const task = taskOf(instance, row);
  const host = hostOf(instance, row);
  if (instance.pairs.eligible[pairOf(instance, row.copy, row.place)] === 0) return false;
  if (row.start < task.release || row.start < host.from) return false;
  if (row.end > (task.deadline ?? Infinity) || row.end > (host.until ?? Infinity)) return false;
  const closed = rules(instance).maintenance[instance.resourceOfCopy[row.place]];
  if (closed.some(([from, until]) => meet(row, { start: from, end: until }))) return false;
  return takesItsDevices(instance, row);
}

/** True if two stretches of time have an instant in common; one of length 0 is an instant, but ends touch nothing. */
function meet(
  a: { readonly start: number; readonly end: number },
  b: { readonly start: number; readonly end: number },
): boolean {
  if (a.start === a.end && b.start === b.end) return false;
  if (a.start === a.end) return b.start < a.start && a.start < b.end;
  if (b.start === b.end) return a.start < b.start && b.start < a.end;
  return Math.max(a.start, b.start) < Math.min(a.end, b.end);
}

/** By device number: the dimension that it belongs to. */
function deviceOwners(instance: Instance, row: Row): readonly number[] {
  const { capacity } = hostOf(instance, row);
  return instance.dimensions.flatMap(({ devices }, d) =>
    devices ? Array.from({ length: capacity[d] / 1000 }, () => d) : [],
  );
}

function takesItsDevices(instance: Instance, row: Row): boolean {
  const owner = deviceOwners(instance, row);
  if (row.devices.some((g, i) => owner[g] === undefined || (i > 0 && g <= row.devices[i - 1]))) {
    return false;
  }
  return instance.dimensions.every(({ devices }, d) => {
    if (!devices) return demandIn(instance, d, row) <= hostOf(instance, row).capacity[d];
    const wanted = Math.ceil(demandIn(instance, d, row) / 1000);
    return row.devices.filter((g) => owner[g] === d).length === wanted;
  });
}

/** Where one of two pieces, or their resource, wants to be alone, they keep out of each other's time. */
function mayMeet(instance: Instance, a: Row, b: Row): boolean {
  if (a.place !== b.place) return true;
  const { exclusiveResource, exclusiveTask } = rules(instance);
  const alone =
    exclusiveResource[instance.resourceOfCopy[a.place]] === 1 ||
    [a, b].some(({ copy }) => exclusiveTask[instance.taskOfCopy[copy]] === 1);
  return !alone || !meet(a, b);
}

function instants(rows: readonly Row[]): readonly number[] {
  return [...new Set(rows.flatMap(({ start, end }) => [start, end]))];
}

/** Everything that all running pieces share, at one instant; what takes no time has only to fit by itself. */
function fitsAt(instance: Instance, rows: readonly Row[], time: number): boolean {
  const running = rows.filter(({ start, end }) => start <= time && time < end);
  const standing = rows.filter(({ start, end }) => start === end && start === time);
  const sets = [running, ...standing.map((row) => [row])];
  return sets.every((set) => limitsHold(instance, set) && placesHold(instance, set));
}

function limitsHold(instance: Instance, set: readonly Row[]): boolean {
  return rules(instance).limits.every(({ capacity, usage, perPair }) => {
    const used = set.map(
      ({ copy, place }) =>
        usage[perPair ? pairOf(instance, copy, place) : instance.taskOfCopy[copy]],
    );
    return used.reduce((sum, one) => sum + one, 0) <= capacity;
  });
}

function placesHold(instance: Instance, set: readonly Row[]): boolean {
  return set.every((one) => {
    const here = set.filter(({ place }) => place === one.place);
    return instance.dimensions.every(({ devices }, d) => {
      const sum = (rows: readonly Row[], of: (row: Row) => number) =>
        rows.reduce((total, row) => total + of(row), 0);
      const demand = (row: Row) => demandIn(instance, d, row);
      if (!devices) return sum(here, demand) <= hostOf(instance, one).capacity[d];
      const owner = deviceOwners(instance, one);
      return one.devices.every((g) => {
        if (owner[g] !== d) return true;
        const users = here.filter((row) => row.devices.includes(g));
        return sum(users, (row) => Math.min(1000, demand(row))) <= 1000;
      });
    });
  });
}

/** Between each piece on an exclusive resource and the very next one: by start, then end, then place in the plan. */
function followsSetups(instance: Instance, rows: readonly Row[]): boolean {
  const { setup, families, family, exclusiveResource } = rules(instance);
  const comesBefore = (a: Row, b: Row) =>
    a.start !== b.start
      ? a.start < b.start
      : a.end !== b.end
        ? a.end < b.end
        : rows.indexOf(a) < rows.indexOf(b);
  return rows.every((a) =>
    rows.every((b) => {
      if (a === b || a.place !== b.place || !comesBefore(a, b)) return true;
      if (exclusiveResource[instance.resourceOfCopy[a.place]] === 0) return true;
      const isBetween = (c: Row) =>
        c !== a && c !== b && c.place === a.place && comesBefore(a, c) && comesBefore(c, b);
      if (rows.some(isBetween)) return true;
      const familyOf = ({ copy }: Row) => family[instance.taskOfCopy[copy]];
      return b.start >= a.end + setup[familyOf(a) * families.length + familyOf(b)];
    }),
  );
}

/** Each placed copy against each copy that it waits for. */
function waitsForAll(instance: Instance, rows: readonly Row[]): boolean {
  const { taskOfCopy, taskCopyStart } = instance;
  return rules(instance).precedence.every(({ before, after, lag, pairwise }) =>
    rows.every((row) => {
      if (taskOfCopy[row.copy] !== after) return true;
      const number = row.copy - taskCopyStart[after];
      return [...taskOfCopy.keys()].every((copy) => {
        if (taskOfCopy[copy] !== before) return true;
        if (pairwise && copy - taskCopyStart[before] !== number) return true;
        const awaited = rows.filter((one) => one.copy === copy);
        return awaited.length > 0 && awaited.every(({ end }) => row.start >= end + lag);
      });
    }),
  );
}

function groupsHold(instance: Instance, rows: readonly Row[]): boolean {
  const places = (tasks: readonly number[]) =>
    rows.filter(({ copy }) => tasks.includes(instance.taskOfCopy[copy])).map(({ place }) => place);
  return (
    instance.colocate.every(({ tasks }) => new Set(places(tasks)).size <= 1) &&
    instance.separate.every(({ tasks }) => new Set(places(tasks)).size === places(tasks).length)
  );
}
