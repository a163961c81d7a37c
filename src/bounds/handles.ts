import { relaxing } from "../plan/traits.ts";

/** What bounds of placements and sequences have heard of. */
export const AT_ONCE = relaxing(
  "placement",
  "sequence",
  "optional",
  "divisible",
  "replicas",
  "transfers",
);

/** What bounds of schedules have heard of. */
export const OVER_TIME = relaxing("schedule", "optional", "workers", "transfers");
