import type { ObjectiveSpec } from "../src/instance/types.ts";
import { type CopyUtilization, type CopyUtilizations, utilizationsOf } from "./copy-utilization.ts";
import type { Draft } from "./draft.ts";
import type { ObjectiveForm } from "./form.ts";

/** balance = z >= load / capacity of every resource copy and dimension, counted as in copy-utilization.ts. */
export function balanceForm(draft: Draft, { dimension }: ObjectiveSpec): ObjectiveForm {
  return balanceOf(draft, utilizationsOf(draft, dimension));
}

/** z >= each of the utilizations. */
export function balanceOf(
  { builder, fills }: Pick<Draft, "builder" | "fills">,
  { groups, parts, integral }: CopyUtilizations,
): ObjectiveForm {
  const utilizations = groups.flat().filter(({ columns }) => columns.length > 0);
  const z = builder.addColumn({ name: "z" });
  for (const { columns, coefficients } of utilizations) {
    builder.addRow({ upper: 0, columns: [...columns, z], coefficients: [...coefficients, -1] });
  }
  fills.push((point) => {
    point[z] = utilizations.reduce(
      (most, utilization) => Math.max(most, utilizationAt(utilization, point)),
      0,
    );
  });
  return { columns: [z], coefficients: [1], offset: 0, integral, parts };
}

/** The value of a utilization at a point. */
export function utilizationAt(
  { columns, coefficients }: CopyUtilization,
  point: Float64Array,
): number {
  return columns.reduce((sum, x, i) => sum + coefficients[i] * point[x], 0);
}
