import type { Instance } from "../../src/instance/types.ts";
import { type Layout, layoutsOf } from "./devices.ts";
import { demandAt, type Held, held, pairOf } from "./held.ts";
import { groupsHold } from "./placements.ts";

/**
 * True if some choice of devices lets a placement survive each loss alone: every lost piece goes to a copy that is left, all
 * others stay where they are with their devices, and every rule but the budget holds then.
 */
export function survives(instance: Instance, pieces: readonly Held[]): boolean {
  const { robust, resourceOfCopy, dimensions } = instance;
  if (robust === undefined) return true;
  const losses = Array.from(
    { length: robust.start.length - 1 },
    (_, i) => new Set(robust.copies.slice(robust.start[i], robust.start[i + 1])),
  );
  const places = [...resourceOfCopy.keys()];
  const slots = places.flatMap((place) => [...dimensions.keys()].map((d) => ({ place, d })));
  const byPlace = places.map((place) => pieces.filter((one) => one.place === place));
  const options = slots.map(({ place, d }) => layoutsOf(instance, byPlace[place], d));
  const chosen: Layout[] = [];
  const step = (): boolean => {
    if (chosen.length < slots.length) {
      for (const layout of options[chosen.length]) {
        chosen.push(layout);
        const found = step();
        chosen.pop();
        if (found) return true;
      }
      return false;
    }
    const layoutOf = (place: number, d: number) => chosen[place * dimensions.length + d];
    return losses.every((lost) => recovers(instance, pieces, lost, layoutOf));
  };
  return step();
}

function recovers(
  instance: Instance,
  pieces: readonly Held[],
  lost: ReadonlySet<number>,
  layoutOf: (place: number, d: number) => Layout,
): boolean {
  const kept = pieces.filter(({ place }) => !lost.has(place));
  const gone = pieces.filter(({ place }) => lost.has(place));
  const left = [...instance.resourceOfCopy.keys()].filter((place) => !lost.has(place));
  const step = (moved: readonly Held[]): boolean => {
    const next = gone[moved.length];
    if (next === undefined) return true;
    return left.some((place) => {
      if (instance.pairs.eligible[pairOf(instance, next.copy, place)] === 0) return false;
      const all = [...moved, held(instance, next.copy, place)];
      return isLawful(instance, kept, all, place, layoutOf) && step(all);
    });
  };
  return step([]);
}

/** Whether `place` holds what stays on it and what has moved there, and groups and replicas are where they may be. */
function isLawful(
  instance: Instance,
  kept: readonly Held[],
  moved: readonly Held[],
  place: number,
  layoutOf: (place: number, d: number) => Layout,
): boolean {
  const { dimensions, resources, resourceOfCopy } = instance;
  const all = [...kept, ...moved];
  if (!groupsHold(instance, all) || !replicasDiffer(instance, all)) return false;
  const here = moved.filter((one) => one.place === place);
  const { capacity } = resources[resourceOfCopy[place]];
  return dimensions.every(({ devices }, d) => {
    if (devices) {
      const from = layoutOf(place, d);
      return layoutsOf(instance, here, d, true, from.length > 0 ? from : undefined).length > 0;
    }
    const load = all.reduce(
      (sum, one) => (one.place === place ? sum + demandAt(instance, d, one.copy, place) : sum),
      0,
    );
    return load <= capacity[d];
  });
}

function replicasDiffer(instance: Instance, pieces: readonly Held[]): boolean {
  const { tasks, taskOfCopy, domains, resources, resourceOfCopy } = instance;
  return pieces.every((a) => {
    const { across, replicas } = tasks[taskOfCopy[a.copy]];
    if (replicas === 1) return true;
    const domainOf = ({ place }: Held) =>
      across === undefined ? place : resources[resourceOfCopy[place]].labels[domains[across].label];
    if (domainOf(a) === undefined) return false;
    return pieces.every((b) => a === b || a.copy !== b.copy || domainOf(a) !== domainOf(b));
  });
}
