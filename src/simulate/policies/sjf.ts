import type { OnlinePolicy } from "../types.ts";
import { HANDLES, soonestEnd } from "./common.ts";

/**
 * Shortest job first, without interruption: of all that wait by the shortest expected runtime, each where it is expected to end first; what
 * finds no room is passed by. Conway, Maxwell, Miller, Theory of Scheduling, 1967.
 */
export const sjf: OnlinePolicy = {
  name: "sjf",
  about: "shortest job first: whatever fits, by the shortest expected runtime",
  handles: HANDLES,
  *decide(scene) {
    // Of equal runtimes the one that came first, as sorting is stable.
    const waiting = scene.queue.map((copy) => ({ copy, runtime: scene.shortest(copy) }));
    for (const { copy } of waiting.sort((a, b) => a.runtime - b.runtime)) {
      const placement = soonestEnd(scene.starts(copy));
      if (placement !== undefined) yield { copy, placement };
    }
  },
};
