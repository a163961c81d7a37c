import type { ObjectiveSpec } from "../src/instance/types.ts";
import { levelAt } from "./balance.ts";
import type { Draft } from "./draft.ts";
import type { ObjectiveForm } from "./form.ts";
import { type Level, type Levels, levelsOf } from "./levels.ts";

/**
 * spread = s with, for every dimension d and every resource copy r that has it,
 *     low[d] <= load / capacity <= low[d] + s,
 * counted as in levels.ts. One column for each dimension and one for all: the highest level needs none.
 */
export function spreadForm(draft: Draft, { dimension }: ObjectiveSpec): ObjectiveForm {
  return spreadOf(draft, levelsOf(draft, dimension));
}

/** s >= the largest level of each group minus the smallest. */
export function spreadOf(
  draft: Pick<Draft, "builder" | "fills">,
  { groups, parts, integral }: Levels,
): ObjectiveForm {
  const s = draft.builder.addColumn({ name: "s" });
  for (const levels of groups) if (levels.length > 1) addGroup(draft, levels, s, parts);
  return { columns: [s], coefficients: [1], offset: 0, integral, parts };
}

function addGroup(
  { builder, fills }: Pick<Draft, "builder" | "fills">,
  levels: readonly Level[],
  s: number,
  parts: number,
) {
  const low = builder.addColumn({ upper: parts, name: `low${builder.columns}` });
  for (const { columns, coefficients } of levels) {
    builder.addRow({ lower: 0, columns: [...columns, low], coefficients: [...coefficients, -1] });
    builder.addRow({
      upper: 0,
      columns: [...columns, low, s],
      coefficients: [...coefficients, -1, -1],
    });
  }
  fills.push((point) => {
    const at = levels.map((level) => levelAt(level, point));
    point[low] = at.reduce((least, level) => Math.min(least, level));
    point[s] = at.reduce((most, level) => Math.max(most, level - point[low]), point[s]);
  });
}
