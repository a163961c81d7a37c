import { type Instance, WHOLE } from "../../src/instance/types.ts";
import { devicesFit } from "./devices.ts";
import { demandAt, type Held, held, pairOf, subsets } from "./held.ts";

/** Parts into which divisible tasks are cut: a sample of what they may do, no more. */
const PARTS = 4;

/**
 * Every way to put the task copies of a placement or a sequence somewhere that keeps the rules of places (all but times), one of
 * those that only rename equal copies. Calls `found` with each; it says false to stop. False if it was stopped.
 */
export function everyPlacement(
  instance: Instance,
  found: (pieces: readonly Held[]) => boolean,
): boolean {
  const copies = instance.taskOfCopy.length;
  const choices = instance.tasks.map((_, t) => choicesOf(instance, t));
  const isLinked = instance.tasks.map((_, t) =>
    instance.links.some(({ from, to }) => from === t || to === t),
  );
  const pieces: Held[] = [];
  const step = (copy: number, last: number): boolean => {
    if (copy === copies) return found([...pieces]);
    const t = instance.taskOfCopy[copy];
    // Equal copies in the order of their choices, unless what they are linked with tells them apart.
    const isAgain = copy > 0 && instance.taskOfCopy[copy - 1] === t && !isLinked[t];
    for (let i = isAgain ? last : 0; i < choices[t].length; i++) {
      const added = choices[t][i].map(({ place, share }) => held(instance, copy, place, 0, share));
      pieces.push(...added);
      const goesOn =
        !opensOutOfOrder(instance, pieces, added) &&
        added.every((one) => fitsBeside(instance, pieces, one)) &&
        groupsHold(instance, pieces);
      const isDone = goesOn ? step(copy + 1, i) : true;
      pieces.length -= added.length;
      if (!isDone) return false;
    }
    return true;
  };
  return step(0, 0);
}

interface Choice {
  readonly place: number;
  readonly share: number;
}

function choicesOf(instance: Instance, t: number): Choice[][] {
  const { tasks, resources, resourceOfCopy, pairs, domains, mode, dimensions } = instance;
  const { optional, divisible, replicas, across } = tasks[t];
  const copy = instance.taskCopyStart[t];
  const places = [...resourceOfCopy.keys()].filter((p) => {
    if (pairs.eligible[pairOf(instance, copy, p)] === 0) return false;
    if (divisible || tasks[t].count === 0) return true;
    return dimensions.every(
      (_, d) => demandAt(instance, d, copy, p) <= resources[resourceOfCopy[p]].capacity[d],
    );
  });
  const none: Choice[][] = optional ? [[]] : [];
  if (divisible) {
    const counts = optional ? [1, 2, 3, 4] : [PARTS];
    const split = counts.flatMap((total) => compositions(total, places.length));
    const cut = split.map((parts) =>
      parts.flatMap((n, i) => (n === 0 ? [] : [{ place: places[i], share: (n * WHOLE) / PARTS }])),
    );
    return [...none, ...cut];
  }
  const domainOf = (p: number) =>
    across === undefined ? String(p) : resources[resourceOfCopy[p]].labels[domains[across].label];
  const sets = subsets(places, replicas).filter((set) => {
    const values = set.map(domainOf);
    return !values.includes(undefined as never) && new Set(values).size === set.length;
  });
  // Only one piece after another in a sequence; see `mode` in docs/instance.md.
  return mode === "schedule"
    ? []
    : [...none, ...sets.map((set) => set.map((place) => ({ place, share: WHOLE })))];
}

/** All ways to write a total as an ordered sum of so many numbers from 0 on. */
function compositions(total: number, slots: number): number[][] {
  if (slots === 0) return [];
  if (slots === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) => first).flatMap((first) =>
    compositions(total - first, slots - 1).map((rest) => [first, ...rest]),
  );
}

/** True if a resource copy is used before an equal one in front of it: the same plan by other names. */
function opensOutOfOrder(
  instance: Instance,
  pieces: readonly Held[],
  added: readonly Held[],
): boolean {
  const isDivided = instance.tasks.some(({ divisible }) => divisible);
  if (isDivided) return false;
  const { resourceOfCopy } = instance;
  return added.some(({ place }) => {
    const isFirst = place === 0 || resourceOfCopy[place - 1] !== resourceOfCopy[place];
    return !isFirst && !pieces.some((one) => one.place === place - 1);
  });
}

function fitsBeside(instance: Instance, pieces: readonly Held[], one: Held): boolean {
  const { dimensions, mode, resources, resourceOfCopy } = instance;
  const here = mode === "placement" ? pieces.filter(({ place }) => place === one.place) : [one];
  const { capacity } = resources[resourceOfCopy[one.place]];
  const fits = dimensions.every((_, d) => {
    const load = here.reduce(
      (sum, { copy, place, share }) => sum + demandAt(instance, d, copy, place) * share,
      0,
    );
    return load <= capacity[d] * WHOLE;
  });
  return fits && (mode !== "placement" || devicesFit(instance, here));
}

/** Colocated pieces stand on one resource copy, separate ones on different ones. */
export function groupsHold(
  { taskOfCopy, colocate, separate }: Instance,
  pieces: readonly Held[],
): boolean {
  const placesOf = (tasks: readonly number[]) =>
    pieces.filter(({ copy }) => tasks.includes(taskOfCopy[copy])).map(({ place }) => place);
  return (
    colocate.every(({ tasks }) => new Set(placesOf(tasks)).size <= 1) &&
    separate.every(({ tasks }) => new Set(placesOf(tasks)).size === placesOf(tasks).length)
  );
}
