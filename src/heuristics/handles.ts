import { handling } from "../plan/traits.ts";

/**
 * What lists and local search of placements and sequences have heard of: what their states keep at each step. Limits of earlier
 * levels are left to whoever takes a plan of a list.
 */
export const PLACEMENTS = handling(
  "placement",
  "sequence",
  "optional",
  "divisible",
  "replicas",
  "across",
  "colocate",
  "separate",
  "devices",
  "budget",
  "release",
  "deadline",
  "available",
  "transfers",
  "earlier-objectives",
);

/** What the search among placements that survive losses has heard of. */
export const ROBUST_PLACEMENTS = handling(
  "placement",
  "optional",
  "replicas",
  "across",
  "colocate",
  "separate",
  "devices",
  "budget",
  "transfers",
  "robust",
  "earlier-objectives",
);

/** What lists and the search over time have heard of: what a `ScheduleView` shows. */
export const SCHEDULES = handling(
  "schedule",
  "optional",
  "workers",
  "colocate",
  "separate",
  "devices",
  "exclusive",
  "setup",
  "budget",
  "release",
  "deadline",
  "available",
  "maintenance",
  "after",
  "limits",
  "pinned",
  "transfers",
  "earlier-objectives",
);

/** What plans may have whose recoveries from losses are looked for: a recovery keeps every rule too. */
export const WITH_RECOVERIES = [ROBUST_PLACEMENTS, handling(...SCHEDULES.names, "robust")];
