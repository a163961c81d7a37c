import { rulesOf } from "../../src/instance/schedule.ts";
import type { Instance, Task } from "../../src/instance/types.ts";
import { mayCount } from "./alike.ts";

/** Task copies that the program counts instead of telling them apart. */
export interface CopyClass {
  readonly index: number;
  /** Task entry. */
  readonly entry: number;
  readonly task: Task;
  /** Task copies, ascending; one alone where `workers` is above 1. */
  readonly copies: readonly number[];
  readonly workers: number;
}

/**
 * The units of an instance, by their first task copy. The copies of an entry are one unit unless something may tell them apart:
 * workers, precedence, groups, families with setup times, links, a runtime of 0, or a rule that is not known here.
 */
export function unitsOf(instance: Instance): readonly CopyClass[] {
  const rules = rulesOf(instance);
  const counts = mayCount(instance);
  const apart = new Set<number>();
  for (const { before, after } of rules.precedence) apart.add(before).add(after);
  for (const { tasks } of [...instance.colocate, ...instance.separate]) {
    for (const t of tasks) apart.add(t);
  }
  for (const { from, to } of instance.links) apart.add(from).add(to);
  const hasSetup = rules.setup.some((time) => time > 0);
  const R = instance.resources.length;
  const units: CopyClass[] = [];
  instance.tasks.forEach((task, entry) => {
    const first = instance.taskCopyStart[entry];
    const all = Array.from({ length: task.count }, (_, i) => first + i);
    const runtimes = instance.pairs.runtime.subarray(entry * R, (entry + 1) * R);
    const alone =
      !counts ||
      apart.has(entry) ||
      rules.workers[entry] > 1 ||
      (hasSetup && rules.family[entry] !== 0) ||
      runtimes.includes(0);
    for (const copies of alone ? all.map((copy) => [copy]) : [all]) {
      if (copies.length === 0) continue;
      units.push({ index: units.length, entry, task, copies, workers: rules.workers[entry] });
    }
  });
  return units;
}
