import type { Instance } from "../../../../instance/types.ts";
import type { Capacity } from "./capacities.ts";
import { endOf, startOf, type Variables } from "./variables.ts";

/** What is known of all variables at a point of a log. */
export interface LogState {
  readonly instance: Instance;
  readonly variables: Variables;
  readonly capacities: readonly Capacity[];
  readonly orders: readonly (readonly [number, number])[];
  /** By bound, see `Variables`. */
  readonly bounds: Int32Array;
}

export const lowOf = ({ bounds }: LogState, variable: number) => bounds[2 * variable];
export const highOf = ({ bounds }: LogState, variable: number) => -bounds[2 * variable + 1];

/** What is left of the placings of a task copy: shortest and longest runtime, and which are open; none if `count` is 0. */
export interface Open {
  readonly shortest: number;
  readonly longest: number;
  readonly count: number;
  isOpen(placing: number): boolean;
}

export function openOf(known: LogState, copy: number): Open {
  const { choice, choices, runtime } = known.variables;
  const times = runtime[known.instance.taskOfCopy[copy]];
  if (choices[copy] === 1) {
    return { shortest: times[0], longest: times[0], count: 1, isOpen: () => true };
  }
  let taken = -1;
  let isTwice = false;
  times.forEach((_, k) => {
    if (lowOf(known, choice[copy] + k) < 1) return;
    isTwice ||= taken >= 0;
    taken = k;
  });
  const isOpen = (k: number) =>
    !isTwice && highOf(known, choice[copy] + k) >= 1 && (taken < 0 || taken === k);
  const open = times.filter((_, k) => isOpen(k));
  return {
    shortest: Math.min(...open),
    longest: Math.max(...open),
    count: open.length,
    isOpen,
  };
}

/** The earliest and latest start of a task copy and its earliest end, with the runtimes that are left. */
export function spanOf(known: LogState, copy: number, { shortest }: Pick<Open, "shortest">) {
  const low = lowOf(known, startOf(copy));
  return {
    low,
    high: Math.min(highOf(known, startOf(copy)), highOf(known, endOf(copy)) - shortest),
    end: Math.max(lowOf(known, endOf(copy)), low + shortest),
  };
}

/** What a task copy needs of a capacity at least, wherever it is placed. */
export function needOf(
  known: LogState,
  capacity: Capacity,
  copy: number,
  { isOpen }: Open,
): number {
  const t = known.instance.taskOfCopy[copy];
  let least = Infinity;
  for (let k = 0; k < known.variables.choices[copy]; k++) {
    if (isOpen(k)) least = Math.min(least, capacity.need(t, k));
  }
  return least;
}
