import type { Target } from "../src/instance/targets.ts";
import type { ObjectiveSpec } from "../src/instance/types.ts";
import { gcd } from "../src/util/divisor.ts";
import type { Draft } from "./draft.ts";
import type { ObjectiveForm } from "./form.ts";

/** What a form may add columns and rows to. */
type Building = Pick<Draft, "builder" | "fills">;

/** A target as one form, and what its internal value is always a multiple of (after the offset). */
export interface TargetForm extends ObjectiveForm {
  readonly grain: number;
  /** True if no coefficient and no row behind it was rounded to a double. */
  readonly exact: boolean;
}

/**
 * Sum of factor x form over the terms of a target. A sum with fractions in parts first rounds each of them
 * up in an integer column Z: parts Z >= 1,000,000 x expression.
 */
export function targetForm(
  draft: Building,
  target: Target,
  formOf: (objective: ObjectiveSpec) => ObjectiveForm,
): TargetForm {
  const forms = target.terms.map(({ objective }) => formOf(objective));
  const [first] = target.terms;
  if (target.terms.length === 1 && first.factor === 1) {
    const grain = forms[0].integral ? contentOf([forms[0]]) : 1;
    return { ...forms[0], grain, exact: isExact(forms[0], 1) };
  }
  const columns: number[] = [];
  const coefficients: number[] = [];
  let [offset, grain] = [0, 0];
  target.terms.forEach(({ factor }, i) => {
    const form = forms[i].parts === undefined ? forms[i] : millionthsForm(draft, forms[i]);
    for (const column of form.columns) columns.push(column);
    for (const coefficient of form.coefficients) coefficients.push(factor * coefficient);
    offset += factor * form.offset;
    grain = gcd(grain, factor * (form.integral ? contentOf([form]) : 1));
  });
  const integral = forms.every((form) => form.integral || form.parts !== undefined);
  const exact = forms.every((form) => isExact(form, 1_000_000));
  return { columns, coefficients, offset, integral, grain, exact };
}

/** Fractional parts are rounded; whole ones stay exact when they are multiplied, unless they are too large. */
function isExact({ parts, integral, coefficients }: ObjectiveForm, factor: number): boolean {
  if (parts === undefined) return true;
  return integral && coefficients.every((c) => Number.isSafeInteger(c * factor));
}

function millionthsForm({ builder, fills }: Building, form: ObjectiveForm): ObjectiveForm {
  const parts = form.parts ?? 1_000_000;
  const common = gcd(parts, 1_000_000);
  const Z = builder.addColumn({ integer: true, name: `Z${builder.columns}` });
  builder.addRow({
    upper: 0,
    columns: [...form.columns, Z],
    coefficients: [...form.coefficients.map((c) => (c * 1_000_000) / common), -parts / common],
  });
  fills.push((point) => {
    const value = form.columns.reduce((sum, x, i) => sum + form.coefficients[i] * point[x], 0);
    point[Z] = Math.ceil((value * 1_000_000) / parts - 1e-9);
  });
  return { columns: [Z], coefficients: [1], offset: 0, integral: true };
}

/** Greatest common divisor of the coefficients; 0 without any. */
function contentOf(forms: readonly ObjectiveForm[]): number {
  return forms.flatMap((form) => [...form.coefficients]).reduce((d, c) => gcd(d, Math.abs(c)), 0);
}
