import { add, type Fraction, makeFraction, multiply, parseDecimal } from "../fraction.ts";
import type { Guess } from "./guess.ts";
import { NUMBER_PART, numberGuess } from "./number-guess.ts";

/** What a duration of another tool or of daily speech is here: "1-02:03:04", "PT1H30M", "1h 30 min", "0,5 h", 90. */
export function durationGuess(written: string): Guess | undefined {
  const text = written.trim();
  if (text === "") return undefined;
  const bare = numberGuess(text);
  if (bare !== undefined) {
    if (bare.other !== undefined) return undefined;
    // More than a day of seconds is no number of minutes.
    const [unit, when] =
      Number(bare.text) > 86_400 ? ["ms", "milliseconds are meant"] : ["m", "minutes are meant"];
    return { text: `${bare.text}s`, other: { text: `${bare.text}${unit}`, when } };
  }
  return clock(text) ?? period(text) ?? words(text);
}

/** "days-hours:minutes:seconds" and shorter forms, as workload managers write them, and "2 days, 1:02:03". */
function clock(text: string): Guess | undefined {
  const [, days, rest] =
    /^(?:(\d+)(?:-| days?, *))?(\d+(?::\d{1,2}){0,2}(?:\.\d+)?)$/.exec(text) ?? [];
  if (rest === undefined) return undefined;
  const parts = rest.split(":");
  const units = days === undefined && parts.length < 3 ? undefined : ["h", "m", "s"];
  if (units !== undefined) {
    if (rest.includes(".") && parts.length < 3) return undefined;
    return told([days ?? "0", ...parts], ["d", ...units]);
  }
  if (parts.length !== 2 || rest.includes(".")) return undefined;
  const guess = told(parts, ["h", "m"]);
  const other = told(parts, ["m", "s"]);
  if (guess === undefined || other === undefined) return undefined;
  return { ...guess, other: { text: other.text, when: "it is minutes and seconds" } };
}

/** ISO 8601, such as "P1DT2H30M"; months and years have no length. */
function period(text: string): Guess | undefined {
  const found =
    /^P(?:([\d.,]+)W)?(?:([\d.,]+)D)?(?:T(?:([\d.,]+)H)?(?:([\d.,]+)M)?(?:([\d.,]+)S)?)?$/i.exec(
      text,
    );
  if (found === null || !/\d/.test(text)) return undefined;
  const [, weeks, days, hours, minutes, seconds] = found;
  const amounts = [weeks, days, hours, minutes, seconds].map((part) => part?.replace(",", "."));
  return told(
    amounts.map((part) => part ?? "0"),
    ["w", "d", "h", "m", "s"],
  );
}

/** Numbers with words, in any order: "1 hour 30 minutes", "30m2h", "2 weeks", "1h30". */
function words(text: string): Guess | undefined {
  const amounts: string[] = [];
  const units: string[] = [];
  let ambiguous: string | undefined;
  let at = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const found = PART.exec(text);
    const guess = found === null ? undefined : numberGuess(found[1]!);
    const unit = found === null ? undefined : unitOf(found[2]!, units.at(-1));
    if (found === null || guess === undefined || unit === undefined) return undefined;
    if (guess.other !== undefined) ambiguous = guess.other.text;
    amounts.push(guess.text);
    units.push(unit);
    at = PART.lastIndex;
  }
  const guess = told(amounts, units);
  if (guess === undefined || ambiguous === undefined) return guess;
  const other = amounts.length > 1 ? undefined : told([ambiguous], units);
  if (other === undefined) return undefined;
  return { ...guess, other: { text: other.text, when: "the comma is a decimal one" } };
}

const PART = new RegExp(`[\\s,]*(?:and\\s+)?(${NUMBER_PART})\\s*([a-zA-Zµμ]*)\\.?\\s*`, "y");

/** "1h30" leaves out what follows hours. */
function unitOf(word: string, before: string | undefined): string | undefined {
  if (word === "") return before === undefined ? undefined : { d: "h", h: "m", m: "s" }[before];
  // "1M" may be a month elsewhere, but a duration of hours has none.
  const lower = word.toLowerCase();
  return Object.hasOwn(WORDS, lower) ? WORDS[lower] : undefined;
}

const WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    w: ["w", "wk", "wks", "week", "weeks"],
    d: ["d", "day", "days"],
    h: ["h", "hr", "hrs", "hour", "hours", "std"],
    m: ["m", "min", "mins", "minute", "minutes"],
    s: ["s", "sec", "secs", "second", "seconds"],
    ms: ["ms", "msec", "msecs", "millis", "millisecond", "milliseconds"],
    us: ["us", "µs", "μs", "usec", "usecs", "microsecond", "microseconds"],
  }).flatMap(([unit, names]) => names.map((name) => [name, unit])),
);

const MILLISECONDS: Readonly<Record<string, Fraction>> = {
  w: makeFraction(604_800_000n),
  d: makeFraction(86_400_000n),
  h: makeFraction(3_600_000n),
  m: makeFraction(60_000n),
  s: makeFraction(1000n),
  ms: makeFraction(1n),
  us: makeFraction(1n, 1000n),
};

/** The amounts as the product writes them: as they are if that is a duration, else by their sum. */
function told(amounts: readonly string[], units: readonly string[]): Guess | undefined {
  let total = makeFraction(0n);
  for (const [i, amount] of amounts.entries()) {
    const read = parseDecimal(amount);
    const unit = MILLISECONDS[units[i] ?? ""];
    if (read === undefined || unit === undefined) return undefined;
    total = add(total, multiply(read, unit));
  }
  if (total.denominator !== 1n) return undefined;
  if (amounts.length === 1 && units[0] !== "w" && units[0] !== "us") {
    return { text: `${amounts[0]}${units[0]}` };
  }
  return { text: sumText(total.numerator) };
}

function sumText(milliseconds: bigint): string {
  let rest = milliseconds;
  const parts = ["d", "h", "m", "s", "ms"].map((unit) => {
    const each = MILLISECONDS[unit]!.numerator;
    const count = rest / each;
    rest -= count * each;
    return count === 0n ? "" : `${count}${unit}`;
  });
  return parts.join("") || "0s";
}
