import type { PackingCore } from "../../cores/packing.ts";
import { priceBranch } from "./price-branch.ts";
import type { Configuration } from "./types.ts";

/** A configuration and how many resource copies hold it. */
export interface Use {
  readonly configuration: Configuration;
  readonly times: number;
}

/**
 * Fills one resource copy after the other with the best configuration of what is left, at whole worths of task copies
 * (0 from `worth` leaves a task out), and repeats it as long as copies last. Entries in the order given.
 */
export function fillSequentially(
  core: PackingCore,
  entries: readonly number[],
  worth: (t: number, r: number) => number,
  nodes: number,
): readonly Use[] {
  const left = core.copies.slice();
  const uses: Use[] = [];
  for (const r of entries) {
    let units = core.units[r];
    while (units > 0) {
      const worths = Float64Array.from(left, (_, t) =>
        core.usable[t * core.resources + r] === 1 ? Math.max(0, worth(t, r)) : 0,
      );
      const rest = { ...core, copies: left };
      const { configuration } = priceBranch(rest, r, worths, nodes, undefined);
      const { tasks, counts } = configuration;
      if (tasks.length === 0) break;
      const times = tasks.reduce((n, t, i) => Math.min(n, Math.floor(left[t] / counts[i])), units);
      tasks.forEach((t, i) => {
        left[t] -= times * counts[i];
      });
      units -= times;
      uses.push({ configuration, times });
    }
  }
  return uses;
}
