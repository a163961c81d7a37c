import { rulesOf } from "../../src/instance/schedule.ts";
import { DEVICE, type Instance } from "../../src/instance/types.ts";
import { demandOf } from "../../src/instance/usable.ts";
import { mayCount } from "./alike.ts";

/** Resource copies that the program counts instead of telling them apart: one copy, or all of an entry. */
export interface CopyPool {
  readonly index: number;
  /** Resource entry. */
  readonly entry: number;
  /** Resource copies, ascending. */
  readonly copies: readonly number[];
  /**
   * Set where any set of that many pieces fits on a copy and no larger one does (Infinity: nothing limits it). Then starts say
   * all: intervals that nowhere overlap more than `copies x seats` times can be dealt to seats, each in turn to the first
   * that is free (interval graphs are perfect).
   */
  readonly seats?: number;
}

/** Objectives that price something of each resource copy. */
export interface CopyPrices {
  /** By resource entry: true if copies of it must be told apart for what they cost, draw or hold. */
  readonly apart: (entry: number, seats: number | undefined) => boolean;
}

/** The places of an instance. `usable` by pairs of entries; O(T^2 R D). */
export function placesOf(
  instance: Instance,
  usable: ArrayLike<number>,
  { apart }: CopyPrices,
): readonly CopyPool[] {
  const places: CopyPool[] = [];
  const counts = mayCount(instance);
  instance.resources.forEach(({ count }, entry) => {
    const tasks = usersOf(instance, usable, entry);
    if (tasks.length === 0) return;
    const seats = seatsOf(instance, tasks, entry);
    const first = instance.resourceCopyStart[entry];
    const all = Array.from({ length: count }, (_, i) => first + i);
    const together =
      counts && seats !== undefined && !apart(entry, seats) && !tellsApart(instance, tasks, entry);
    for (const copies of together ? [all] : all.map((copy) => [copy])) {
      places.push({ index: places.length, entry, copies, ...(seats !== undefined && { seats }) });
    }
  });
  return places;
}

/** The task entries that can run on a resource entry. */
function usersOf(instance: Instance, usable: ArrayLike<number>, entry: number): readonly number[] {
  const R = instance.resources.length;
  return [...instance.tasks.keys()].filter((t) => usable[t * R + entry] === 1);
}

/** True if a rule of some task there asks which copy it is on, beyond that it fits. */
function tellsApart(instance: Instance, tasks: readonly number[], entry: number): boolean {
  const rules = rulesOf(instance);
  const groups = [...instance.separate, ...instance.colocate];
  const R = instance.resources.length;
  const isExclusive =
    rules.exclusiveResource[entry] === 1 || tasks.some((t) => rules.exclusiveTask[t] === 1);
  return (
    tasks.some((t) => groups.some((group) => group.tasks.includes(t))) ||
    (rules.setup.some((time) => time > 0) && tasks.some((t) => rules.family[t] !== 0)) ||
    (isExclusive && tasks.some((t) => instance.pairs.runtime[t * R + entry] === 0))
  );
}

function seatsOf(instance: Instance, users: readonly number[], entry: number): number | undefined {
  const rules = rulesOf(instance);
  const R = instance.resources.length;
  const tasks = users.filter((t) => instance.pairs.runtime[t * R + entry] > 0);
  if (tasks.length === 0) return Infinity;
  if (rules.exclusiveResource[entry] === 1) return 1;
  const conflict = (a: number, b: number) =>
    rules.exclusiveTask[a] === 1 ||
    rules.exclusiveTask[b] === 1 ||
    instance.dimensions.some((_, d) => !fitTogether(instance, entry, d, [a, b]));
  if (tasks.every((a, i) => tasks.slice(i).every((b) => conflict(a, b)))) return 1;
  const [first] = tasks;
  const alike = (t: number) =>
    instance.dimensions.every(
      (_, d) => demandOf(instance, t, entry, d) === demandOf(instance, first, entry, d),
    );
  if (!tasks.every((t) => rules.exclusiveTask[t] === 0 && alike(t))) return undefined;
  const counts = instance.dimensions.map((_, d) =>
    countFitting(instance, entry, d, demandOf(instance, first, entry, d)),
  );
  return Math.min(Infinity, ...counts);
}

/** How many demands of one size a copy of the entry holds in a dimension. */
export function countFitting(instance: Instance, entry: number, d: number, demand: number): number {
  if (demand === 0) return Infinity;
  const capacity = instance.resources[entry].capacity[d];
  if (!instance.dimensions[d].devices || demand >= DEVICE) return Math.floor(capacity / demand);
  return Math.floor(capacity / DEVICE) * Math.floor(DEVICE / demand);
}

function fitTogether(
  instance: Instance,
  entry: number,
  d: number,
  pair: readonly [number, number],
): boolean {
  const capacity = instance.resources[entry].capacity[d];
  const [a, b] = pair.map((t) => demandOf(instance, t, entry, d));
  if (!instance.dimensions[d].devices) return a + b <= capacity;
  const devices = Math.floor(capacity / DEVICE);
  if (a < DEVICE && b < DEVICE && a + b <= DEVICE) return a + b === 0 || devices >= 1;
  return Math.ceil(a / DEVICE) + Math.ceil(b / DEVICE) <= devices;
}
