import type { Instance } from "../../instance/types.ts";
import type { Plan, Recovery } from "../../plan/types.ts";

/** The first loss from which there is no recovery, as far as the search went. */
export interface Failed {
  readonly loss: number;
  readonly why: "impossible" | "unknown";
}

/** A plan with a recovery for each loss, or why not. */
export type Recovered = { readonly plan: Plan } | Failed;

/** Places tried for each loss before a search gives up. */
export const NODE_LIMIT = 20_000;

/** The resource copy of each task copy that moves in the recovery of a plan like this one; of several pieces the last. */
export function placesOf(moved: Plan | undefined): (task: number) => number | undefined {
  if (moved === undefined) return () => undefined;
  const places = new Map<number, number>();
  for (let k = 0; k < moved.task.length; k++) places.set(moved.task[k], moved.resource[k]);
  return (task) => places.get(task);
}

/** Recoveries by loss. */
export function byLoss(recoveries: readonly Recovery[] = []): ReadonlyMap<number, Plan> {
  return new Map(recoveries.map(({ loss, moved }) => [loss, moved]));
}

/** What is lost, by what moves together: of each colocate group all of it, directly or through other lost members. */
export function unitsOf<T>(
  { colocate, taskOfCopy }: Instance,
  lost: readonly T[],
  copyOf: (one: T) => number,
): readonly (readonly T[])[] {
  let units: readonly (readonly T[])[] = lost.map((one) => [one]);
  for (const { tasks } of colocate) {
    const isMember = (unit: readonly T[]) =>
      unit.some((one) => tasks.includes(taskOfCopy[copyOf(one)]));
    const tied = units.filter(isMember);
    if (tied.length < 2) continue;
    units = [...units.filter((unit) => !isMember(unit)), tied.flat()];
  }
  return units;
}
