import type { PackingCore } from "../../cores/packing.ts";
import type { Instance } from "../../instance/types.ts";
import type { PriceRow } from "../../plan/certificate/types.ts";
import type { Solver } from "../../program/types.ts";
import { makeRandom } from "../../util/random.ts";
import type { CopyLoad } from "./load.ts";
import { type Opening, openings } from "./openings.ts";
import { fillByOverload } from "./overload.ts";

/** Steps of the first filling of a choice, and by how much they grow from round to round. */
const STEPS = 3000;
const GROWTH = 4;
/** New choices in a round. */
const CHOICES = 6;
/** Task copies x open copies that are looked at between two looks at the clock, and steps at most. */
const BREATH = 1_000_000;
const MOST_STEPS = 500;
/** Task copies x open copies that one step may look at: more take seconds. */
const MOST_PAIRS = 4_000_000;

/**
 * Chooses which resource copies are used, the cheapest first, and fills those: choices that cannot be filled soon get more time in
 * later rounds. Undefined is a moment to look at the clock; loads hold all tasks. `isDear` says that a choice costs no less than what is
 * known. Requires that used copies are all that costs.
 */
export async function* openAndFill(
  instance: Instance,
  core: PackingCore,
  rows: readonly PriceRow[],
  { solver, rounds, stopped, isDear }: OpenSettings,
): AsyncGenerator<readonly CopyLoad[] | undefined, void, void> {
  const next = openings(instance, core, rows, solver, stopped);
  const known: Opening[] = [];
  for (let round = 0; round < rounds && !stopped(); round++) {
    const steps = STEPS * GROWTH ** round;
    for (let k = 0; !stopped() && k < CHOICES * (round + 1); k++) {
      if (k === known.length) {
        const { value } = await next.next();
        if (value === undefined) break;
        known.push(value);
      }
      const { open, cost } = known[k];
      if (isDear(cost)) break;
      if (sizeOf(core, open) > MOST_PAIRS) return;
      const breath = Math.max(1, Math.min(MOST_STEPS, Math.floor(BREATH / sizeOf(core, open))));
      let step = 0;
      for (const loads of fillByOverload(core, open, makeRandom(1 + k + 1000 * round), steps)) {
        if (loads !== undefined || ++step % breath === 0) yield loads;
        if (stopped()) return;
      }
    }
  }
}

/** What the choice of used copies may use. */
export interface OpenSettings {
  readonly solver: Solver;
  readonly rounds: number;
  readonly stopped: () => boolean;
  readonly isDear: (cost: number) => boolean;
}

function sizeOf({ copies }: PackingCore, open: Int32Array): number {
  const sum = (list: Int32Array) => list.reduce((all, one) => all + one, 0);
  return Math.max(1, sum(copies) * sum(open));
}
