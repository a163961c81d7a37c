import type { PackingCore } from "../../cores/packing.ts";
import { ProgramBuilder } from "../../program/builder.ts";
import type { Program } from "../../program/types.ts";
import type { Configuration } from "./types.ts";

/**
 * The dual of the configuration program over some configurations, as a minimisation: columns are the prices on task
 * copies, then the rents of resource entries; a configuration may not earn more than its rent and fixed cost.
 * Its optimum, negated, is at least the bound of all configurations.
 */
export function dualProgram(core: PackingCore, columns: readonly Configuration[]): Program {
  const builder = new ProgramBuilder();
  for (let t = 0; t < core.tasks; t++) {
    const [lower, upper] = priceRange(core, t);
    builder.addColumn({ objective: -core.copies[t], lower, upper });
  }
  for (let r = 0; r < core.resources; r++) builder.addColumn({ objective: core.units[r] });
  for (const { resource, tasks, counts } of columns) {
    builder.addRow({
      columns: [...tasks, core.tasks + resource],
      coefficients: [...counts, -1],
      upper: priceOf(core, { resource, tasks, counts }),
    });
  }
  return builder.build();
}

/**
 * The program that uses whole numbers of the given configurations: column k is how many copies hold columns[k]; then,
 * by task entry, how many copies are covered too often and left out later, which costs what they were worth at most.
 * Every copy of a task that is not optional is covered.
 */
export function coverProgram(core: PackingCore, columns: readonly Configuration[]): Program {
  const builder = new ProgramBuilder();
  const rows = Array.from({ length: core.tasks + core.resources }, () => ({
    columns: [] as number[],
    coefficients: [] as number[],
  }));
  columns.forEach((configuration, k) => {
    const { resource, tasks, counts } = configuration;
    const upper = core.units[resource];
    builder.addColumn({ objective: priceOf(core, configuration), upper, integer: true });
    tasks.forEach((t, i) => {
      rows[t].columns.push(k);
      rows[t].coefficients.push(counts[i]);
    });
    rows[core.tasks + resource].columns.push(k);
    rows[core.tasks + resource].coefficients.push(1);
  });
  for (let t = 0; t < core.tasks; t++) {
    const [least] = priceRange(core, t);
    rows[t].columns.push(builder.addColumn({ objective: -least }));
    rows[t].coefficients.push(-1);
  }
  rows.forEach((row, i) => {
    if (i >= core.tasks) builder.addRow({ ...row, upper: core.units[i - core.tasks] });
    else if (core.optional[i] === 1) builder.addRow({ ...row, upper: core.copies[i] });
    else builder.addRow({ ...row, lower: core.copies[i], upper: core.copies[i] });
  });
  return builder.build();
}

/** Fixed cost and values of a configuration. */
function priceOf(core: PackingCore, { resource, tasks, counts }: Configuration): number {
  return tasks.reduce(
    (sum, t, i) => sum + counts[i] * core.value[t * core.resources + resource],
    core.fixed[resource],
  );
}

/** Where prices are looked for; outside, nothing is wrong, only nothing is won. */
function priceRange(core: PackingCore, t: number): readonly [number, number] {
  let least = 0;
  let most = 0;
  for (let r = 0; r < core.resources; r++) {
    const value = core.value[t * core.resources + r];
    least = Math.min(least, value);
    most = Math.max(most, value + core.fixed[r]);
  }
  return core.optional[t] === 1 ? [least, 0] : [least, 2 * most];
}
