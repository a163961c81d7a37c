import type { Instance } from "../../../../instance/types.ts";
import { demandOf, isUsable } from "../../../../instance/usable.ts";
import { buildPlan } from "../../../../plan/build.ts";
import { verify } from "../../../../plan/verify.ts";

/** Task copies that move at the same time, each to its resource copy. */
export interface MoveStep {
  readonly to: ReadonlyMap<number, number>;
  /** ms from the beginning of the plan. */
  readonly start: number;
}

/** Where each task copy is, by resource copy; absent where it has no place. */
export type CopyPlaces = ReadonlyMap<number, number>;

/** An order of steps, and those for which there is none. */
export interface MoveOrder<S extends MoveStep> {
  readonly steps: readonly S[];
  readonly stuck: readonly S[];
}

/**
 * An order in which every rule of the instance holds after each step, as far as it held before: each is checked by the verifier. Over
 * time the plan itself says when there is room, so steps go by their starts.
 */
export function orderOf<S extends MoveStep>(
  instance: Instance,
  begin: CopyPlaces,
  steps: readonly S[],
): MoveOrder<S> {
  if (instance.mode !== "placement") {
    return { steps: [...steps].sort((a, b) => a.start - b.start), stuck: [] };
  }
  const ordered: S[] = [];
  let [state, faults] = [begin, faultsIn(instance, begin)];
  let left = [...steps];
  for (let found = true; found && left.length > 0; ) {
    found = false;
    const open: S[] = [];
    for (const step of left) {
      const next = after(state, step);
      const worse = faultsIn(instance, next);
      if ([...worse].some(([rule, count]) => count > (faults.get(rule) ?? 0))) open.push(step);
      else {
        ordered.push(step);
        [state, faults, found] = [next, worse, true];
      }
    }
    left = open;
  }
  return { steps: ordered, stuck: left };
}

/** The state once a step is done. */
export function after(state: CopyPlaces, { to }: MoveStep): CopyPlaces {
  return new Map([...state, ...to]);
}

/** How often each rule is broken: that what waits has no place yet is so before and after each step. */
export function faultsIn(instance: Instance, state: CopyPlaces): ReadonlyMap<string, number> {
  const pieces = [...state].map(([task, resource]) => ({ task, resource }));
  const checked = verify(instance, buildPlan(instance, pieces));
  const faults = new Map<string, number>();
  for (const { rule } of checked.ok ? [] : checked.violations) {
    faults.set(rule, (faults.get(rule) ?? 0) + 1);
  }
  return faults;
}

/** The resource copies where a task copy has room beside all others of a state. */
export function roomsOf(instance: Instance, state: CopyPlaces, copy: number): readonly number[] {
  const { dimensions, resources, resourceOfCopy, taskOfCopy } = instance;
  const t = taskOfCopy[copy];
  const used = dimensions.map(() => new Float64Array(resourceOfCopy.length));
  for (const [task, r] of state) {
    if (task === copy) continue;
    for (const [d, amounts] of used.entries()) {
      amounts[r] += demandOf(instance, taskOfCopy[task], resourceOfCopy[r], d);
    }
  }
  return [...resourceOfCopy.keys()].filter((r) => {
    const { capacity } = resources[resourceOfCopy[r]];
    const fits = (amounts: Float64Array, d: number) =>
      amounts[r] + demandOf(instance, t, resourceOfCopy[r], d) <= capacity[d];
    return isUsable(instance, t, resourceOfCopy[r]) && used.every(fits);
  });
}
