import { onlyOverTime } from "../src/instance/schedule.ts";
import type { ObjectiveName, ObjectiveSpec } from "../src/instance/types.ts";
import { balanceForm } from "./balance.ts";
import { completionTimeForm } from "./completion-time.ts";
import { costForm } from "./cost.ts";
import type { Draft } from "./draft.ts";
import { energyForm } from "./energy.ts";
import type { ObjectiveForm } from "./form.ts";
import { makespanForm } from "./makespan.ts";
import { migrationsForm } from "./migrations.ts";
import { spreadForm } from "./spread.ts";
import { throughputForm } from "./throughput.ts";
import { utilizationForm } from "./utilization.ts";
import { weightedCompletionForm } from "./weighted-completion.ts";

/** The formulation of each objective; it adds the auxiliary columns and rows that it needs. */
const OBJECTIVE_FORMS = {
  throughput: throughputForm,
  utilization: utilizationForm,
  "completion-time": completionTimeForm,
  makespan: makespanForm,
  cost: costForm,
  balance: balanceForm,
  spread: spreadForm,
  "weighted-completion": weightedCompletionForm,
  "weighted-tardiness": onlyOverTime,
  "late-tasks": onlyOverTime,
  energy: energyForm,
  migrations: migrationsForm,
} satisfies Record<ObjectiveName, (draft: Draft, spec: ObjectiveSpec) => ObjectiveForm>;

/** Gives each objective its columns once, however many targets name it. */
export type FormCache = Map<string, ObjectiveForm>;

/** The form of an objective, made at the first call. */
export function formOf(draft: Draft, objective: ObjectiveSpec, cache: FormCache): ObjectiveForm {
  const key = `${objective.name}:${objective.dimension ?? ""}:${objective.priority ?? ""}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const form = OBJECTIVE_FORMS[objective.name](draft, objective);
  cache.set(key, form);
  return form;
}
