import { UsageError } from "../../util/errors.ts";
import { show } from "../../util/show.ts";

/** The setting of formats whose times have no unit. */
export const UNIT_SETTING = {
  unit: "the unit of its times: ms, s, m, h or d; default: m",
} as const;

/** A whole number of such units as a duration. Throws UsageError for a unit that there is not. */
export function durationsIn(unit: string = "m"): (amount: number) => string {
  if (!["ms", "s", "m", "h", "d"].includes(unit)) {
    throw new UsageError(`--unit: expected ms, s, m, h or d, got ${show(unit)}.`);
  }
  return (amount) => `${amount}${unit}`;
}
