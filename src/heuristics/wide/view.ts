import { bindingLoads, coreOf } from "../../cores/core.ts";
import type { Core, CoreLoad } from "../../cores/types.ts";
import type { Part } from "../../instance/objectives/objective.ts";
import { partsOf } from "../../instance/objectives/registry.ts";
import type { PairFeatures } from "../../instance/pair-features.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance, Task } from "../../instance/types.ts";
import { handling } from "../../plan/traits.ts";

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
  const core = coreOf(instance, target, WIDE);
  if (typeof core === "string") return core;
  const { resources, pairs, mode, dimensions } = instance;
  const copies = resources.reduce((sum, { count }) => sum + count, 0);
  if (copies > MOST_COPIES * resources.length) return "resources have many copies";
  if (mode === "placement" && dimensions.some(({ devices }) => devices)) {
    return "devices must be placed";
  }
  const { features } = pairs;
  return features === undefined ? tableView(core) : featureView(core, features);
}

/** Copies of a resource entry, on average: with more of them, counts say more than copies. */
const MOST_COPIES = 2;

/** A view by resource entries as one by resource copies. */
function byCopies(
  instance: Instance,
  { what, amount, capacity }: CoreLoad,
  { read, isOpen }: Pick<WideView, "read" | "isOpen">,
): WideView {
  const { resources, resourceOfCopy } = instance;
  const frame = {
    instance,
    tasks: instance.taskOfCopy.length,
    resources: resourceOfCopy.length,
    filled: what,
    room: Float64Array.from(resourceOfCopy, (r) => capacity[r]),
  };
  if (resourceOfCopy.length === resources.length) return { ...frame, read, isOpen, loadOf: amount };
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
    loadOf: (t, i) => amount(t, resourceOfCopy[i]),
  };
}

function tableView(core: Core): WideView | string {
  const { instance, target, values, loads } = core;
  if (values === undefined) return `it minimises ${target.name}`;
  if (values.fixed.some((one) => one !== 0)) return "used copies have a price of their own";
  const binding = bindingLoads(core);
  const filled = binding[0] ?? loads[0];
  if (filled === undefined || binding.length > 1) {
    return `${instance.dimensions.length} dimensions can be full`;
  }
  const R = instance.resources.length;
  const usable = core.usable();
  return byCopies(instance, filled, {
    read(t, load, value) {
      for (let r = 0; r < R; r++) {
        const k = t * R + r;
        load[r] = usable[k] === 1 ? filled.amount(t, r) : Number.POSITIVE_INFINITY;
        value[r] = values.pair[k] + values.place[t];
      }
    },
    isOpen: () => true,
  });
}

function featureView({ instance, target, loads }: Core, features: PairFeatures): WideView | string {
  if (instance.mode !== "batch") return "it is a placement";
  const { dimensions, demand, resources, tasks } = instance;
  const terms = target.terms.map(({ objective, factor }) => {
    const parts = partsOf(instance, objective).map((part) => nearOf(part, resources.length));
    const known = parts.filter((part) => part !== undefined);
    return { objective, factor, parts: known.length === parts.length ? known : undefined };
  });
  const unknown = terms.find(
    ({ parts, objective }) => parts === undefined || objective.priority !== undefined,
  );
  if (unknown !== undefined) return `it minimises ${unknown.objective.name}`;
  const near = terms.flatMap(({ factor, parts = [] }) => parts.map((of) => ({ factor, of })));
  return byCopies(instance, loads[0], {
    read(t, load, value) {
      features.nearRuntimes(t, load);
      value.fill(0);
      for (const { factor, of } of near) of(tasks[t], t, load, factor, value);
    },
    isOpen(t, r) {
      for (let d = 0; d < dimensions.length; d++) {
        if (demand[d].values[t] > resources[r].capacity[d]) return false;
      }
      return true;
    },
  });
}

/** Adds a factor of what a part comes to on each resource, nearly, to values; `load` holds the runtimes there. */
type Near = (
  task: Task,
  t: number,
  load: Float64Array,
  factor: number,
  value: Float64Array,
) => void;

/** Undefined for a part that is no sum over single pieces. */
function nearOf(part: Part, resources: number): Near | undefined {
  if (part.kind === "runtimes") {
    return (task, _, load, factor, value) => {
      for (let r = 0; r < load.length; r++) value[r] += factor * part.value(task, load[r]);
    };
  }
  if (part.kind === "copies" && part.timed === undefined) {
    for (let r = 0; r < resources; r++) if (part.fixed(r) !== 0) return undefined;
    return () => {};
  }
  if (part.kind !== "pieces" || part.near === undefined || part.isGain) return undefined;
  const { perMs, flat } = part.near;
  return (_, t, load, factor, value) => {
    const all = flat?.(t);
    if (all === undefined) {
      for (let r = 0; r < load.length; r++) value[r] += factor * load[r] * perMs[r];
    } else for (let r = 0; r < load.length; r++) value[r] += factor * all;
  };
}
