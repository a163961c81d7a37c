import type { ObjectiveSpec } from "../src/instance/types.ts";
import type { Draft } from "./draft.ts";
import type { ObjectiveForm } from "./form.ts";
import { type Level, type Levels, levelsOf } from "./levels.ts";

/** balance = z >= load / capacity of every resource copy and dimension, counted as in levels.ts. */
export function balanceForm(draft: Draft, { dimension }: ObjectiveSpec): ObjectiveForm {
  return balanceOf(draft, levelsOf(draft, dimension));
}

/** z >= each of the levels. */
export function balanceOf(
  { builder, fills }: Pick<Draft, "builder" | "fills">,
  { groups, parts, integral }: Levels,
): ObjectiveForm {
  const levels = groups.flat().filter(({ columns }) => columns.length > 0);
  const z = builder.addColumn({ name: "z" });
  for (const { columns, coefficients } of levels) {
    builder.addRow({ upper: 0, columns: [...columns, z], coefficients: [...coefficients, -1] });
  }
  fills.push((point) => {
    point[z] = levels.reduce((most, level) => Math.max(most, levelAt(level, point)), 0);
  });
  return { columns: [z], coefficients: [1], offset: 0, integral, parts };
}

/** The value of a level at a point. */
export function levelAt({ columns, coefficients }: Level, point: Float64Array): number {
  return columns.reduce((sum, x, i) => sum + coefficients[i] * point[x], 0);
}
