import { partsOf } from "../src/instance/objectives/registry.ts";
import type { Target } from "../src/instance/targets.ts";
import type { Instance } from "../src/instance/types.ts";
import { usablePairs } from "../src/instance/usable.ts";
import { columnsOn, type PairColumns } from "./pairs.ts";
import type { Windows } from "./windows.ts";

/**
 * How the pieces on a copy of a resource entry are ordered.
 * - `agreeable`: by latest end, then earliest start; no column needed (see window-rows.ts).
 * - `positional`, `smith`: by weight / runtime, for weighted completion without binding times.
 * - `disjunctive`: by binaries o[i,j] and start columns.
 */
export type Regime = "agreeable" | "positional" | "smith" | "disjunctive";

export interface Sequencing {
  /** By resource entry. */
  readonly regime: readonly Regime[];
  /** How many order columns the regimes need in all. */
  readonly orderColumns: number;
}

/** The cheapest exact regime of each resource entry. O(T R log T). */
export function chooseSequencing(
  instance: Instance,
  windows: Windows,
  targets: readonly Target[],
  pairs: PairColumns,
): Sequencing {
  const usable = usablePairs(instance);
  const R = instance.resources.length;
  const completion = targets.some(({ terms }) =>
    terms.some(({ objective }) => partsOf(instance, objective).some(({ kind }) => kind === "ends")),
  );
  // The last end over several resources is no sum over resources, so no order by ratio is safe.
  const joined = instance.tasks.some(({ replicas, weight }) => replicas > 1 && weight > 0);
  let orderColumns = 0;
  const regime = instance.resources.map((_, r): Regime => {
    const entries = instance.tasks.flatMap((_, t) => (usable[t * R + r] ? [t * R + r] : []));
    const tasksOf = entries.map((e) => instance.tasks[Math.floor(e / R)]);
    const chosen = !completion
      ? isAgreeable(entries, windows)
        ? "agreeable"
        : "disjunctive"
      : joined || !isUntimed(entries, windows)
        ? "disjunctive"
        : tasksOf.every(({ weight }) => weight === tasksOf[0].weight)
          ? "positional"
          : "smith";
    if (chosen === "agreeable") return chosen;
    for (let j = instance.resourceCopyStart[r]; j < instance.resourceCopyStart[r + 1]; j++) {
      const n = columnsOn(pairs, j).length;
      orderColumns += chosen === "positional" ? n * n : (n * (n - 1)) / 2;
    }
    return chosen;
  });
  return { regime, orderColumns };
}

/** True if one order has both the earliest starts and the latest ends ascending. */
function isAgreeable(entries: readonly number[], { earliest, latest }: Windows): boolean {
  const order = [...entries].sort(
    (a, b) => compare(latest[a], latest[b]) || earliest[a] - earliest[b],
  );
  return order.every((e, i) => i === 0 || earliest[order[i - 1]] <= earliest[e]);
}

/** True if no order of the pieces is better or worse than another in the sight of the times. */
function isUntimed(entries: readonly number[], { earliest, latest }: Windows): boolean {
  return entries.every(
    (e) => earliest[e] === earliest[entries[0]] && latest[e] === latest[entries[0]],
  );
}

/** Infinities are equal to each other, which a difference would not say. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
