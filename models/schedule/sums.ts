import { isCounted } from "../../src/instance/priority.ts";
import type { ObjectiveSpec, Task } from "../../src/instance/types.ts";
import { demandOf } from "../../src/instance/usable.ts";
import { InvariantError } from "../../src/util/errors.ts";
import { type ObjectiveForm, sumForm } from "../form.ts";
import type { ScheduleDraft } from "./draft.ts";

/** weighted-completion = sum over starts of weight x end x (thousandths x ms), tasks of the class of the objective alone. */
export const weightedCompletionForm = sumOfEnds(({ weight }, end) => weight * end);

/** weighted-tardiness = sum over starts of weight x max(0, end - due) x. */
export const weightedTardinessForm = sumOfEnds(({ weight, due = Infinity }, end) =>
  end > due ? weight * (end - due) : 0,
);

/** late-tasks = sum over starts that end after their due date of weight x. */
export const lateTasksForm = sumOfEnds(({ weight, due = Infinity }, end) =>
  end > due ? weight : 0,
);

/** completion-time = sum over starts of the longest runtime of a copy's pieces x x. */
export function completionTimeForm(
  { instance, starts, grid }: ScheduleDraft,
  objective: ObjectiveSpec,
): ObjectiveForm {
  const sum = sumForm();
  for (const { unit, columns, length } of starts) {
    if (!isCounted(instance, objective, unit.entry)) continue;
    for (const column of columns) sum.add(column, length * grid.tick);
  }
  return sum.form();
}

/** throughput (negated) = - sum of gain over mandatory copies - sum over starts of optional ones of gain x. */
export function throughputForm(
  { instance, units, starts }: ScheduleDraft,
  objective: ObjectiveSpec,
): ObjectiveForm {
  const sum = sumForm();
  for (const { task, copies, entry } of units) {
    if (task.optional || !isCounted(instance, objective, entry)) continue;
    sum.addOffset(-task.gain * copies.length);
  }
  for (const { unit, columns } of starts) {
    if (unit.task.optional && isCounted(instance, objective, unit.entry))
      for (const column of columns) sum.add(column, -unit.task.gain);
  }
  return sum.form();
}

/** utilization:DIM (negated) = - sum of demand x over pieces, in the unit of DIM. */
export function utilizationForm(
  { instance, pieces }: ScheduleDraft,
  objective: ObjectiveSpec,
): ObjectiveForm {
  const { dimension } = objective;
  if (dimension === undefined) throw new InvariantError("utilization needs a dimension.");
  const sum = sumForm();
  for (const { unit, place, columns, factor } of pieces) {
    if (!isCounted(instance, objective, unit.entry)) continue;
    const demand = demandOf(instance, unit.entry, place.entry, dimension);
    for (const column of columns) sum.add(column, -demand * factor);
  }
  return sum.form();
}

/** migrations = sum over pieces of m[t,r] x, where m is 1 if the earlier plan has the task copy elsewhere. */
export function migrationsForm({ instance, pieces }: ScheduleDraft): ObjectiveForm {
  const migrates = instance.earlier?.migrates;
  if (migrates === undefined) throw new InvariantError("Migrations need an earlier plan.");
  const sum = sumForm();
  for (const { unit, place, columns, factor } of pieces) {
    const each = migrates[unit.entry * instance.resources.length + place.entry] * factor;
    if (each > 0) for (const column of columns) sum.add(column, each);
  }
  return sum.form();
}

function sumOfEnds(valueAt: (task: Task, end: number) => number) {
  return ({ instance, starts, grid }: ScheduleDraft, objective: ObjectiveSpec): ObjectiveForm => {
    const sum = sumForm();
    for (const { unit, slots, columns, length } of starts) {
      if (!isCounted(instance, objective, unit.entry)) continue;
      slots.forEach((slot, i) => {
        sum.add(columns[i], valueAt(unit.task, (slot + length) * grid.tick));
      });
    }
    return sum.form();
  };
}
