import type { Instance } from "../../src/instance/types.ts";
import type { Piece } from "../../src/plan/build.ts";

/** All multisets of resource copies of one kind on which the workers of a task copy are eligible. */
export function hostsOf(instance: Instance, copy: number): readonly (readonly number[])[] {
  const { taskOfCopy, resourceOfCopy, resources, pairs, schedule } = instance;
  const t = taskOfCopy[copy];
  const places = [...resourceOfCopy.keys()].filter(
    (place) => pairs.eligible[t * resources.length + resourceOfCopy[place]] === 1,
  );
  const sets = (from: number, size: number): number[][] => {
    if (size === 0) return [[]];
    return places
      .slice(from)
      .flatMap((place, i) => sets(from + i, size - 1).map((rest) => [place, ...rest]));
  };
  const kindOf = (place: number) => resources[resourceOfCopy[place]].kind;
  return sets(0, schedule!.workers[t]).filter((set) =>
    set.every((place) => kindOf(place) === kindOf(set[0])),
  );
}

/** False if some rule is broken already, whatever comes: plain sums at each start, and pairs that must be apart. */
export function mayJoin(
  instance: Instance,
  placed: readonly Piece[],
  added: readonly Piece[],
): boolean {
  const { tasks, taskOfCopy, resources, resourceOfCopy, pairs, schedule, dimensions } = instance;
  const R = resources.length;
  const entriesOf = ({ task, resource }: Piece) => [taskOfCopy[task], resourceOfCopy[resource]];
  const spanOf = (piece: Piece) => {
    const [t, r] = entriesOf(piece);
    const start = piece.start ?? 0;
    return [start, start + pairs.runtime[t * R + r]] as const;
  };
  const { exclusiveResource, exclusiveTask, precedence, maintenance, limits } = schedule!;
  for (const piece of added) {
    const [t, r] = entriesOf(piece);
    const [start, end] = spanOf(piece);
    const { deadline = Infinity } = tasks[t];
    if (end > Math.min(deadline, resources[r].until ?? Infinity)) return false;
    for (const [from, until] of maintenance[r])
      if (start < until && end > from && start < end) return false;
    for (const { before, lag, pairwise } of precedence.filter(({ after }) => after === t)) {
      if (pairwise) continue;
      if (placed.some((one) => taskOfCopy[one.task] === before && spanOf(one)[1] + lag > start))
        return false;
    }
  }
  const all = [...placed, ...added];
  const spans = all.map(spanOf);
  for (const [k, [time, until]] of spans.entries()) {
    if (until === time) continue;
    const running = all.filter((_, i) => spans[i][0] <= time && time < spans[i][1]);
    for (const { capacity, usage, perPair } of limits) {
      let used = 0;
      for (const one of running) {
        const [t, r] = entriesOf(one);
        used += usage[perPair ? t * R + r : t];
      }
      if (used > capacity) return false;
    }
    const here = running.filter(({ resource }) => resource === all[k].resource);
    const r = resourceOfCopy[all[k].resource];
    const alone =
      exclusiveResource[r] === 1 || here.some(({ task }) => exclusiveTask[taskOfCopy[task]] === 1);
    if (alone && here.length > 1) return false;
    for (const d of dimensions.keys()) {
      const { perPair, values } = instance.demand[d];
      let load = 0;
      for (const one of here)
        load += values[perPair ? taskOfCopy[one.task] * R + r : taskOfCopy[one.task]];
      if (load > resources[r].capacity[d]) return false;
    }
  }
  return true;
}
