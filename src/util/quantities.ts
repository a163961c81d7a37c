import type { Rounding } from "./fraction.ts";
import {
  add,
  type Fraction,
  makeFraction,
  multiply,
  parseDecimal,
  roundFraction,
} from "./fraction.ts";
import { hintFor } from "./quantity-hints.ts";

/** Why a value is not a quantity: "expected ..., got ...", and a sentence that starts with "Maybe". */
export interface Fault {
  readonly message: string;
  readonly hint?: string;
}

/** How one sort of quantity is written and what its stored unit is. */
export interface QuantityKind {
  /** What a message says was expected. */
  readonly expected: string;
  /** Stored units in one written unit. */
  readonly units: Readonly<Record<string, Fraction>>;
  /** Whether a number without a unit is fine, and the unit that it has. A bare 0 always is. */
  readonly bare?: Fraction;
  readonly rounding: Rounding;
  /** What "finer" means in a message, such as "thousandths". */
  readonly finest: string;
  /** Several parts, largest unit first, such as "2h30m". */
  readonly compound?: true;
}

const whole = (value: number) => makeFraction(BigInt(value));
const MEBIBYTE = 1024n * 1024n;
const bytes = (value: bigint) => makeFraction(value, MEBIBYTE);

const MEMORY_UNITS = {
  KiB: bytes(1024n),
  MiB: bytes(MEBIBYTE),
  GiB: bytes(1024n * MEBIBYTE),
  TiB: bytes(1024n * 1024n * MEBIBYTE),
  Ki: bytes(1024n),
  Mi: bytes(MEBIBYTE),
  Gi: bytes(1024n * MEBIBYTE),
  Ti: bytes(1024n * 1024n * MEBIBYTE),
  KB: bytes(10n ** 3n),
  MB: bytes(10n ** 6n),
  GB: bytes(10n ** 9n),
  TB: bytes(10n ** 12n),
};
const memory = {
  expected: 'a quantity such as "64GiB"',
  units: MEMORY_UNITS,
  finest: "mebibytes",
} as const;

/** Milliseconds in each written unit of time. */
export const TIME_UNITS = {
  d: whole(86_400_000),
  h: whole(3_600_000),
  m: whole(60_000),
  s: whole(1000),
  ms: whole(1),
} as const;

/** Milliseconds in the unit of a rate such as "27.45/h". */
export const RATE_UNITS = {
  "/h": 3_600_000n,
  "/min": 60_000n,
  "/s": 1000n,
  "/d": 86_400_000n,
} as const;

/** Every sort of quantity; the stored unit stands in the comment. */
export const QUANTITIES = {
  /** Thousandths. */
  amount: {
    expected: 'an amount such as 4, 0.5 or "500m"',
    units: { m: whole(1) },
    bare: whole(1000),
    rounding: "exact",
    finest: "thousandths",
  },
  /** MiB, rounded up: what a task asks for. */
  memoryDemand: { ...memory, rounding: "up" },
  /** MiB, rounded down: what a resource has. */
  memoryCapacity: { ...memory, rounding: "down" },
  /** Milliseconds. */
  duration: {
    expected: 'a duration such as "2h30m" or "90s"',
    units: TIME_UNITS,
    rounding: "exact",
    finest: "milliseconds",
    compound: true,
  },
  /** Micro-dollars. */
  money: {
    expected: "dollars such as 12.50",
    units: {},
    bare: whole(1_000_000),
    rounding: "exact",
    finest: "six decimals",
  },
  /** Milliwatts. */
  power: {
    expected: 'a power such as "300W" or "1.2kW"',
    units: { kW: whole(1_000_000), W: whole(1000), mW: whole(1) },
    rounding: "exact",
    finest: "milliwatts",
  },
  /** Thousandths of a plain number. */
  weight: {
    expected: "a number such as 2 or 1.5",
    units: {},
    bare: whole(1000),
    rounding: "exact",
    finest: "three decimals",
  },
  /** Millionths. */
  percent: {
    expected: 'a percentage such as "2%"',
    units: { "%": whole(10_000) },
    rounding: "exact",
    finest: "ten-thousandths of a percent",
  },
} as const satisfies Record<string, QuantityKind>;

/** True for a text that ends in a unit of bytes: it makes its dimension one of memory. */
export function hasByteUnit(value: unknown): boolean {
  return typeof value === "string" && BYTE_UNIT.test(value);
}

/** A whole number of stored units >= 0, or the fault. Numbers stand for their shortest decimal text. */
export function readQuantity(kind: QuantityKind, value: unknown): number | Fault {
  const exact = exactQuantity(kind, value);
  if (exact === undefined) return quantityFault(kind, value);
  if (exact.numerator < 0n) return quantityFault(kind, value, "; it may not be negative");
  const rounded = roundFraction(exact, kind.rounding);
  if (rounded === "inexact")
    return quantityFault(kind, value, `, which is finer than ${kind.finest}`);
  if (rounded === "overflow") return quantityFault(kind, value, ", which is too large");
  return rounded;
}

/** `readQuantity` that remembers what it has read, for tables with many equal cells. */
export function quantityReader(kind: QuantityKind): (value: unknown) => number | Fault {
  const known = new Map<unknown, number | Fault>();
  const bare = wholeUnit(kind.bare);
  const units = new Map(Object.entries(kind.units).map(([unit, of]) => [unit, wholeUnit(of)]));
  return (value) => {
    const quick = typeof value === "string" ? quickText(value, units) : quickNumber(value, bare);
    if (quick !== undefined) return quick;
    const found = known.get(value);
    if (found !== undefined) return found;
    const read = readQuantity(kind, value);
    if (known.size < 100_000) known.set(value, read);
    return read;
  };
}

/** The quantity in stored units before rounding; undefined if the value is not written as this kind. */
export function exactQuantity(kind: QuantityKind, value: unknown): Fraction | undefined {
  if (value === 0 || value === "0") return NOTHING;
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const bare = decimalOf(value);
  if (bare !== undefined) return kind.bare && multiply(bare, kind.bare);
  return typeof value === "string" ? exactUnits(kind, value) : undefined;
}

/** A plain decimal, as number or text, as an exact fraction. */
export function decimalOf(value: unknown): Fraction | undefined {
  if (typeof value === "string") return parseDecimal(value);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return parseDecimal(String(value));
}

/**
 * Micro-dollars per millisecond of a price such as "27.45/h", exactly, or the fault. A bare 0 is free.
 * Dollars have at most six decimals.
 */
export function readPrice(value: unknown): Fraction | Fault {
  const kind = { ...QUANTITIES.money, expected: 'a price such as "27.45/h"' };
  const unit = typeof value === "string" ? RATE.exec(value)?.[2] : undefined;
  if (unit === undefined) {
    if (value === 0 || value === "0") return NOTHING;
    return withHint(quantityFault(kind, value).message, hintFor("price", value));
  }
  const dollars = readQuantity(kind, (value as string).slice(0, -unit.length));
  if (typeof dollars !== "number") {
    return withHint(dollars.message.replace(/, got "[^"]*"/, `, got ${show(value)}`), undefined);
  }
  return makeFraction(BigInt(dollars), RATE_UNITS[unit as keyof typeof RATE_UNITS]);
}

/** A value as a message shows it: short, on one line, never a whole document. */
export function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  }
  if (typeof value === "bigint") return `${value}`.slice(0, 60);
  if (value === null) return "null (nothing)";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (value instanceof Date) return "a date";
  return typeof value === "object" ? "a map" : String(value).slice(0, 60);
}

const NOTHING = makeFraction(0n);
const BYTE_UNIT = /[\d.]\s*(?:[KMGT]i?B|[KMGT]i)$/;
const RATE = /^(.*[\d.])(\/(?:h|min|s|d))$/;
const PART = /(\d+(?:\.\d+)?|\.\d+)([a-zA-Z%]+)/y;

function exactUnits(kind: QuantityKind, text: string): Fraction | undefined {
  let [total, last] = [makeFraction(0n), undefined as Fraction | undefined];
  const sign = text.startsWith("-") ? -1n : 1n;
  let at = sign < 0n ? 1 : 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const found = PART.exec(text);
    const unit = found === null ? undefined : unitOf(kind, found[2] as string);
    if (found === null || unit === undefined) return undefined;
    if (last !== undefined && (!kind.compound || !isSmaller(unit, last))) return undefined;
    total = add(total, multiply(parseDecimal(found[1] as string) as Fraction, unit));
    [last, at] = [unit, PART.lastIndex];
  }
  return last === undefined ? undefined : makeFraction(sign * total.numerator, total.denominator);
}

function wholeUnit(unit: Fraction | undefined): number | undefined {
  return unit?.denominator === 1n ? Number(unit.numerator) : undefined;
}

/** "57ms" and its like without BigInt; undefined leaves the text to the exact road. */
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

function unitOf(kind: QuantityKind, name: string): Fraction | undefined {
  return Object.hasOwn(kind.units, name) ? kind.units[name] : undefined;
}

function isSmaller(a: Fraction, b: Fraction): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}

function quantityFault(kind: QuantityKind, value: unknown, why = ""): Fault {
  const sort = Object.entries(QUANTITIES).find(([, known]) => known === kind)?.[0];
  const hint = why === "" && sort !== undefined ? hintFor(sort, value) : undefined;
  return withHint(`expected ${kind.expected}, got ${show(value)}${why}`, hint);
}

function withHint(message: string, hint: string | undefined): Fault {
  return hint === undefined ? { message } : { message, hint };
}
