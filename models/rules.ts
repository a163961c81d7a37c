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

/** The families of rows, one for each rule; eligibility is kept by the columns there are. */
export const RULE_ROWS: readonly ((draft: Draft) => void)[] = [
  addAssignmentRows,
  addCapacityRows,
  addDeviceRows,
  addReplicaRows,
  addColocateRows,
  addSeparateRows,
  addWindowRows,
  addDisjunctiveRows,
  addRobustRows,
];
