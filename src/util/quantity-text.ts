import { add, type Fraction, makeFraction, multiply, parseDecimal } from "./fraction.ts";

/** Stored units in one written unit, such as 3,600,000 for "h". */
export type UnitSizes = Readonly<Record<string, Fraction>>;

/** A plain decimal, as number or text, as an exact fraction. */
export function decimalOf(value: unknown): Fraction | undefined {
  if (typeof value === "string") return parseDecimal(value);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return parseDecimal(String(value));
}

/**
 * "1.5GiB", or "2h30m" when `compound` (largest unit first, each at most once), in stored units.
 * Undefined if the text is written otherwise.
 */
export function exactUnits(
  text: string,
  units: UnitSizes,
  compound: boolean,
): Fraction | undefined {
  let [total, last] = [makeFraction(0n), undefined as Fraction | undefined];
  const sign = text.startsWith("-") ? -1n : 1n;
  let at = sign < 0n ? 1 : 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const found = PART.exec(text);
    const amount = parseDecimal(found?.[1] ?? "");
    const unit = Object.hasOwn(units, found?.[2] ?? "") ? units[found?.[2] ?? ""] : undefined;
    if (amount === undefined || unit === undefined) return undefined;
    if (last !== undefined && (!compound || !isSmaller(unit, last))) return undefined;
    total = add(total, multiply(amount, unit));
    [last, at] = [unit, PART.lastIndex];
  }
  return last === undefined ? undefined : makeFraction(sign * total.numerator, total.denominator);
}

/** Reads "57ms" and its like without BigInt; undefined leaves the value to the exact road. */
export function quickReader(
  units: UnitSizes,
  bare: Fraction | undefined,
): (value: unknown) => number | undefined {
  const bareUnit = wholeUnit(bare);
  const whole = new Map(Object.entries(units).map(([unit, of]) => [unit, wholeUnit(of)]));
  return (value) =>
    typeof value === "string" ? quickText(value, whole) : quickNumber(value, bareUnit);
}

const PART = /(\d+(?:\.\d+)?|\.\d+)([a-zA-Z%]+)/y;

function wholeUnit(unit: Fraction | undefined): number | undefined {
  return unit?.denominator === 1n ? Number(unit.numerator) : undefined;
}

function quickText(
  text: string,
  units: ReadonlyMap<string, number | undefined>,
): number | undefined {
  let [at, digits] = [0, 0];
  for (; at < text.length && at < 15; at++) {
    const code = text.charCodeAt(at) - 48;
    if (code < 0 || code > 9) break;
    digits = digits * 10 + code;
  }
  return at === 0 ? undefined : quickNumber(digits, units.get(text.slice(at)));
}

function quickNumber(value: unknown, unit: number | undefined): number | undefined {
  if (unit === undefined || !Number.isSafeInteger(value) || (value as number) < 0) return undefined;
  const product = (value as number) * unit;
  return product <= Number.MAX_SAFE_INTEGER ? product + 0 : undefined;
}

function isSmaller(a: Fraction, b: Fraction): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}
