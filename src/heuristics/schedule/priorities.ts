import { DEVICE } from "../../instance/types.ts";
import type { Option, ScheduleView } from "./types.ts";

/** The rank of a task copy in a list: the smallest is placed first. */
export type Priority = (copy: number) => number;

/** The largest share of a resource copy that a piece takes of any row. */
export function shareOf({ resourceTypes }: ScheduleView, { entry, need }: Option): number {
  const { capacity, groups } = resourceTypes[entry];
  let most = 0;
  need.rows.forEach((amount, row) => {
    if (capacity[row] > 0) most = Math.max(most, amount / capacity[row]);
  });
  groups.forEach(({ count }, g) => {
    if (count > 0) most = Math.max(most, (need.whole[g] + need.share[g] / DEVICE) / count);
  });
  return most;
}

/** By task entry: the share of a resource copy on its first option, times workers. */
export function sizesOf(view: ScheduleView): Float64Array {
  return Float64Array.from(view.jobs, ({ pools, workers }) => {
    const option = pools[0]?.options[0];
    return option === undefined ? 1 : workers * shareOf(view, option);
  });
}

/** Larger than any time, smaller than what sums of times lose. */
const FAR = 1e15;

/**
 * Priority rules: longest path behind, due date, slack, largest area, longest, largest, weighted shortest area and runtime,
 * release. Those that tell nothing of the instance are left out; `isMakespan` leaves out weights, which a makespan does not know.
 */
export function prioritiesOf(view: ScheduleView, isMakespan: boolean): readonly Priority[] {
  const { jobs, instance, hasPrecedence } = view;
  const size = sizesOf(view);
  const of = (value: (entry: number) => number): Priority => {
    const values = Float64Array.from(jobs, (_, entry) => value(entry));
    return (copy) => values[instance.taskOfCopy[copy]];
  };
  const isDated = jobs.some(({ due, latest }) => due < Infinity || latest < Infinity);
  const list: Priority[] = [];
  if (hasPrecedence) list.push(of((t) => -jobs[t].tail));
  if (isDated) {
    const due = (t: number) => Math.min(jobs[t].due, jobs[t].latest, FAR);
    list.push(
      of(due),
      of((t) => due(t) - jobs[t].least),
    );
  }
  list.push(
    of((t) => -size[t] * jobs[t].least),
    of((t) => -jobs[t].least),
    of((t) => -size[t] * FAR - jobs[t].least),
  );
  if (!isMakespan || isDated) {
    const weight = (t: number) => Math.max(1, jobs[t].weight);
    list.push(
      of((t) => (size[t] * jobs[t].least) / weight(t)),
      of((t) => jobs[t].least / weight(t)),
    );
  }
  if (jobs.some(({ release }) => release > 0)) list.push(of((t) => jobs[t].release));
  return list;
}
