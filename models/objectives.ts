import type { ObjectiveName, ObjectiveSpec } from "../src/instance/types.ts";
import { InvariantError } from "../src/util/errors.ts";
import { balanceForm } from "./balance.ts";
import { completionTimeForm } from "./completion-time.ts";
import { costForm } from "./cost.ts";
import type { Draft } from "./draft.ts";
import { energyForm } from "./energy.ts";
import type { ObjectiveForm } from "./form.ts";
import type { Formulation } from "./formulation.ts";
import { makespanForm } from "./makespan.ts";
import { migrationsForm } from "./migrations.ts";
import * as overTime from "./schedule/cost.ts";
import type { ScheduleDraft } from "./schedule/draft.ts";
import { makespanForm as lastSlotForm } from "./schedule/makespan.ts";
import * as sums from "./schedule/sums.ts";
import * as utilization from "./schedule/utilization.ts";
import { spreadForm } from "./spread.ts";
import { throughputForm } from "./throughput.ts";
import { utilizationForm } from "./utilization.ts";
import { weightedCompletionForm } from "./weighted-completion.ts";

/** The formulation of each objective. */
export const FORMULATIONS: Readonly<Record<ObjectiveName, Formulation>> = {
  throughput: { form: throughputForm, slots: sums.throughputForm },
  utilization: { form: utilizationForm, slots: sums.utilizationForm },
  "completion-time": { form: completionTimeForm, slots: sums.completionTimeForm },
  makespan: { form: makespanForm, slots: lastSlotForm, perSlot: 1 },
  cost: {
    form: costForm,
    slots: overTime.costForm,
    rate: overTime.rentOf,
    apart: ({ resources }, entry) => resources[entry].fixedPrice > 0,
  },
  balance: { form: balanceForm, slots: utilization.balanceForm, apart: () => true },
  spread: { form: spreadForm, slots: utilization.spreadForm, apart: () => true },
  "weighted-completion": { form: weightedCompletionForm, slots: sums.weightedCompletionForm },
  "weighted-tardiness": { slots: sums.weightedTardinessForm },
  "late-tasks": { slots: sums.lateTasksForm },
  energy: { form: energyForm, slots: overTime.energyForm, rate: overTime.powerOf },
  migrations: { form: migrationsForm, slots: sums.migrationsForm },
};

/** Gives each objective its columns once, however many targets name it. */
export type FormCache = Map<string, ObjectiveForm>;

/** The form of an objective, made at the first call. */
export function formOf(draft: Draft, objective: ObjectiveSpec, cache: FormCache): ObjectiveForm {
  return cached(objective, cache, () => {
    const { form } = FORMULATIONS[objective.name];
    if (form === undefined) throw new InvariantError(`Only schedules know ${objective.name}.`);
    return form(draft, objective);
  });
}

/** The same over time. */
export function slotsOf(
  draft: ScheduleDraft,
  objective: ObjectiveSpec,
  cache: FormCache,
): ObjectiveForm {
  return cached(objective, cache, () => FORMULATIONS[objective.name].slots(draft, objective));
}

function cached(
  { name, dimension, priority }: ObjectiveSpec,
  cache: FormCache,
  make: () => ObjectiveForm,
): ObjectiveForm {
  const key = [name, dimension, priority].join(":");
  const form = cache.get(key) ?? make();
  cache.set(key, form);
  return form;
}
