import type { OnlinePolicy } from "../types.ts";
import { HANDLES } from "./common.ts";

/**
 * Each waiting task, by arrival, on the first resource with room; what finds none is passed by.
 * Johnson, Near-optimal bin packing algorithms, MIT 1973, over time.
 */
export const firstFit: OnlinePolicy = {
  name: "first-fit",
  about: "whatever fits, by arrival, on the first resource with room",
  handles: HANDLES,
  *decide(scene) {
    for (const copy of scene.queue) {
      const [placement] = scene.starts(copy);
      if (placement !== undefined) yield { copy, placement };
    }
  },
};
