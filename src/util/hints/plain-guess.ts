import { type Fraction, makeFraction, multiply, parseDecimal } from "../fraction.ts";
import { type Guess, mapGuess } from "./guess.ts";
import { decimalText, NUMBER_PART, numberGuess } from "./number-guess.ts";

/** "0,5", "4 cores", "250000000n" and "2k" of Kubernetes, "4 vCPU" as a plain amount. */
export function amountGuess(written: string): Guess | undefined {
  const [, amount, suffix] = WITH_WORD.exec(written.trim()) ?? [];
  const guess = amount === undefined ? undefined : numberGuess(amount);
  if (guess === undefined) return undefined;
  const unit = suffix!.toLowerCase();
  if (unit === "" || COUNTED.has(unit)) return guess;
  if (unit === "m" || unit === "milli" || unit === "millis" || unit === "millicores")
    return mapGuess(guess, (text) => `${text}m`);
  const factor =
    guess.other === undefined && Object.hasOwn(FACTORS, suffix!) ? FACTORS[suffix!] : undefined;
  const read = factor === undefined ? undefined : parseDecimal(guess.text);
  const text = read === undefined ? undefined : decimalText(multiply(read, factor!));
  return text === undefined ? undefined : { text };
}

/** "50%" of a device as 0.5. */
export function shareGuess(written: string): Guess | undefined {
  const [, amount] = /^(.*?)\s*(?:%|percent)$/i.exec(written.trim()) ?? [];
  const guess = amount === undefined ? undefined : numberGuess(amount);
  const read = guess === undefined || guess.other ? undefined : parseDecimal(guess.text);
  const text = read && decimalText(multiply(read, makeFraction(1n, 100n)));
  return text === undefined ? undefined : { text };
}

/** "$12.50", "12.50 USD", "1,234.56" as dollars; other currencies are no dollars. */
export function moneyGuess(written: string): Guess | undefined {
  const [, amount] = DOLLARS.exec(written.trim()) ?? [];
  return amount === undefined ? undefined : numberGuess(amount);
}

/** "$1.5/h", "1.5 USD per hour", "1.5/hr", 1.5 as dollars by time. */
export function priceGuess(written: string): Guess | undefined {
  const [, front, unit] =
    /^(.*?)\s*(?:(?:\/|\bper\b|\ban?\b)\s*([a-z]+)|\bhourly)?$/i.exec(written.trim()) ?? [];
  const guess = front === undefined ? undefined : moneyGuess(front.replace(/(?<=\d)\s*h$/i, ""));
  const by = unit === undefined ? "h" : RATES[unit.toLowerCase()];
  if (guess === undefined || by === undefined) return undefined;
  return mapGuess(guess, (text) => `${text}/${by}`);
}

/** "0.08", "$0.08 per GiB" as dollars by amount; many price lists say GB where they mean GiB. */
export function dataPriceGuess(written: string): Guess | undefined {
  const [, front, unit = "gib"] =
    /^(.*?)\s*(?:(?:\/|\bper\b)\s*([a-z]+))?$/i.exec(written.trim()) ?? [];
  const guess = front === undefined ? undefined : moneyGuess(front);
  const [, letter, exact] = /^([mgt])(i?)b?$/i.exec(unit) ?? [];
  if (guess === undefined || letter === undefined || exact === "") return undefined;
  return mapGuess(guess, (text) => `${text}/${letter.toUpperCase()}iB`);
}

/** "300 watts", "300w", "0,3 kW", "1.2MW" as a power. */
export function powerGuess(written: string): Guess | undefined {
  const [, amount, suffix] = WITH_WORD.exec(written.trim()) ?? [];
  const guess = amount === undefined ? undefined : numberGuess(amount);
  const unit = /^(mW|MW|GW)$/.test(suffix ?? "") ? suffix! : (suffix ?? "").toLowerCase();
  if (guess === undefined) return undefined;
  const known = Object.hasOwn(POWERS, unit) ? POWERS[unit] : undefined;
  if (known !== undefined) return mapGuess(guess, (text) => `${text}${known}`);
  const factor = { MW: 1000n, GW: 1_000_000n }[unit];
  const read =
    factor === undefined || guess.other !== undefined ? undefined : parseDecimal(guess.text);
  const text = read === undefined ? undefined : decimalText(multiply(read, makeFraction(factor!)));
  return text === undefined ? undefined : { text: `${text}kW` };
}

/** "2", "2 percent" and "0,5 %" as a percentage; below 1 a bare number may be a share. */
export function percentGuess(written: string): Guess | undefined {
  const [, amount, suffix] = /^(.*?)\s*(%|percent|pct)?$/i.exec(written.trim()) ?? [];
  const guess = amount === undefined ? undefined : numberGuess(amount);
  if (guess === undefined || suffix !== undefined || !(Number(guess.text) < 1)) {
    return guess && mapGuess(guess, (text) => `${text}%`);
  }
  const read = parseDecimal(guess.text);
  const share = read === undefined ? undefined : decimalText(multiply(read, makeFraction(100n)));
  if (share === undefined) return undefined;
  return {
    text: `${share}%`,
    other: { text: `${guess.text}%`, when: "it is a percentage already" },
  };
}

/** "0,5", "2x", "1_000" as a number. */
export function plainGuess(written: string): Guess | undefined {
  return numberGuess(written.trim().replace(/(?<=\d)\s*x$/i, ""));
}

/** "312 TFLOPS", "2k", "1,5" as units per second. */
export function rateGuess(written: string): Guess | undefined {
  const [, amount, suffix, exponent] =
    new RegExp(`^(${NUMBER_PART})\\s*(([kKMGTPE])?(?:flops?|b|bytes?)?(?:\\/s|ps)?)$`, "i").exec(
      written.trim(),
    ) ?? [];
  const guess = amount === undefined ? undefined : numberGuess(amount);
  if (guess === undefined || suffix === "") return guess;
  const power = exponent === undefined ? 0 : 3 * (1 + "kmgtpe".indexOf(exponent.toLowerCase()));
  return mapGuess(guess, (text) => (power === 0 ? text : `${text}e${power}`));
}

const WITH_WORD = new RegExp(`^(${NUMBER_PART})\\s*([a-zA-Z]*)$`);
const DOLLARS = new RegExp(
  `^(?:US\\$|\\$|USD)?\\s*(${NUMBER_PART})\\s*(?:\\$|USD|dollars?)?$`,
  "i",
);

const COUNTED: ReadonlySet<string> = new Set(
  "core cores cpu cpus vcpu vcpus gpu gpus device devices x".split(" "),
);

/** Suffixes of Kubernetes, case by case. */
const FACTORS: Readonly<Record<string, Fraction>> = {
  n: makeFraction(1n, 10n ** 9n),
  u: makeFraction(1n, 10n ** 6n),
  k: makeFraction(1000n),
  M: makeFraction(10n ** 6n),
};

const POWERS: Readonly<Record<string, string>> = {
  "": "W",
  w: "W",
  watt: "W",
  watts: "W",
  kw: "kW",
  kilowatt: "kW",
  kilowatts: "kW",
  mW: "mW",
  milliwatt: "mW",
  milliwatts: "mW",
};

const RATES: Readonly<Record<string, string | undefined>> = {
  h: "h",
  hr: "h",
  hour: "h",
  hours: "h",
  min: "min",
  m: "min",
  minute: "min",
  s: "s",
  sec: "s",
  second: "s",
  d: "d",
  day: "d",
};
