import { type Fraction, makeFraction } from "./fraction.ts";
import { type Fault, QUANTITIES, readQuantity } from "./quantities.ts";
import { hintFor } from "./quantity-hints.ts";
import { show } from "./show.ts";

/** Milliseconds in the unit of a rate such as "27.45/h". */
const RATE_UNITS = {
  "/h": 3_600_000n,
  "/min": 60_000n,
  "/s": 1000n,
  "/d": 86_400_000n,
} as const;

/**
 * Micro-dollars per millisecond of a price such as "27.45/h", exactly, or the fault. A bare 0 is free.
 * Dollars have at most six decimals.
 */
export function readPrice(value: unknown): Fraction | Fault {
  if (value === 0 || value === "0") return makeFraction(0n);
  const rate = typeof value === "string" ? splitRate(value) : undefined;
  if (rate === undefined) {
    const message = `expected ${PRICE.expected}, got ${show(value)}`;
    const hint = hintFor("price", value, (text) => "numerator" in readPrice(text));
    return hint === undefined ? { message } : { message, hint };
  }
  const dollars = readQuantity(PRICE, rate.amount);
  if (typeof dollars === "number") return makeFraction(BigInt(dollars), rate.milliseconds);
  // The fault is about the whole text, not about the part before the slash.
  const hint = hintFor("price", value, (text) => "numerator" in readPrice(text));
  const message = dollars.message.replace(show(rate.amount), () => show(value));
  return hint === undefined ? { message } : { message, hint };
}

/** "10/h" as "10" and the milliseconds of an hour; undefined if the text is no rate. */
export function splitRate(text: string): { amount: string; milliseconds: bigint } | undefined {
  const [, amount, unit] = /^(.*[\d.])(\/(?:h|min|s|d))$/.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return { amount, milliseconds: RATE_UNITS[unit as keyof typeof RATE_UNITS] };
}

/** Micro-dollars per TiB of a price such as "0.08/GiB", exactly, or the fault. A bare 0 is free. */
export function readDataPrice(value: unknown): number | Fault {
  if (value === 0 || value === "0") return 0;
  const [, amount, unit] =
    (typeof value === "string" ? /^(.*[\d.])\/(MiB|GiB|TiB)$/.exec(value) : null) ?? [];
  if (amount === undefined) {
    const message = `expected ${DATA_PRICE.expected}, got ${show(value)}`;
    const hint = hintFor("dataPrice", value, (text) => typeof readDataPrice(text) === "number");
    return hint === undefined ? { message } : { message, hint };
  }
  const dollars = readQuantity(DATA_PRICE, amount);
  if (typeof dollars !== "number") {
    const hint = hintFor("dataPrice", value, (text) => typeof readDataPrice(text) === "number");
    const message = dollars.message.replace(show(amount), () => show(value));
    return hint === undefined ? { message } : { message, hint };
  }
  const perTebibyte = dollars * PER_TEBIBYTE[unit as keyof typeof PER_TEBIBYTE];
  if (Number.isSafeInteger(perTebibyte)) return perTebibyte;
  return { message: `expected ${DATA_PRICE.expected}, got ${show(value)}, which is too large` };
}

const PER_TEBIBYTE = { MiB: 2 ** 20, GiB: 1024, TiB: 1 } as const;
const DATA_PRICE = { ...QUANTITIES.money, expected: 'a price such as "0.08/GiB"' };
const PRICE = { ...QUANTITIES.money, expected: 'a price such as "27.45/h"' };
