import type { Instance } from "../../src/instance/types.ts";
import type { Held } from "./held.ts";

/** Objectives of sequences that do not look at when something ends; of any other one all orders are tried. */
export const ENDLESS_OBJECTIVES: ReadonlySet<string> = new Set([
  ...["throughput", "utilization", "completion-time", "cost", "energy", "balance", "spread"],
]);

/**
 * The times that pieces on exclusive resource copies may have: in every order on each copy, each as early as it can be, where
 * that keeps windows and deadlines. Nothing gets better by waiting. One list with `once`.
 */
export function everySequence(
  instance: Instance,
  pieces: readonly Held[],
  once: boolean,
): readonly (readonly Held[])[] {
  const places = [...new Set(pieces.map(({ place }) => place))];
  let lists: Held[][] = [[]];
  for (const place of places) {
    const orders = ordersOf(
      instance,
      pieces.filter((one) => one.place === place),
      once,
    );
    lists = lists.flatMap((list) => orders.map((order) => [...list, ...order]));
  }
  return lists;
}

function ordersOf(instance: Instance, pieces: readonly Held[], once: boolean): Held[][] {
  const { tasks, taskOfCopy, resources, resourceOfCopy } = instance;
  const found = new Map<string, Held[]>();
  const { from, until = Infinity } = resources[resourceOfCopy[pieces[0].place]];
  const step = (left: readonly Held[], done: readonly Held[], free: number): void => {
    if (once && found.size > 0) return;
    if (left.length === 0) {
      const ends = [...done].sort((a, b) => a.copy - b.copy).map(({ end }) => end);
      found.set(ends.join(), [...done]);
      return;
    }
    left.forEach((next, i) => {
      // Equal copies one after the other, where each runs here alone.
      const t = taskOfCopy[next.copy];
      const isWhole = tasks[t].replicas === 1 && !tasks[t].divisible;
      if (isWhole && left.slice(0, i).some(({ copy }) => taskOfCopy[copy] === t)) return;
      const { release, deadline = Infinity } = tasks[taskOfCopy[next.copy]];
      const start = Math.max(free, release);
      const end = start + next.end - next.start;
      if (end > Math.min(deadline, until)) return;
      step(left.toSpliced(i, 1), [...done, { ...next, start, end }], end);
    });
  };
  step(pieces, [], from);
  return [...found.values()];
}
