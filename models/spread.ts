import type { ObjectiveSpec } from "../src/instance/types.ts";
import { utilizationAt } from "./balance.ts";
import { type CopyUtilization, type CopyUtilizations, utilizationsOf } from "./copy-utilization.ts";
import type { Draft } from "./draft.ts";
import type { ObjectiveForm } from "./form.ts";

/**
 * spread = s with, for every dimension d and every resource copy r that has it,
 *     low[d] <= load / capacity <= low[d] + s,
 * counted as in copy-utilization.ts. One column for each dimension and one for all: the highest utilization needs none.
 */
export function spreadForm(draft: Draft, { dimension }: ObjectiveSpec): ObjectiveForm {
  return spreadOf(draft, utilizationsOf(draft, dimension));
}

/** s >= the largest utilization of each group minus the smallest. */
export function spreadOf(
  draft: Pick<Draft, "builder" | "fills">,
  { groups, parts, integral }: CopyUtilizations,
): ObjectiveForm {
  const s = draft.builder.addColumn({ name: "s" });
  for (const utilizations of groups)
    if (utilizations.length > 1) addGroup(draft, utilizations, s, parts);
  return { columns: [s], coefficients: [1], offset: 0, integral, parts };
}

function addGroup(
  { builder, fills }: Pick<Draft, "builder" | "fills">,
  utilizations: readonly CopyUtilization[],
  s: number,
  parts: number,
) {
  const low = builder.addColumn({ upper: parts, name: `low${builder.columns}` });
  for (const { columns, coefficients } of utilizations) {
    builder.addRow({ lower: 0, columns: [...columns, low], coefficients: [...coefficients, -1] });
    builder.addRow({
      upper: 0,
      columns: [...columns, low, s],
      coefficients: [...coefficients, -1, -1],
    });
  }
  fills.push((point) => {
    const at = utilizations.map((utilization) => utilizationAt(utilization, point));
    point[low] = at.reduce((least, utilization) => Math.min(least, utilization));
    point[s] = at.reduce((most, utilization) => Math.max(most, utilization - point[low]), point[s]);
  });
}
