import type { ObjectiveName, ObjectiveSpec } from "../../src/instance/types.ts";
import type { ObjectiveForm } from "../form.ts";
import { costForm, energyForm } from "./cost.ts";
import type { ScheduleDraft } from "./draft.ts";
import { balanceForm, spreadForm } from "./levels.ts";
import { makespanForm } from "./makespan.ts";
import {
  completionTimeForm,
  lateTasksForm,
  migrationsForm,
  throughputForm,
  utilizationForm,
  weightedCompletionForm,
  weightedTardinessForm,
} from "./sums.ts";

/** The formulation of each objective over time; it adds the auxiliary columns and rows that it needs. */
export const SCHEDULE_FORMS = {
  throughput: throughputForm,
  utilization: utilizationForm,
  "completion-time": completionTimeForm,
  makespan: makespanForm,
  cost: costForm,
  balance: balanceForm,
  spread: spreadForm,
  "weighted-completion": weightedCompletionForm,
  "weighted-tardiness": weightedTardinessForm,
  "late-tasks": lateTasksForm,
  energy: energyForm,
  migrations: migrationsForm,
} satisfies Record<ObjectiveName, (draft: ScheduleDraft, spec: ObjectiveSpec) => ObjectiveForm>;
