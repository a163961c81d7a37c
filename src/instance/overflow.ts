import { InstanceError } from "../util/errors.ts";
import { latestEnd, totalWeight } from "./amounts.ts";
import { type Named, type ObjectiveName, objectiveOf, partsOf } from "./objectives/registry.ts";
import { FITS } from "./totals.ts";
import type { Instance } from "./types.ts";

/** Throws InstanceError if a total may pass what sums hold exactly; `mend` is asked for a hint only then. */
export function refuseOverflow(name: string, worst: number, mend: () => string): void {
  if (worst <= FITS) return;
  const message = `the total of ${name} could pass 2^53, past which sums are not exact`;
  throw new InstanceError([{ path: "/objectives", message, hint: mend() }]);
}

/** A mend for a total of one objective that comes to `worst` times its factor: following it makes the total fit. */
export function totalHint(instance: Instance, objective: Named, worst: number): string {
  const ends = partsOf(instance, objective).some(({ kind }) => kind === "ends");
  const isTime = objectiveOf(objective.name).counts.what === "times";
  const deadline = ends && isTime ? deadlineHint(instance) : undefined;
  return deadline ?? largerUnitHint(objective.name, worst);
}

/** A mend for what an objective counts, where it comes to `worst`. */
export function largerUnitHint(name: ObjectiveName, worst: number): string {
  const { what, unit } = objectiveOf(name).counts;
  const by = powerOfTen(worst / FITS);
  return `Maybe count ${what} in ${unit} that are ${by} times as large: divide all of them by ${by}.`;
}

/** A mend for amounts of a dimension. */
export function amountHint(dimension: string, worst: number): string {
  const by = powerOfTen(worst / FITS);
  return `Maybe count ${dimension} in a unit ${by} times as large: divide all its demands and capacities by ${by}.`;
}

/**
 * Sums of weight x end fit where nothing ends late. A deadline is only proposed where it leaves time for the longest task and,
 * were all resource copies always busy, for all work.
 */
function deadlineHint(instance: Instance): string | undefined {
  const latest = Math.floor(FITS / Math.max(1, totalWeight(instance)));
  const text = [HOUR, 1000, 1].map((unit) => Math.floor(latest / unit)).find((count) => count > 0);
  const busy = latestEnd(instance) / Math.max(1, instance.resourceOfCopy.length);
  if (text === undefined || latest < busy) return undefined;
  const unit = latest >= HOUR ? "h" : latest >= 1000 ? "s" : "ms";
  return `Maybe give every task a deadline of at most ${text}${unit}.`;
}

const HOUR = 3_600_000;

/** The least power of ten that is no less; twice as much room is kept for what is rounded up. */
function powerOfTen(ratio: number): number {
  return 10 ** Math.max(1, Math.ceil(Math.log10(2 * ratio)));
}
