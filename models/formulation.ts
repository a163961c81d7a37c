import type { Instance, ObjectiveSpec } from "../src/instance/types.ts";
import type { Draft } from "./draft.ts";
import type { ObjectiveForm } from "./form.ts";
import type { ScheduleDraft } from "./schedule/draft.ts";
import type { Rate } from "./schedule/rents.ts";

/** How an objective stands in programs; its forms add the auxiliary columns and rows that they need. */
export interface Formulation {
  /** Of placements and sequences; absent where only schedules know the objective. */
  readonly form?: (draft: Draft, objective: ObjectiveSpec) => ObjectiveForm;
  /** Over time, in the slots of a grid. */
  readonly slots: (draft: ScheduleDraft, objective: ObjectiveSpec) => ObjectiveForm;
  /** Over time: columns of its own for each slot. */
  readonly perSlot?: number;
  /** Over time: what a copy of a resource entry counts for its time. */
  readonly rate?: (instance: Instance, entry: number) => Rate;
  /** Over time: whether it tells equal copies of a resource entry apart, beside such rates. */
  readonly apart?: (instance: Instance, entry: number) => boolean;
}
