import { bundleOf } from "../instance/bundles.ts";
import type { Instance } from "../instance/types.ts";

/** Task copies to place: mandatory ones in units that share a resource copy, optional ones alone. */
export interface PlacingUnits {
  readonly mandatory: readonly (readonly number[])[];
  readonly optional: readonly (readonly number[])[];
}

/**
 * Colocated mandatory task copies form one unit. Optional ones follow their home once it is known, or
 * choose it.
 */
export function unitsOf(instance: Instance): PlacingUnits {
  const { tasks, taskOfCopy, colocate } = instance;
  const bundle = bundleOf(instance);
  const grouped = new Set(colocate.flatMap((group) => group.tasks));
  const byBundle = new Map<number, number[]>();
  const mandatory: number[][] = [];
  const optional: number[][] = [];
  for (let copy = 0; copy < taskOfCopy.length; copy++) {
    const task = taskOfCopy[copy];
    if (tasks[task].optional) optional.push([copy]);
    else if (!grouped.has(task)) mandatory.push([copy]);
    else {
      const unit = byBundle.get(bundle[task]);
      if (unit !== undefined) unit.push(copy);
      else {
        const fresh = [copy];
        byBundle.set(bundle[task], fresh);
        mandatory.push(fresh);
      }
    }
  }
  return { mandatory, optional };
}

/**
 * The units with the highest sum of keys first; ties keep the order of the instance.
 * `key` is by task entry. Larger members stand first inside a unit.
 */
export function byKey(
  instance: Instance,
  units: readonly (readonly number[])[],
  key: ArrayLike<number>,
): readonly (readonly number[])[] {
  const { taskOfCopy } = instance;
  const keyed = units.map((unit) => ({
    unit:
      unit.length < 2
        ? unit
        : [...unit].sort((a, b) => key[taskOfCopy[b]] - key[taskOfCopy[a]] || a - b),
    key: unit.reduce((sum, copy) => sum + key[taskOfCopy[copy]], 0),
  }));
  return keyed.sort((a, b) => b.key - a.key).map((item) => item.unit);
}
