import { handling, type TraitName } from "../src/plan/traits.ts";
import { addAssignmentRows } from "./assignment.ts";
import { addCapacityRows } from "./capacity.ts";
import { addColocateRows } from "./colocate.ts";
import { addDeviceRows } from "./devices.ts";
import { addDisjunctiveRows } from "./disjunctive.ts";
import type { Draft } from "./draft.ts";
import { addReplicaRows } from "./replicas.ts";
import { addRobustRows } from "./robust.ts";
import * as overTime from "./schedule/assignment.ts";
import { addCapacityRows as addSlotCapacityRows } from "./schedule/capacity.ts";
import { addDeviceRows as addSlotDeviceRows } from "./schedule/devices.ts";
import type { ScheduleDraft } from "./schedule/draft.ts";
import { addExclusiveRows } from "./schedule/exclusive.ts";
import * as groups from "./schedule/groups.ts";
import { addLimitRows } from "./schedule/limits.ts";
import { addPinnedRows } from "./schedule/pinned.ts";
import { addPrecedenceRows } from "./schedule/precedence.ts";
import { addSetupRows } from "./schedule/setup.ts";
import { addSeparateRows } from "./separate.ts";
import { addWindowRows } from "./window-rows.ts";

/** One family of rows of a formulation. */
interface RuleRows<D> {
  /** The traits of instances that it keeps. */
  readonly keeps: readonly TraitName[];
  readonly add: (draft: D) => void;
}

/** How a rule stands in programs. Where it has no rows, instances with its traits have no program. */
interface RuleForm {
  /** Of placements and sequences. */
  readonly rows?: RuleRows<Draft>;
  /** Over time, in the slots of a grid. */
  readonly slots?: RuleRows<ScheduleDraft>;
}

/** One line for each rule; eligibility, and over time when pieces may run, are kept by the columns there are. */
const RULE_FORMS: readonly RuleForm[] = [
  {
    rows: { keeps: ["optional", "divisible"], add: addAssignmentRows },
    slots: { keeps: ["optional", "workers"], add: overTime.addAssignmentRows },
  },
  {
    rows: { keeps: [], add: addCapacityRows },
    slots: { keeps: [], add: addSlotCapacityRows },
  },
  {
    rows: { keeps: ["devices"], add: addDeviceRows },
    slots: { keeps: ["devices"], add: addSlotDeviceRows },
  },
  { slots: { keeps: ["exclusive"], add: addExclusiveRows } },
  { slots: { keeps: ["setup"], add: addSetupRows } },
  { slots: { keeps: ["limits"], add: addLimitRows } },
  { slots: { keeps: ["after"], add: addPrecedenceRows } },
  { rows: { keeps: ["replicas", "across"], add: addReplicaRows } },
  {
    rows: { keeps: ["colocate"], add: addColocateRows },
    slots: { keeps: ["colocate"], add: groups.addColocateRows },
  },
  {
    rows: { keeps: ["separate"], add: addSeparateRows },
    slots: { keeps: ["separate"], add: groups.addSeparateRows },
  },
  { rows: { keeps: ["release", "deadline", "available"], add: addWindowRows } },
  { rows: { keeps: [], add: addDisjunctiveRows } },
  { rows: { keeps: [], add: addRobustRows } },
  { slots: { keeps: ["pinned"], add: addPinnedRows } },
];

/** The families of rows of placements and sequences. */
export const RULE_ROWS = RULE_FORMS.flatMap(({ rows }) => rows ?? []);

/** The families of rows over time. */
export const SLOT_ROWS = RULE_FORMS.flatMap(({ slots }) => slots ?? []);

/** What the program has heard of; of a budget and of limits of earlier levels it has a row each. */
const WITHOUT_LOSSES = handling(
  "placement",
  "sequence",
  "budget",
  "transfers",
  "earlier-objectives",
  ...RULE_ROWS.flatMap(({ keeps }) => keeps),
);

/** What it has heard of where plans survive losses, since what is kept then is kept after each of them too (`addRecoveryRows`). */
const WITH_LOSSES = handling(
  "placement",
  "optional",
  "devices",
  "replicas",
  "across",
  "colocate",
  "separate",
  "budget",
  "transfers",
  "robust",
  "earlier-objectives",
);

/** The ways in which the program is written. */
export const PROGRAM = [WITHOUT_LOSSES, WITH_LOSSES];

/** What the program over time has heard of; when pieces may run is kept by the columns there are. */
export const PROGRAM_OVER_TIME = handling(
  "schedule",
  "budget",
  "release",
  "deadline",
  "available",
  "maintenance",
  "transfers",
  "earlier-objectives",
  ...SLOT_ROWS.flatMap(({ keeps }) => keeps),
);
