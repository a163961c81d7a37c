import type { Incumbent } from "../incumbent.ts";
import type { LevelTask } from "../method.ts";

/** What most methods need: a table of all pairs, and tasks that stand on resources or in a sequence there. */
export function needsTables({ incumbent: { instance } }: LevelTask): true | string {
  if (instance.pairs.features !== undefined) return "there are more than 50 million pairs";
  return instance.mode === "schedule" ? "tasks run side by side over time" : true;
}

/** What methods for schedules need. */
export function needsSchedule({ incumbent: { instance } }: LevelTask): true | string {
  return instance.mode === "schedule" ? true : "tasks do not run side by side over time";
}

/** Remembers what is worked out for a level, which several steps ask for. */
export function perLevel<T>(work: (incumbent: Incumbent) => T): (incumbent: Incumbent) => T {
  const known = new WeakMap<Incumbent, { readonly value: T }>();
  return (incumbent) => {
    const held = known.get(incumbent) ?? { value: work(incumbent) };
    known.set(incumbent, held);
    return held.value;
  };
}
