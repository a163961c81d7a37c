import { placementsOf } from "../../heuristics/schedule/load-plan.ts";
import type { ScheduleView } from "../../heuristics/schedule/types.ts";
import { handling } from "../../plan/traits.ts";
import type { Plan } from "../../plan/types.ts";
import type { OnlinePolicy } from "../types.ts";
import { HANDLES } from "./common.ts";

/**
 * Executes a plan: every task copy keeps its resources and devices, and starts when the plan says, or later, when what it waits
 * for has ended and there is room. On each resource copy nothing begins before what the plan has begin earlier there.
 * Requires a plan that keeps the rules of the view's instance; keeps state, so one run needs one of its own.
 */
export function planned(view: ScheduleView, plan: Plan): OnlinePolicy {
  // What has no length comes first where a longer piece begins: it may stand at its start, not within it.
  const list = placementsOf(view, plan).sort(
    (a, b) => a.start - b.start || a.end - b.end || a.copy - b.copy,
  );
  const known = new Map(list.map((one) => [one.copy, one]));
  const begun = new Set<number>();
  return {
    name: "plan",
    about: "the plan: each task on its resources and in its order there",
    handles: handling(...HANDLES.names, "colocate", "separate"),
    wakes: [...new Set(list.map(({ start }) => start))],
    copies: new Set(known.keys()),
    *decide(scene) {
      const waiting = new Set(scene.queue);
      for (const copy of scene.queue) {
        // It failed, so its turn has come before.
        const again = begun.has(copy) ? known.get(copy) : undefined;
        const placement = again && scene.exactly(copy, again.places);
        if (placement !== undefined) yield { copy, placement };
      }
      /** By resource copy: the earliest planned start that still waits. */
      const held = new Map<number, number>();
      for (const { copy, start, places } of list) {
        if (begun.has(copy)) continue;
        if (start > scene.now) return;
        const isTurn = places.every((place) => (held.get(place.copy) ?? start) >= start);
        const placement = isTurn && waiting.has(copy) ? scene.exactly(copy, places) : undefined;
        if (placement === undefined) {
          for (const place of places) if (!held.has(place.copy)) held.set(place.copy, start);
          continue;
        }
        begun.add(copy);
        yield { copy, placement };
      }
    },
  };
}
