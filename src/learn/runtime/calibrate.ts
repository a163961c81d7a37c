import { quantileOf } from "../trees/boost.ts";
import { conformalP90 } from "./metrics.ts";
import type { Learner, Said } from "./types.ts";

/** p50 = middle + middleShift; p90 = middle + spread x factor + shift, and at least p50. */
export interface Calibration {
  readonly middleShift: number;
  readonly factor: number;
  readonly shift: number;
}

/** Quantiles of runtimes, as logarithms of milliseconds. */
export interface Quantiles {
  readonly p50: Float64Array;
  readonly p90: Float64Array;
}

/** What makes half and nine tenths of these rows, which the learner has not seen, lie below. Requires a row. */
export function calibrate(
  said: Said,
  target: Float64Array,
  spread: Learner["spread"],
): Calibration {
  const left = target.map((value, i) => value - said.middle[i]);
  const middleShift = quantileOf(left, 0.5);
  if (spread === "shift") {
    const above = left.map((value, i) => value - said.spread[i]);
    return { middleShift, factor: 1, shift: conformalP90(above) };
  }
  const stretched = left.map((value, i) => value / Math.max(1e-12, said.spread[i]));
  return { middleShift, factor: conformalP90(stretched), shift: 0 };
}

export function quantilesOf(said: Said, calibration: Calibration): Quantiles {
  const { middleShift, factor, shift } = calibration;
  const p50 = said.middle.map((value) => value + middleShift);
  const p90 = said.middle.map((value, i) =>
    Math.max(p50[i], value + factor * said.spread[i] + shift),
  );
  return { p50, p90 };
}
