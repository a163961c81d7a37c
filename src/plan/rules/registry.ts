import { assignment } from "./assignment.ts";
import { budget } from "./budget.ts";
import { capacity } from "./capacity.ts";
import { colocate } from "./colocate.ts";
import { deadline } from "./deadline.ts";
import { devices } from "./devices.ts";
import { eligibility } from "./eligibility.ts";
import { exclusive } from "./exclusive.ts";
import { gang } from "./gang.ts";
import { limits } from "./limits.ts";
import { maintenance } from "./maintenance.ts";
import { overlap } from "./overlap.ts";
import { pinned } from "./pinned.ts";
import { precedence } from "./precedence.ts";
import { release } from "./release.ts";
import { replicas } from "./replicas.ts";
import { robust } from "./robust.ts";
import type { Rule } from "./rule.ts";
import { separate } from "./separate.ts";
import { setup } from "./setup.ts";
import { totals } from "./totals.ts";
import { window } from "./window.ts";

/** The clauses that speak of one plan by itself, in the order of their reports. A new rule is one file and one line. */
const OWN_RULES = [
  assignment,
  eligibility,
  capacity,
  devices,
  overlap,
  exclusive,
  setup,
  release,
  deadline,
  window,
  maintenance,
  precedence,
  gang,
  limits,
  replicas,
  colocate,
  separate,
  budget,
  pinned,
] as const;

/** Every clause of the verifier. After a loss the plan must keep all of them but the budget, which the plan before it keeps. */
export const RULES = [
  ...OWN_RULES,
  totals,
  robust((OWN_RULES as readonly Rule[]).filter((rule) => rule !== budget)),
] as const;
