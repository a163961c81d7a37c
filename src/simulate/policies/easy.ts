import type { OnlinePolicy } from "../types.ts";
import { HANDLES, leastBy } from "./common.ts";

/**
 * By arrival as long as there is room; then the first that waits is promised the earliest start that expected ends allow, and
 * later ones begin now only where that promise stands. Lifka, The ANL/IBM SP scheduling system, JSSPP 1995,
 * doi:10.1007/3-540-60153-8_35; Mualem and Feitelson, IEEE TPDS 12, 2001, doi:10.1109/71.932708.
 */
export const easy: OnlinePolicy = {
  name: "easy",
  about: "EASY backfilling: by arrival, and others where they do not delay the first that waits",
  handles: HANDLES,
  *decide(scene) {
    let head: number | undefined;
    let promised = Infinity;
    for (const copy of scene.queue) {
      const starts = scene.starts(copy);
      if (head === undefined && starts.length === 0) {
        head = copy;
        promised = scene.expected(copy) ?? Infinity;
        continue;
      }
      const first = head;
      const harmless = starts.filter(
        (one) =>
          first === undefined || (scene.expectedBeside(first, copy, one) ?? Infinity) <= promised,
      );
      const placement = leastBy(harmless, ({ end }) => end);
      if (placement !== undefined) yield { copy, placement };
    }
  },
};
