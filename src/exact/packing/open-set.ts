import type { PackingCore } from "../../cores/packing.ts";
import { ProgramBuilder } from "../../program/builder.ts";
import type { Program } from "../../program/types.ts";

/**
 * The program that chooses how many copies of each resource entry are used, so that their capacity covers what all
 * tasks ask for, times 1 + slack: in each dimension, and again for the tasks that are large in a dimension with the
 * resources that are large enough for them. With slack 0 every plan satisfies it. Undefined unless every task must be
 * placed, asks the same everywhere, may go anywhere and costs nothing by itself, so that fixed costs are all there is.
 */
export function openProgram(core: PackingCore, slack: number): Program | undefined {
  const { tasks, resources: R, dimensions: D, demand, capacity, copies } = core;
  if (core.optional.includes(1) || core.usable.includes(0) || core.value.some((v) => v !== 0)) {
    return undefined;
  }
  const asked = (t: number, d: number) => demand[t * R * D + d];
  for (let e = 0; e < tasks * R; e++) {
    for (let d = 0; d < D; d++) {
      if (demand[e * D + d] !== asked(Math.floor(e / R), d)) return undefined;
    }
  }
  const builder = new ProgramBuilder();
  for (let r = 0; r < R; r++) {
    builder.addColumn({ objective: core.fixed[r], upper: core.units[r], integer: true });
  }
  const entries = Array.from({ length: R }, (_, r) => r);
  for (let large = 0; large < D; large++) {
    const sizes = new Set([0, ...entries.map((r) => capacity[r * D + large])]);
    for (const size of sizes) {
      // What is larger than the capacity of some resource goes to larger ones.
      const places = entries.filter((r) => size === 0 || capacity[r * D + large] > size);
      for (let d = 0; d < D; d++) {
        let need = 0;
        for (let t = 0; t < tasks; t++) {
          if (size === 0 || asked(t, large) > size) need += copies[t] * asked(t, d);
        }
        if (need === 0) continue;
        const coefficients = places.map((r) => capacity[r * D + d]);
        builder.addRow({ columns: places, coefficients, lower: Math.ceil(need * (1 + slack)) });
      }
    }
  }
  return builder.build();
}
