import type { OnlinePolicy } from "../types.ts";
import { HANDLES, leastBy } from "./common.ts";

/**
 * Each waiting task, by arrival, where the least capacity is left beside it, summed as parts of each dimension; what finds no
 * room is passed by. Johnson, Near-optimal bin packing algorithms, MIT 1973, over time.
 */
export const bestFit: OnlinePolicy = {
  name: "best-fit",
  about: "whatever fits, by arrival, where the least room is left",
  handles: HANDLES,
  *decide(scene) {
    for (const copy of scene.queue) {
      const placement = leastBy(scene.starts(copy), (one) => scene.leftover(copy, one));
      if (placement !== undefined) yield { copy, placement };
    }
  },
};
