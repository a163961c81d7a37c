import { handling, type TraitName } from "../src/plan/traits.ts";
import { addAssignmentRows } from "./assignment.ts";
import { addCapacityRows } from "./capacity.ts";
import { addColocateRows } from "./colocate.ts";
import { addDeviceRows } from "./devices.ts";
import { addDisjunctiveRows } from "./disjunctive.ts";
import type { Draft } from "./draft.ts";
import { addReplicaRows } from "./replicas.ts";
import { addRobustRows } from "./robust.ts";
import { addSeparateRows } from "./separate.ts";
import { addWindowRows } from "./window-rows.ts";

/** One family of rows of a formulation. */
export interface RuleRows<D> {
  /** The traits of instances that it keeps. */
  readonly keeps: readonly TraitName[];
  readonly add: (draft: D) => void;
}

/** The families of rows, one for each rule; eligibility is kept by the columns there are. */
export const RULE_ROWS: readonly RuleRows<Draft>[] = [
  { keeps: ["optional", "divisible"], add: addAssignmentRows },
  { keeps: [], add: addCapacityRows },
  { keeps: ["devices"], add: addDeviceRows },
  { keeps: ["replicas", "across"], add: addReplicaRows },
  { keeps: ["colocate"], add: addColocateRows },
  { keeps: ["separate"], add: addSeparateRows },
  { keeps: ["release", "deadline", "available"], add: addWindowRows },
  { keeps: [], add: addDisjunctiveRows },
  { keeps: [], add: addRobustRows },
];

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
