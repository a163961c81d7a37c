import type { LinearExpression } from "./types.ts";

/**
 * An objective over the columns of a draft. At a binary point with the cheapest auxiliary columns the
 * internal value is the expression (rounded up, where shares or fractions make it fractional).
 */
export interface ObjectiveForm extends LinearExpression {
  /** True if the expression is an integer at the best point for every choice of the integer columns. */
  readonly integral: boolean;
  /**
   * Set where the expression counts parts of a whole: value = ceil(1,000,000 x expression / parts).
   * Absent: value = ceil(expression).
   */
  readonly parts?: number;
}

/**
 * The most an expression may be so that the internal value stays at or below `atMost`: exact for integral
 * forms; for the others never less than the truth by more than a rounding of doubles.
 */
export function expressionLimit(form: ObjectiveForm, atMost: number): number {
  const { parts, offset, integral } = form;
  if (parts === undefined) return atMost - offset;
  const product = BigInt(atMost) * BigInt(parts);
  if (!integral) return Number(product) / 1_000_000 - offset;
  return Number(product >= 0n ? product / 1_000_000n : -1n) - offset;
}

/** Collects a form term by term. */
export function sumForm(integral = true): {
  add(column: number, coefficient: number): void;
  addOffset(amount: number): void;
  form(): ObjectiveForm;
} {
  const columns: number[] = [];
  const coefficients: number[] = [];
  let offset = 0;
  return {
    add(column, coefficient) {
      if (coefficient === 0) return;
      columns.push(column);
      coefficients.push(coefficient);
    },
    addOffset(amount) {
      offset += amount;
    },
    form: () => ({ columns, coefficients, offset, integral }),
  };
}
