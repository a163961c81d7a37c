import type { Instance } from "../../instance/types.ts";
import { planMetrics } from "../../plan/metrics.ts";
import type { Plan, VerifiedPlan } from "../../plan/types.ts";
import { usedCopies } from "../../plan/used.ts";
import { lastEnd } from "../agenda.ts";
import { fullness } from "../fullness.ts";
import { type CopyGroup, groupCopies, resourcesText } from "../groups.ts";
import type { HeatChart } from "./types.ts";

/** Rows and cells of a row: what a screen can show. */
const MOST_ROWS = 200;
const CELLS = 240;

/** How full groups of resource copies are, where single pieces would be too many to draw, and how many groups are left out. */
export function heatChart({ instance, plan }: VerifiedPlan): {
  readonly chart: HeatChart;
  readonly hidden: number;
} {
  const used = [...usedCopies(plan, instance.resourceOfCopy.length)];
  const groups = groupCopies(instance, used, MOST_ROWS);
  const shown = groups.slice(0, MOST_ROWS);
  const isTimed = instance.mode !== "placement";
  const chart: HeatChart = {
    kind: "heat",
    axis: isTimed ? "time" : "copies",
    label: isTimed
      ? "How full groups of resources are over time"
      : "How full the resources of each group are, the fullest first",
    file: "fullness.csv",
    end: Math.max(1, lastEnd(instance, plan)),
    ...(instance.origin !== undefined && { origin: instance.origin }),
    rows: shown.map((copies) => resourcesText(instance, copies)),
    cells: isTimed ? overTime(instance, plan, shown) : byCopy(instance, plan, shown),
  };
  return { chart, hidden: groups.length - shown.length };
}

function overTime(
  instance: Instance,
  plan: Plan,
  groups: readonly CopyGroup[],
): readonly (readonly number[])[] {
  const groupOf = new Int32Array(instance.resourceOfCopy.length).fill(-1);
  groups.forEach((copies, g) => {
    for (const copy of copies) groupOf[copy] = g;
  });
  const held: number[][] = groups.map(() => []);
  for (let k = 0; k < plan.task.length; k++) held[groupOf[plan.resource[k]]]?.push(k);
  const last = Math.max(1, lastEnd(instance, plan));
  return groups.map((copies, g) =>
    Array.from(fullness(instance, plan, held[g], copies.length, CELLS, last), percent),
  );
}

/** Of each group the shares in use of its fullest dimension, falling; each cell stands for equally many copies. */
function byCopy(
  instance: Instance,
  plan: Plan,
  groups: readonly CopyGroup[],
): readonly (readonly number[])[] {
  const full = new Map(
    planMetrics(instance, plan).resources.map(({ resource, utilization }) => [
      resource,
      utilization.reduce<number>((most, one) => Math.max(most, one ?? 0), 0) / 1e6,
    ]),
  );
  return groups.map((copies) => {
    const shares = copies.map((copy) => full.get(copy) ?? 0).sort((a, b) => b - a);
    const cells = Math.min(CELLS, shares.length);
    return Array.from({ length: cells }, (_, i) =>
      percent(shares[Math.floor(((i + 0.5) * shares.length) / cells)]),
    );
  });
}

function percent(share: number): number {
  return Math.round(Math.min(1, share) * 100);
}
