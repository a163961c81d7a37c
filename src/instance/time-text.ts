import { UsageError } from "../util/errors.ts";
import { QUANTITIES, readQuantity } from "../util/quantities.ts";
import { clockGuess, instantGuess, zoneText } from "./read/instant-guess.ts";
import { looksAbsolute, readInstant } from "./read/times.ts";
import type { Instance } from "./types.ts";

/**
 * A point in time as typed on a command line, in ms from the beginning of the plan: a duration since then, or, where the document has
 * `start`, an absolute time with its zone. Throws UsageError with the mend.
 */
export function timeFromText({ origin }: Instance, text: string): number {
  if (!looksAbsolute(text)) {
    const time = readQuantity(QUANTITIES.duration, text);
    if (typeof time === "number") return time;
    const hint =
      (origin === undefined ? undefined : clockGuess(text, origin, "early")) ?? time.hint ?? "";
    throw new UsageError(`Cannot read the time "${text}": ${time.message}.\n${hint}`.trim());
  }
  const instant = readInstant(text);
  if (instant === undefined) {
    const hint =
      instantGuess(text, zoneText(origin?.offset ?? 0)) ??
      "Maybe write it with its zone, such as 2026-11-24T20:15+01:00.";
    throw new UsageError(`Cannot read the time "${text}".\n${hint}`);
  }
  if (origin === undefined) {
    throw new UsageError(
      `"${text}" is a time of day, and the document does not say when its plan begins.\nMaybe write how long ago that is, such as 2h15m, or add start to the document.`,
    );
  }
  if (instant.epoch >= origin.epoch) return instant.epoch - origin.epoch;
  throw new UsageError(
    `"${text}" lies before the start of the plan, ${new Date(origin.epoch).toISOString()}.`,
  );
}
