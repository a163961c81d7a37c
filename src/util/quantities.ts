import { type Fraction, makeFraction, multiply, type Rounding, roundFraction } from "./fraction.ts";
import { type HintSort, hintFor } from "./quantity-hints.ts";
import { decimalOf, exactUnits, quickReader, type UnitSizes } from "./quantity-text.ts";
import { show } from "./show.ts";

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
  readonly units: UnitSizes;
  /** Whether a number without a unit is fine, and the unit that it has. A bare 0 always is. */
  readonly bare?: Fraction;
  readonly rounding: Rounding;
  /** What "finer" means in a message, such as "thousandths". */
  readonly finest: string;
  /** Several parts, largest unit first, such as "2h30m". */
  readonly compound?: true;
  /** What guesses at slips go by. */
  readonly sort: HintSort;
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
  sort: "memory",
} as const;

const amount = {
  expected: 'an amount such as 4, 0.5 or "500m"',
  units: { m: whole(1) },
  bare: whole(1000),
  rounding: "exact",
  finest: "thousandths",
  sort: "amount",
} as const;

const TIME_UNITS = {
  d: whole(86_400_000),
  h: whole(3_600_000),
  m: whole(60_000),
  s: whole(1000),
  ms: whole(1),
} as const;

/** Every sort of quantity; the stored unit stands in the comment. */
export const QUANTITIES = {
  /** Thousandths. */
  amount,
  /** Thousandths of devices. */
  devices: { ...amount, sort: "devices" },
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
    sort: "duration",
    compound: true,
  },
  /** Micro-dollars. */
  money: {
    expected: "dollars such as 12.50",
    units: {},
    bare: whole(1_000_000),
    rounding: "exact",
    finest: "six decimals",
    sort: "money",
  },
  /** Milliwatts. */
  power: {
    expected: 'a power such as "300W" or "1.2kW"',
    units: { kW: whole(1_000_000), W: whole(1000), mW: whole(1) },
    rounding: "exact",
    finest: "milliwatts",
    sort: "power",
  },
  /** Thousandths of a plain number. */
  weight: {
    expected: "a number such as 2 or 1.5",
    units: {},
    bare: whole(1000),
    rounding: "exact",
    finest: "three decimals",
    sort: "weight",
  },
  /** Millionths. */
  percent: {
    expected: 'a percentage such as "2%"',
    units: { "%": whole(10_000) },
    rounding: "exact",
    finest: "ten-thousandths of a percent",
    sort: "percent",
  },
} as const satisfies Record<string, QuantityKind>;

/** True for a text that ends in a unit of bytes: it makes its dimension one of memory. */
export function hasByteUnit(value: unknown): boolean {
  return typeof value === "string" && BYTE_UNIT.test(value);
}

/** A whole number of stored units >= 0, or the fault. Numbers stand for their shortest decimal text. */
export function readQuantity(kind: QuantityKind, value: unknown): number | Fault {
  const stored = storedUnits(kind, value);
  return typeof stored === "number" ? stored : quantityFault(kind, value, stored);
}

/** The same without words: why not, where that is more than how it is written. */
function storedUnits(kind: QuantityKind, value: unknown): number | string {
  const exact = exactQuantity(kind, value);
  if (exact === undefined) return "";
  if (exact.numerator < 0n) return "; it may not be negative";
  const rounded = roundFraction(exact, kind.rounding);
  if (rounded === "inexact") return `, which is finer than ${kind.finest}`;
  return rounded === "overflow" ? ", which is too large" : rounded;
}

/** `readQuantity` that remembers what it has read, for tables with many equal cells. */
export function quantityReader(kind: QuantityKind): (value: unknown) => number | Fault {
  const known = new Map<unknown, number | Fault>();
  const quickly = quickReader(kind.units, kind.bare);
  return (value) => {
    const quick = quickly(value);
    if (quick !== undefined) return quick;
    const found = known.get(value);
    if (found !== undefined) return found;
    const read = readQuantity(kind, value);
    if (known.size < 100_000) known.set(value, read);
    return read;
  };
}

/** A hint for a plain number, or a rate such as 312e12, that is written otherwise. */
export function numberHint(sort: "plain" | "rate", value: unknown): string | undefined {
  return hintFor(sort, value, (text) => decimalOf(text) !== undefined);
}

/** The quantity in stored units before rounding; undefined if the value is not written as this kind. */
function exactQuantity(kind: QuantityKind, value: unknown): Fraction | undefined {
  if (value === 0 || value === "0") return NOTHING;
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const bare = decimalOf(value);
  if (bare !== undefined) return kind.bare && multiply(bare, kind.bare);
  return typeof value === "string"
    ? exactUnits(value, kind.units, kind.compound === true)
    : undefined;
}

const NOTHING = makeFraction(0n);
const BYTE_UNIT = /[\d.]\s*(?:[KMGT]i?B|[KMGT]i)$/;

function quantityFault(kind: QuantityKind, value: unknown, why: string): Fault {
  const hint = why === "" ? hintFor(kind.sort, value, (text) => isWritten(kind, text)) : undefined;
  const message = `expected ${kind.expected}, got ${show(value)}${why}`;
  return hint === undefined ? { message } : { message, hint };
}

/** A byte unit makes its dimension one of memory. */
function isWritten(kind: QuantityKind, text: string): boolean {
  if (typeof storedUnits(kind, text) === "number") return true;
  return kind.sort === "amount" && typeof storedUnits(QUANTITIES.memoryDemand, text) === "number";
}
