import { gridOf } from "../../../../instance/facts/grid.ts";
import { headsOf } from "../../../../instance/facts/heads.ts";
import { placingsOf } from "../../../../instance/facts/placings.ts";
import type { Instance } from "../../../../instance/types.ts";
import { CertificateRejection, readInteger } from "../../reading.ts";

/** Largest time in units of the grid, so that bounds and their sums fit into 32 bits. */
export const MOST_TIME = 2 ** 29;

/**
 * The integer variables that a log speaks of, whose values every plan has. Times count units of the grid. 0 is the makespan; of
 * task copy c, 1 + 2 c is the start and 2 + 2 c the end; then comes one of 0 or 1 for each placing of a copy that has several,
 * copy by copy; then one for each order. Bound 2 x of variable x is its least value, 2 x + 1 minus its largest.
 */
export interface Variables {
  readonly count: number;
  /** Milliseconds. */
  readonly unit: number;
  /** By task copy: the first of its placings' variables, and their number; 1 stands for a placing that is sure. */
  readonly choice: Int32Array;
  readonly choices: Int32Array;
  /** By task entry, the runtime of each placing in units. */
  readonly runtime: readonly (readonly number[])[];
  /** The first order's variable. */
  readonly orders: number;
  /** By task copy: false where it may stay away, so that nothing may be said of it. */
  readonly isThere: readonly boolean[];
}

export const MAKESPAN = 0;
export const startOf = (copy: number) => 1 + 2 * copy;
export const endOf = (copy: number) => 2 + 2 * copy;

/** Variables of an instance with so many orders. O(T R + copies x placings). */
export function variablesOf(instance: Instance, orders: number): Variables {
  const unit = gridOf(instance);
  const placings = placingsOf(instance);
  const { must } = headsOf(instance);
  const copies = instance.taskOfCopy.length;
  const choice = new Int32Array(copies);
  const choices = new Int32Array(copies);
  let next = 1 + 2 * copies;
  for (let c = 0; c < copies; c++) {
    choices[c] = placings[instance.taskOfCopy[c]].length;
    choice[c] = next;
    if (choices[c] > 1) next += choices[c];
  }
  return {
    count: next + orders,
    unit,
    choice,
    choices,
    runtime: placings.map((list) => list.map(({ runtime }) => runtime / unit)),
    orders: next,
    isThere: Array.from(instance.taskOfCopy, (t, c) => must[t] && choices[c] > 0),
  };
}

/**
 * The bounds that every plan keeps which ends by `last` (in units), from heads, tails and deadlines. Throws Rejection where a task that
 * must run has nowhere to run, or times are too large.
 */
export function firstBounds(
  instance: Instance,
  { count, unit, isThere, orders, choice, choices }: Variables,
  last: number,
): Int32Array {
  const { head, tail, least, must } = headsOf(instance);
  const bounds = new Int32Array(2 * count);
  const put = (variable: number, low: number, high: number) => {
    if (low > MOST_TIME) throw new CertificateRejection("its times are too large");
    bounds[2 * variable] = low;
    bounds[2 * variable + 1] = -Math.max(-MOST_TIME, Math.min(MOST_TIME, high));
  };
  put(MAKESPAN, 0, readInteger(last, 0, "refuted"));
  instance.taskOfCopy.forEach((t, c) => {
    if (must[t] && !isThere[c]) throw new CertificateRejection("a task has nowhere to run");
    const { deadline = Infinity } = instance.tasks[t];
    const behind = tail[t] - least[t];
    if (isThere[c] && !Number.isFinite(head[t] + tail[t])) {
      throw new CertificateRejection("a task has nowhere to run");
    }
    const end = Math.min(last - behind / unit, Math.floor(deadline / unit));
    if (!isThere[c]) {
      put(startOf(c), 0, last);
      put(endOf(c), 0, last);
      return;
    }
    put(startOf(c), head[t] / unit, end - least[t] / unit);
    put(endOf(c), (head[t] + least[t]) / unit, end);
    for (let k = 0; choices[c] > 1 && k < choices[c]; k++) put(choice[c] + k, 0, 1);
  });
  for (let variable = orders; variable < count; variable++) put(variable, 0, 1);
  return bounds;
}
