import { handling } from "../../src/plan/traits.ts";
import type { RuleRows } from "../rules.ts";
import { addAssignmentRows } from "./assignment.ts";
import { addCapacityRows } from "./capacity.ts";
import { addDeviceRows } from "./devices.ts";
import type { ScheduleDraft } from "./draft.ts";
import { addExclusiveRows } from "./exclusive.ts";
import { addGroupRows } from "./groups.ts";
import { addLimitRows } from "./limits.ts";
import { addPinnedRows } from "./pinned.ts";
import { addPrecedenceRows } from "./precedence.ts";
import { addSetupRows } from "./setup.ts";

/** The families of rows over time. */
export const RULE_ROWS: readonly RuleRows<ScheduleDraft>[] = [
  { keeps: ["optional", "workers"], add: addAssignmentRows },
  { keeps: [], add: addCapacityRows },
  { keeps: ["devices"], add: addDeviceRows },
  { keeps: ["exclusive"], add: addExclusiveRows },
  { keeps: ["setup"], add: addSetupRows },
  { keeps: ["limits"], add: addLimitRows },
  { keeps: ["after"], add: addPrecedenceRows },
  { keeps: ["colocate", "separate"], add: addGroupRows },
  { keeps: ["pinned"], add: addPinnedRows },
];

/** What the program has heard of; when pieces may run is kept by the columns there are. */
export const PROGRAM_OVER_TIME = handling(
  "schedule",
  "budget",
  "release",
  "deadline",
  "available",
  "maintenance",
  "transfers",
  "earlier-objectives",
  ...RULE_ROWS.flatMap(({ keeps }) => keeps),
);
