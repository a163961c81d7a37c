import type { ProgramBuilder } from "../src/program/builder.ts";
import { gcd } from "../src/util/divisor.ts";
import { expressionLimit } from "./form.ts";
import type { Scale } from "./lift.ts";
import type { TargetForm } from "./target-form.ts";

/** An earlier level stays at or below its value. */
export function addLimitRow(builder: ProgramBuilder, form: TargetForm, atMost: number): void {
  builder.addRow({
    upper: expressionLimit(form, atMost),
    columns: form.columns,
    coefficients: form.coefficients,
  });
}

/**
 * The objective in small integers: coefficients over their gcd, and so much of the offset as is a multiple
 * of it, so that a solver's relative gap means what it says.
 */
export function setObjective(
  builder: ProgramBuilder,
  { columns, coefficients, offset }: TargetForm,
): Scale {
  const whole = coefficients.every(Number.isSafeInteger);
  const scale = whole
    ? Math.max(
        1,
        coefficients.reduce((d, c) => gcd(d, Math.abs(c)), 0),
      )
    : 1;
  columns.forEach((column, i) => {
    builder.addObjective(column, coefficients[i] / scale);
  });
  const steps = Math.floor(offset / scale);
  builder.addOffset(steps);
  return { scale, shift: offset - steps * scale };
}
