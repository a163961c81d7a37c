import { headsOf } from "../../instance/facts/heads.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demanded, offered } from "../../plan/certificate/over-time/energy-prices.ts";
import { readMeasures } from "../../plan/certificate/over-time/measures.ts";
import type { AreaMeasure, EnergyPrices } from "../../plan/certificate/over-time/types.ts";

/** Begins and ends of the times that are looked at, evenly chosen from the heads and tails of tasks. */
const CUTS = 10;

/**
 * The energy prices that refute the largest makespan with these measures, over times between heads and tails of tasks;
 * undefined if none refutes `known`. Bisection over makespans: O(cuts x T R measures x log).
 */
export function energyPrices(
  instance: Instance,
  measures: readonly AreaMeasure[],
  known: number,
  most: number,
): EnergyPrices | undefined {
  if (measures.length === 0) return undefined;
  const read = readMeasures(instance, measures);
  const { head, tail, least } = headsOf(instance);
  const begins = cuts(head);
  const ends = cuts(
    Float64Array.from(tail, (time, t) => (time === Infinity ? 0 : time - least[t])),
  );
  let best: EnergyPrices | undefined;
  let refuted = known - 1;
  for (const from of begins) {
    for (const behind of ends) {
      const refutes = (last: number) => {
        const until = last - behind;
        if (until <= from) return false;
        const needed = demanded(instance, read, last, from, until);
        return needed === undefined || needed > offered(instance, read, from, until);
      };
      if (!refutes(refuted + 1)) continue;
      let low = refuted + 1;
      let high = Math.max(most, low);
      while (low < high) {
        const middle = low + Math.ceil((high - low) / 2);
        if (refutes(middle)) low = middle;
        else high = middle - 1;
      }
      refuted = low;
      best = { kind: "energy-prices", refuted, from, until: refuted - behind, measures };
    }
  }
  return best;
}

function cuts(values: Float64Array): readonly number[] {
  const finite = [...new Set(values)].filter((value) => value < Infinity).sort((a, b) => a - b);
  const chosen = new Set([0]);
  for (let i = 0; i < CUTS && finite.length > 0; i++) {
    chosen.add(finite[Math.floor((i * (finite.length - 1)) / Math.max(1, CUTS - 1))]);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** True for a target that these prices speak of. */
export function isMakespan({ terms }: Target): boolean {
  return terms.length === 1 && terms[0].objective.name === "makespan";
}
