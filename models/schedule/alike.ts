import type { Instance } from "../../src/instance/types.ts";
import { handling, unheard } from "../../src/plan/traits.ts";

/** The rules of which `unitsOf` and `placesOf` know which copies they tell apart. */
const KNOWN = handling(
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
);

/** False where some rule may tell any two copies apart, because nobody has said here which it does. */
export function mayCount(instance: Instance): boolean {
  return unheard([KNOWN], { instance }) === undefined;
}
