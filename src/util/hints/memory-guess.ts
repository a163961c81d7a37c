import { divide, type Fraction, makeFraction, multiply, parseDecimal } from "../fraction.ts";
import { type Guess, mapGuess } from "./guess.ts";
import { decimalText, NUMBER_PART, numberGuess } from "./number-guess.ts";

/**
 * What an amount of memory of another tool is here: bytes ("1073741824", "128974848000m" of Kubernetes), "64G" of batch
 * systems, "512m" of containers, "1Pi", "64 gb". Where powers of 1000 and of 1024 are both usual, both are told.
 */
export function memoryGuess(written: string): Guess | undefined {
  const [, amount, suffix] = SLIP.exec(written.trim()) ?? [];
  const guess = amount === undefined ? undefined : numberGuess(amount);
  if (guess === undefined) return undefined;
  const unit = suffix!.toLowerCase();
  if (unit === "") return guess.other === undefined ? bare(guess.text) : undefined;
  const bytes = Object.hasOwn(BYTES, unit) ? BYTES[unit] : undefined;
  // Thousandths of a byte are exact sums of a cluster; "512m" of a container is not.
  if (suffix === "m" && /^\d{10,}$/.test(guess.text))
    return inBytes(guess.text, makeFraction(1n, 1000n));
  if (bytes !== undefined) {
    return guess.other === undefined ? inBytes(guess.text, bytes) : undefined;
  }
  const exact = Object.hasOwn(EXACT, unit) ? EXACT[unit] : undefined;
  if (exact !== undefined) return mapGuess(guess, (text) => `${text}${exact}`);
  const either = Object.hasOwn(EITHER, unit) ? EITHER[unit] : undefined;
  if (either === undefined || guess.other !== undefined) return undefined;
  const [decimal, binary] = either.map((name) => `${guess.text}${name}`) as [string, string];
  return suffix === unit
    ? { text: binary, other: { text: decimal, when: "powers of 1000 are meant" } }
    : { text: decimal, other: { text: binary, when: "powers of 1024 are meant" } };
}

const SLIP = new RegExp(`^(${NUMBER_PART})\\s*([a-zA-Z]*)$`);

/** Up to four thousand it counts GiB or MiB, up to tens of millions MiB, and from there on bytes. */
function bare(amount: string): Guess | undefined {
  const size = Number(amount);
  if (size < 4096) {
    return {
      text: `${amount}GiB`,
      ...(size >= 1 && { other: { text: `${amount}MiB`, when: "MiB are meant" } }),
    };
  }
  return size < 2 ** 26 ? { text: `${amount}MiB` } : inBytes(amount, makeFraction(1n));
}

/** In the largest unit that leaves a whole number, else in KB, which are exact. */
function inBytes(amount: string, unit: Fraction): Guess | undefined {
  const read = parseDecimal(amount);
  if (read === undefined) return undefined;
  const bytes = multiply(read, unit);
  for (const [name, size] of WHOLE) {
    const count = divide(bytes, makeFraction(size));
    if (count.denominator === 1n) return { text: `${count.numerator}${name}` };
  }
  const text = decimalText(divide(bytes, makeFraction(1000n)));
  return text === undefined ? undefined : { text: `${text}KB` };
}

const WHOLE: readonly (readonly [string, bigint])[] = [
  ["TiB", 2n ** 40n],
  ["GiB", 2n ** 30n],
  ["MiB", 2n ** 20n],
  ["TB", 10n ** 12n],
  ["GB", 10n ** 9n],
  ["MB", 10n ** 6n],
  ["KiB", 2n ** 10n],
];

const BYTES: Readonly<Record<string, Fraction>> = {
  b: makeFraction(1n),
  byte: makeFraction(1n),
  bytes: makeFraction(1n),
  pi: makeFraction(2n ** 50n),
  pib: makeFraction(2n ** 50n),
  ei: makeFraction(2n ** 60n),
  eib: makeFraction(2n ** 60n),
  p: makeFraction(10n ** 15n),
  pb: makeFraction(10n ** 15n),
  e: makeFraction(10n ** 18n),
  eb: makeFraction(10n ** 18n),
};

/** One letter: batch systems and containers count in powers of 1024, Kubernetes in powers of 1000. */
const EITHER: Readonly<Record<string, readonly [string, string]>> = {
  k: ["KB", "KiB"],
  m: ["MB", "MiB"],
  g: ["GB", "GiB"],
  t: ["TB", "TiB"],
};

const EXACT: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    KiB: ["kib", "ki", "kibibyte", "kibibytes"],
    KB: ["kb", "kilobyte", "kilobytes"],
    MiB: ["mib", "mi", "mebibyte", "mebibytes", "meg", "megs"],
    MB: ["mb", "megabyte", "megabytes"],
    GiB: ["gib", "gi", "gibibyte", "gibibytes", "gig", "gigs"],
    GB: ["gb", "gbyte", "gigabyte", "gigabytes"],
    TiB: ["tib", "ti", "tebibyte", "tebibytes"],
    TB: ["tb", "terabyte", "terabytes"],
  }).flatMap(([unit, names]) => names.map((name) => [name, unit])),
);
