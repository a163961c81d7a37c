import type { Plan } from "../src/plan/types.ts";
import type { ProgramBuilder } from "../src/program/builder.ts";
import { gcd } from "../src/util/divisor.ts";
import { expressionLimit } from "./form.ts";
import { liftBound, liftProven, type Scale } from "./lift.ts";
import type { TargetForm } from "./target-form.ts";
import type { Encoding, Worth } from "./types.ts";

/** An earlier level stays at or below its value. */
export function addLimitRow(builder: ProgramBuilder, form: TargetForm, atMost: number): void {
  builder.addRow({
    upper: expressionLimit(form, atMost),
    columns: form.columns,
    coefficients: form.coefficients,
  });
}

/** The program that has been built, with the maps of its regime; `isExact`: whether no limit of an earlier level is rounded. */
export function encodingOf(
  builder: ProgramBuilder,
  form: TargetForm,
  isExact: boolean,
  maps: {
    encode(plan: Plan, columns: number): Float64Array;
    decode(x: Float64Array): Plan;
  },
): Encoding {
  const scale = setObjective(builder, form);
  const program = builder.build();
  return {
    program,
    worth: worthOf(form, scale),
    encode: (plan) => maps.encode(plan, program.columns),
    decode: maps.decode,
    liftBound: (dualBound) => liftBound(form, scale, dualBound),
    liftProven: (bound) => (isExact ? liftProven(form, scale, bound) : undefined),
  };
}

/** Fractions of a whole count in millionths. */
function worthOf({ parts }: TargetForm, { scale, shift }: Scale): Worth {
  return parts === undefined
    ? { scale, shift, parts: 1 }
    : { scale: scale * 1_000_000, shift: shift * 1_000_000, parts };
}

/**
 * The objective in small integers: coefficients over their gcd, and so much of the offset as is a multiple
 * of it, so that a solver's relative gap means what it says.
 */
function setObjective(
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
