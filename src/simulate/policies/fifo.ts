import type { OnlinePolicy } from "../types.ts";
import { HANDLES, soonestEnd } from "./common.ts";

/** Strictly by arrival: nothing passes a task that waits for room. */
export const fifo: OnlinePolicy = {
  name: "fifo",
  about: "strictly by arrival, each where it is expected to end first",
  handles: HANDLES,
  *decide(scene) {
    for (const copy of scene.queue) {
      const placement = soonestEnd(scene.starts(copy));
      if (placement === undefined) return;
      yield { copy, placement };
    }
  },
};
