import { rootNode, settle } from "../../exact/gap/node.ts";
import { normalise } from "../../exact/gap/normalise.ts";
import { makeRelaxation } from "../../exact/gap/relaxation.ts";
import { firstPrices, raiseRoot } from "../../exact/gap/root.ts";
import { makeSearch } from "../../exact/gap/search.ts";
import type { GapCore } from "../../exact/gap/types.ts";
import { type KnapsackKernel, makeKnapsack } from "../../exact/kernels/knapsack.ts";

/** Improves small parts of an assignment exactly, one after the other in the same memory. */
export interface PartSolver {
  /**
   * The best assignment of a part below `upper` within a number of nodes, in the numbers of the part; "none" if there
   * is none, "unknown" if the nodes ran out before one was found, or the part is too large.
   */
  improve(part: GapCore, upper: number, nodes: number): Int32Array | "none" | "unknown";
}

/** Memory for the tables of one part. */
const BYTES = 2 ** 25;

/**
 * A decision search (see `makeSearch`) from above: is there anything below the best known, until there is not. After
 * Posta, Ferland, Michelon (2012), DOI 10.1007/s10589-011-9432-0.
 */
export function makePartSolver(): PartSolver {
  let kernel: KnapsackKernel | undefined;
  return {
    improve(part, upper, nodes) {
      kernel ??= makeKnapsack(BYTES);
      const { core, total } = normalise(part);
      const relaxation = makeRelaxation(core, kernel);
      if (relaxation === undefined) return "unknown";
      const root = rootNode(core, firstPrices(core, relaxation.scale, relaxation.highest));
      if (!settle(core, root)) return "none";
      const limit = upper - total - 1;
      const raised = raiseRoot(core, relaxation, root, () => limit + 1);
      let step = raised.next();
      while (!step.done) step = raised.next();
      if (step.value > limit * relaxation.scale) return "none";
      const search = makeSearch(core, relaxation, root, limit, undefined);
      let best: Int32Array | undefined;
      while (!search.done && search.nodes < nodes) {
        const found = search.advance();
        if (found !== undefined) best = found.assignment;
      }
      return best ?? (search.done ? "none" : "unknown");
    },
  };
}
