import { InstanceError } from "../util/errors.ts";
import { FITS, latestEnd, totalWeight } from "./totals.ts";
import type { Instance, ObjectiveName } from "./types.ts";

/** Throws InstanceError if a total may pass what sums hold exactly; `mend` is asked for a hint only then. */
export function refuseOverflow(name: string, worst: number, mend: () => string): void {
  if (worst <= FITS) return;
  const message = `the total of ${name} could pass 2^53, past which sums are not exact`;
  throw new InstanceError([{ path: "/objectives", message, hint: mend() }]);
}

/** A mend for a total of one objective that comes to `worst` times its factor: following it makes the total fit. */
export function totalHint(instance: Instance, name: ObjectiveName, worst: number): string {
  const by = powerOfTen(worst / FITS);
  if (name === "weighted-completion" || name === "weighted-tardiness") {
    return deadlineHint(instance, by);
  }
  return SCALED[name](by);
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
function deadlineHint(instance: Instance, by: number): string {
  const latest = Math.floor(FITS / Math.max(1, totalWeight(instance)));
  const text = [HOUR, 1000, 1].map((unit) => Math.floor(latest / unit)).find((count) => count > 0);
  const busy = latestEnd(instance) / Math.max(1, instance.resourceOfCopy.length);
  if (text === undefined || latest < busy) return SCALED["weighted-completion"](by);
  const unit = latest >= HOUR ? "h" : latest >= 1000 ? "s" : "ms";
  return `Maybe give every task a deadline of at most ${text}${unit}.`;
}

const HOUR = 3_600_000;

const inLarger = (what: string, unit: string) => (by: number) =>
  `Maybe count ${what} in ${unit} that are ${by} times as large: divide all of them by ${by}.`;

/** By objective, what makes its total smaller by a power of ten. */
const SCALED = {
  cost: inLarger("prices and costs", "units of money"),
  energy: inLarger("power and energies", "units"),
  "completion-time": inLarger("times", "units"),
  makespan: inLarger("times", "units"),
  "weighted-completion": inLarger("times", "units"),
  "weighted-tardiness": inLarger("times", "units"),
  "late-tasks": inLarger("weights", "units"),
  throughput: inLarger("values", "units"),
  utilization: inLarger("demands and capacities", "units"),
  balance: inLarger("demands and capacities", "units"),
  spread: inLarger("demands and capacities", "units"),
  migrations: inLarger("prices of migrations", "units of money"),
} satisfies Record<ObjectiveName, (by: number) => string>;

/** The least power of ten that is no less; twice as much room is kept for what is rounded up. */
function powerOfTen(ratio: number): number {
  return 10 ** Math.max(1, Math.ceil(Math.log10(2 * ratio)));
}
