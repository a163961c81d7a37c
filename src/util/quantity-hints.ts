import { durationGuess } from "./hints/duration-guess.ts";
import { type Guess, guessText, keepGuess } from "./hints/guess.ts";
import { memoryGuess } from "./hints/memory-guess.ts";
import {
  amountGuess,
  dataPriceGuess,
  moneyGuess,
  percentGuess,
  plainGuess,
  powerGuess,
  priceGuess,
  rateGuess,
  shareGuess,
} from "./hints/plain-guess.ts";

/** By sort of quantity: what a person may have meant by a text that is none, by the first that knows. */
const GUESSES = {
  amount: [amountGuess, bytesGuess],
  /** Devices have no bytes. */
  devices: [amountGuess, shareGuess],
  memory: [memoryGuess],
  duration: [durationGuess],
  money: [moneyGuess],
  power: [powerGuess],
  weight: [plainGuess],
  plain: [plainGuess],
  rate: [rateGuess],
  percent: [percentGuess],
  price: [priceGuess],
  dataPrice: [dataPriceGuess],
} as const satisfies Readonly<Record<string, readonly ((text: string) => Guess | undefined)[]>>;

/** Memory where only a unit of bytes says that it is. */
function bytesGuess(text: string): Guess | undefined {
  return /(?:[a-z]{2,}|[GTPE])\s*$/i.test(text) ? memoryGuess(text) : undefined;
}

/** A sort of quantity that has hints. */
export type HintSort = keyof typeof GUESSES;

/**
 * A sentence such as `Maybe write "64GiB".` for a slip in a quantity of this sort, if one can be guessed. Only texts that
 * are `isSound` are told, so that whoever follows it has a quantity.
 */
export function hintFor(
  sort: HintSort,
  value: unknown,
  isSound: (text: string) => boolean,
): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const written = String(value);
  if (written.length > 80) return undefined;
  for (const guess of GUESSES[sort]) {
    const found = guess(written);
    const sound = found && keepGuess(found, (text) => text !== value && isSound(text));
    if (sound !== undefined) return guessText(sound);
  }
  return undefined;
}
