import type { GapCore } from "../../cores/types.ts";
import { makeRandom } from "../../util/random.ts";
import { pricedCoreOf } from "./priced-core.ts";
import { firstAssignment, repair } from "./start.ts";

/** Passes of prices on capacity: a tenth of a second where pairs are many. */
const PASSES = { least: 50, most: 1500, pairs: 3e7 } as const;
/** Near resources: the order of tasks asks for no more. */
const WIDTH = 2;
/** Pairs for each slice of repair, about a millisecond, where the list overloads; one slice at least, and at most some. */
const REPAIR = { pairs: 5000, most: 20 } as const;

/**
 * An assignment at once: tasks in order of regret at capacity prices, and a little repair where they do not fit.
 * Undefined if that finds none; there may be one all the same. Equal cores give equal lists. O(n m log m) a pass.
 */
export function listAssignment(core: GapCore): Int32Array | undefined {
  const { least, most, pairs } = PASSES;
  const size = core.tasks * core.resources;
  const passes = Math.floor(pairs / Math.max(1, size));
  const priced = pricedCoreOf(core, WIDTH, Math.max(least, Math.min(most, passes)));
  if (priced === undefined) return undefined;
  const loads = firstAssignment(priced);
  let left = 1 + Math.min(REPAIR.most, Math.floor(size / REPAIR.pairs));
  for (const _ of repair(priced, loads, makeRandom(1))) if (--left <= 0) return undefined;
  return loads.at;
}
