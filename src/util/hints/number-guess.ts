import { type Fraction, parseDecimal } from "../fraction.ts";
import type { Guess } from "./guess.ts";

/**
 * A number as people write it ("1,234.5", "1.234,5", "0,5", "1_000", "1 000", "1e3", "+4") as a plain decimal. "1,234" may
 * be either; undefined if it is none.
 */
export function numberGuess(written: string): Guess | undefined {
  const text = written.trim().replace(/^\+/, "");
  if (PLAIN.test(text)) return { text };
  if (EXPONENT.test(text)) return plain(text);
  const closed = text.replace(GROUPED, (whole) => whole.replaceAll(/[ _'\u00a0\u202f]/g, ""));
  if (closed !== text) return numberGuess(closed);
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(text) || /^\d{1,3}(,\d{3}){2,}$/.test(text))
    return { text: text.replaceAll(",", "") };
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(text))
    return { text: text.replaceAll(".", "").replace(",", ".") };
  if (/^\d{1,3}(\.\d{3}){2,}$/.test(text)) return { text: text.replaceAll(".", "") };
  const [, whole, part] = /^(\d*),(\d+)$/.exec(text) ?? [];
  if (whole === undefined || part === undefined) return undefined;
  const decimal = `${whole === "" ? "0" : whole}.${part}`;
  if (!/^[1-9]\d{0,2}$/.test(whole) || part.length !== 3) return { text: decimal };
  const other = { text: decimal, when: "the comma is a decimal one" };
  return { text: `${whole}${part}`, other };
}

/** The start of a text that could be such a number. */
export const NUMBER_PART = String.raw`[+]?(?:\d[\d.,_' \u00a0\u202f]*\d|\d|[.,]\d+)(?:[eE][+-]?\d{1,2}(?![\d.]))?`;

const PLAIN = /^(\d+(\.\d+)?|\.\d+)$/;
const EXPONENT = /^(\d+(\.\d*)?|\.\d+)[eE][+-]?\d{1,2}$/;
const GROUPED = /^\d{1,3}([ _'\u00a0\u202f])\d{3}(\1\d{3})*(?!\d)/;

function plain(text: string): Guess | undefined {
  const value = parseDecimal(text.replace(/\.(?=[eE])/, ""));
  const found = value === undefined ? undefined : decimalText(value);
  return found === undefined ? undefined : { text: found };
}

/** The fraction as a decimal without exponent; undefined if it has none or needs more than 20 places. */
export function decimalText({ numerator, denominator }: Fraction): string | undefined {
  for (let places = 0; places <= 20; places++) {
    const scaled = numerator * 10n ** BigInt(places);
    if (scaled % denominator !== 0n) continue;
    const digits = String(scaled / denominator).padStart(places + 1, "0");
    return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  }
  return undefined;
}
