import type { OnlinePolicy } from "../types.ts";
import { HANDLES } from "./common.ts";

/**
 * Conservative backfilling: by arrival each is promised the earliest start beside all promises before it, and begins once that is now;
 * promises are made anew whenever something ends sooner than expected, in the same order. Mualem and Feitelson, IEEE TPDS 12, 2001,
 * doi:10.1109/71.932708.
 */
export const conservative: OnlinePolicy = {
  name: "conservative",
  about: "conservative backfilling: others may begin where they delay none that waits before them",
  handles: HANDLES,
  *decide(scene) {
    for (const { copy, placement } of scene.promises(scene.queue)) {
      if (placement.start === scene.now) yield { copy, placement };
    }
  },
};
