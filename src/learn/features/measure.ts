import { makeFraction } from "../../util/fraction.ts";
import { splitRate } from "../../util/price.ts";
import { hasByteUnit, QUANTITIES, type QuantityKind } from "../../util/quantities.ts";
import { decimalOf, exactUnits } from "../../util/quantity-text.ts";
import type { Raw } from "./frame.ts";

/**
 * A value of a document as a feature: numbers and decimals as they are, amounts of memory in MiB, "500m" as 0.5; other
 * texts and true or false as text. Undefined for what is no plain value.
 */
export function measure(value: unknown): Raw | undefined {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  const plain = decimalOf(text);
  if (plain !== undefined) return numberOf(plain);
  if (hasByteUnit(text)) return inUnits(QUANTITIES.memoryDemand, text) ?? text;
  return text === "" ? undefined : text;
}

/** An amount as `demand` and `capacity` have it: "500m" is 0.5. */
export function measureAmount(value: unknown): Raw | undefined {
  const milli = typeof value === "string" ? exactUnits(value, { m: ONE }, false) : undefined;
  return milli === undefined ? measure(value) : numberOf(milli) / 1000;
}

/** Watts of "1.2kW", dollars an hour of "27.45/h"; else as `measure`. */
export function measurePower(value: unknown): Raw | undefined {
  const milli = typeof value === "string" ? inUnits(QUANTITIES.power, value) : undefined;
  return milli === undefined ? measure(value) : milli / 1000;
}

export function measurePrice(value: unknown): Raw | undefined {
  const rate = typeof value === "string" ? splitRate(value) : undefined;
  if (rate === undefined) return measure(value);
  const dollars = decimalOf(rate.amount);
  return dollars === undefined
    ? undefined
    : (numberOf(dollars) * 3_600_000) / Number(rate.milliseconds);
}

/** Longest runtime that is learned or filled in, ms: about 280 years, far from where sums lose digits. */
export const LONGEST = 2 ** 43;

/** Milliseconds of "2h30m" or 0; undefined if the value is no duration from 0 to the longest. */
export function millisecondsOf(value: unknown): number | undefined {
  if (value === 0 || value === "0") return 0;
  const found = typeof value === "string" ? inUnits(QUANTITIES.duration, value) : undefined;
  return found !== undefined && found >= 0 && found <= LONGEST ? found : undefined;
}

const ONE = makeFraction(1n);

function inUnits(kind: QuantityKind, text: string): number | undefined {
  const exact = exactUnits(text.trim(), kind.units, kind.compound === true);
  return exact === undefined ? undefined : numberOf(exact);
}

function numberOf({ numerator, denominator }: ReturnType<typeof makeFraction>): number {
  return Number(numerator) / Number(denominator);
}
