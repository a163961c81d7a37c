import type { WholeFraction } from "../src/util/box-tree.ts";
import type { TargetForm } from "./target-form.ts";

/** A solver's bound is lowered by this much, absolutely and relative to its size, before it is rounded up. */
const SLACK = { absolute: 1e-6, relative: 1e-9 };

/** How a target's value follows from the program's objective: value = shift + scale x objective. */
export interface Scale {
  readonly scale: number;
  readonly shift: number;
}

/**
 * The strongest bound on the internal value of a target that follows from a floating-point lower bound on
 * its program's optimum. An integral objective is rounded up to an integer, a fractional one to the next
 * multiple of the grain; fractions of a whole are turned into millionths exactly. Not finite in, same out.
 */
export function liftBound(form: TargetForm, { scale, shift }: Scale, dualBound: number): number {
  if (form.columns.length === 0) return form.offset;
  if (!Number.isFinite(dualBound)) return dualBound;
  const safe = dualBound - SLACK.absolute - SLACK.relative * Math.abs(dualBound);
  if (form.integral) {
    const expression = BigInt(shift) + BigInt(scale) * BigInt(Math.ceil(safe));
    if (form.parts === undefined) return Number(expression);
    return Number(ceilDivide(expression * 1_000_000n, BigInt(form.parts)));
  }
  if (form.parts !== undefined) return Math.ceil(((shift + scale * safe) * 1_000_000) / form.parts);
  const steps = Math.ceil((shift - form.offset + scale * safe) / form.grain);
  return Number(BigInt(form.offset) + BigInt(form.grain) * BigInt(steps)) + 0;
}

/**
 * The same from a bound on the program's optimum that is proven exactly, so that nothing is lowered first. Undefined where
 * the program's data are rounded.
 */
export function liftProven(
  form: TargetForm,
  { scale, shift }: Scale,
  { numerator, denominator }: WholeFraction,
): number | undefined {
  if (!form.exact) return undefined;
  if (form.columns.length === 0) return form.offset;
  const [s, h] = [BigInt(scale), BigInt(shift)];
  if (form.integral) {
    const expression = h + s * ceilDivide(numerator, denominator);
    if (form.parts === undefined) return Number(expression);
    return Number(ceilDivide(expression * 1_000_000n, BigInt(form.parts)));
  }
  const [offset, grain] = [BigInt(form.offset), BigInt(form.grain)];
  const above = (h - offset) * denominator + s * numerator;
  return Number(offset + grain * ceilDivide(above, grain * denominator)) + 0;
}

function ceilDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b > 0n ? quotient + 1n : quotient;
}
