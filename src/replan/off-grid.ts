import { gridOf } from "../../models/schedule/grid.ts";
import { usablePairs } from "../instance/usable.ts";
import { durationText } from "../plan/wording.ts";
import { gcd } from "../util/divisor.ts";
import type { Situation } from "./types.ts";

/** Past so many times more slots a program over time is noticeably larger. */
const FINER = 2;

/**
 * A sentence if the moment of the replan lies off the grid that all times of the instance share: whatever starts at once then needs
 * a finer one. It names the next moment on the grid. O(pairs).
 */
export function offGrid({
  instance,
  now,
}: Pick<Situation, "instance" | "now">): string | undefined {
  if (instance.schedule === undefined) return undefined;
  const { tick } = gridOf(instance, usablePairs(instance), [], Infinity);
  const fine = gcd(tick, now);
  if (tick <= 0 || fine * FINER > tick) return undefined;
  const next = durationText(Math.ceil(now / tick) * tick);
  return `All times of the instance are multiples of ${durationText(tick)}, and ${durationText(now)} is none: the search has ${tick / fine} times as many moments to look at. Maybe use --now ${next} if that is soon enough.`;
}
