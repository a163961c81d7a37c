import { additiveValues } from "../../instance/additive.ts";
import type { PairFeatures } from "../../instance/pair-features.ts";
import type { Target, TargetTerm } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf, usablePairs } from "../../instance/usable.ts";
import { handling, unheard } from "../../plan/traits.ts";

/**
 * Whole tasks on single resources under an additive target, with very many pairs: each task fills some of one thing (the
 * window in batch mode, else a dimension) on the resource where it goes, and costs something there.
 */
export interface WideView {
  readonly instance: Instance;
  /** Task copies, and resource copies; below, tasks are entries and resources copies. */
  readonly tasks: number;
  readonly resources: number;
  /** What is filled. */
  readonly filled: "time" | number;
  /** By resource: how much of it there is. */
  readonly room: Float64Array;
  /**
   * Writes what a task entry fills and costs on each resource, near enough for guidance; a load of Infinity where it is
   * known not to be usable.
   */
  read(task: number, load: Float64Array, value: Float64Array): void;
  /** False if the demands of the task do not fit the resource alone; all else is in what `read` writes. */
  isOpen(task: number, resource: number): boolean;
  /** What a usable pair fills, exactly. */
  loadOf(task: number, resource: number): number;
}

/** What the view has heard of; of placements it looks at devices itself. */
export const WIDE = handling("placement", "sequence", "devices", "available", "many-pairs");

/** The view, or why the instance is more than that. */
export function wideView(instance: Instance, target: Target): WideView | string {
  const obstacle = unheard([WIDE], { instance, target }) ?? obstacleOf(instance);
  if (obstacle !== undefined) return obstacle;
  const { features } = instance.pairs;
  return features === undefined
    ? tableView(instance, target)
    : featureView(instance, target, features);
}

/** Copies of a resource entry, on average: with more of them, counts say more than copies. */
const MOST_COPIES = 2;

function obstacleOf({ mode, resources, dimensions }: Instance): string | undefined {
  const copies = resources.reduce((sum, { count }) => sum + count, 0);
  if (copies > MOST_COPIES * resources.length) return "resources have many copies";
  if (resources.some(({ fixedPrice }) => fixedPrice > 0)) return "a resource has a fixed price";
  const hasDevices = mode === "placement" && dimensions.some(({ devices }) => devices);
  return hasDevices ? "devices must be placed" : undefined;
}

/** A view by resource entries as one by resource copies. */
function byCopies(
  instance: Instance,
  filled: "time" | number,
  { read, isOpen, loadOf }: Pick<WideView, "read" | "isOpen" | "loadOf">,
): WideView {
  const { resources, resourceOfCopy } = instance;
  const room = (r: number) => {
    const { from, until = Infinity, capacity } = resources[r];
    return filled === "time" ? until - from : capacity[filled];
  };
  const frame = {
    instance,
    tasks: instance.taskOfCopy.length,
    resources: resourceOfCopy.length,
    filled,
    room: Float64Array.from(resourceOfCopy, room),
  };
  if (resourceOfCopy.length === resources.length) return { ...frame, read, isOpen, loadOf };
  const loads = new Float64Array(resources.length);
  const values = new Float64Array(resources.length);
  return {
    ...frame,
    read(t, load, value) {
      read(t, loads, values);
      for (let i = 0; i < load.length; i++) {
        load[i] = loads[resourceOfCopy[i]];
        value[i] = values[resourceOfCopy[i]];
      }
    },
    isOpen: (t, i) => isOpen(t, resourceOfCopy[i]),
    loadOf: (t, i) => loadOf(t, resourceOfCopy[i]),
  };
}

function tableView(instance: Instance, target: Target): WideView | string {
  const { mode, dimensions, tasks, pairs, resources } = instance;
  const values = additiveValues(instance, target);
  if (values === undefined) return `it minimises ${target.name}`;
  const usable = usablePairs(instance);
  const R = resources.length;
  const filled = mode === "batch" ? "time" : theOneDimension(instance, usable);
  if (filled === undefined) return `${dimensions.length} dimensions can be full`;
  const loadOf = (t: number, r: number) =>
    filled === "time" ? pairs.runtime[t * R + r] : demandOf(instance, t, r, filled);
  const place = tasks.map((_, t) => values.place[t]);
  return byCopies(instance, filled, {
    read(t, load, value) {
      for (let r = 0; r < R; r++) {
        const k = t * R + r;
        load[r] = usable[k] === 1 ? loadOf(t, r) : Number.POSITIVE_INFINITY;
        value[r] = values.pair[k] + place[t];
      }
    },
    isOpen: () => true,
    loadOf,
  });
}

/** The only dimension that usable pairs could overfill; the first if none; undefined if several. */
function theOneDimension(instance: Instance, usable: Uint8Array): number | undefined {
  const { dimensions, tasks, resources } = instance;
  const R = resources.length;
  const full = dimensions.flatMap((_, d) => {
    const total = new Float64Array(R);
    tasks.forEach(({ count }, t) => {
      for (let r = 0; r < R; r++) {
        if (usable[t * R + r] === 1) total[r] += count * demandOf(instance, t, r, d);
      }
    });
    return total.some((one, r) => one > resources[r].capacity[d]) ? [d] : [];
  });
  if (full.length > 1 || dimensions.length === 0) return undefined;
  return full[0] ?? 0;
}

function featureView(
  instance: Instance,
  target: Target,
  features: PairFeatures,
): WideView | string {
  if (instance.mode !== "batch") return "it is a placement";
  const { dimensions, demand, resources } = instance;
  const unknown = target.terms.find(
    ({ objective }) => !(objective.name in RATE) || objective.priority !== undefined,
  );
  if (unknown !== undefined) return `it minimises ${unknown.objective.name}`;
  const R = resources.length;
  const rented = millisecondValues(target.terms, features, R);
  const others = target.terms.filter(({ objective }) => objective.name !== "cost");
  const flat = millisecondValues(others, features, R);
  const paid = target.terms.reduce(
    (sum, { objective, factor }) => sum + (objective.name === "cost" ? factor : 0),
    0,
  );
  return byCopies(instance, "time", {
    read(t, load, value) {
      features.nearRuntimes(t, load);
      const cost = features.flatCost(t);
      const each = cost === undefined ? rented : flat;
      const base = cost === undefined ? 0 : paid * cost;
      for (let r = 0; r < R; r++) value[r] = base + load[r] * each[r];
    },
    isOpen(t, r) {
      for (let d = 0; d < dimensions.length; d++) {
        if (demand[d].values[t] > resources[r].capacity[d]) return false;
      }
      return true;
    },
    loadOf: (t, r) => features.runtime(t, r),
  });
}

function millisecondValues(
  terms: readonly TargetTerm[],
  features: PairFeatures,
  resources: number,
): Float64Array {
  const values = new Float64Array(resources);
  for (const { objective, factor } of terms) {
    const rate = RATE[objective.name as keyof typeof RATE](features);
    for (let r = 0; r < resources; r++) values[r] += factor * (rate?.[r] ?? 1);
  }
  return values;
}

/** What a ms adds to each objective; undefined: 1 everywhere. */
const RATE = {
  cost: ({ pricePerMs }: PairFeatures) => pricePerMs,
  energy: ({ energyPerMs }: PairFeatures) => energyPerMs,
  "completion-time": (_: PairFeatures): Float64Array | undefined => undefined,
};
