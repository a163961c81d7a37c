import { show } from "../../util/show.ts";
import { fault, isRaw, type Spot } from "../kubernetes/objects/fields.ts";

/** A count of Slurm; it may have none, or no end. */
export type Amount = number | "infinite" | undefined;

/** 32 bits: NO_VAL and INFINITE, which some releases print as they are. */
const [NO_VALUE, INFINITE] = [0xffff_fffe, 0xffff_ffff];

/** 64 bits: the same, as JSON reads them. */
const NO_VALUE_LONG = 2 ** 64;

/**
 * A whole number from 0 on, as releases up to 22.05 write it (a number or null) or those from 23.02 on (a map of `set`, `infinite`
 * and `number`). Anything else is a fault.
 */
export function amountAt(spot: Spot, key: string): Amount {
  const raw = spot.value[key];
  if (isRaw(raw)) {
    if (raw.infinite === true) return "infinite";
    if (raw.set === false) return undefined;
    return wholeOf(spot, key, raw.number);
  }
  return wholeOf(spot, key, raw);
}

function wholeOf(spot: Spot, key: string, value: unknown): Amount {
  if (value === undefined || value === null) return undefined;
  if (value === NO_VALUE || value === NO_VALUE_LONG) return undefined;
  if (value === INFINITE) return "infinite";
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  fault(spot, key, `expected a whole number from 0 on, got ${show(value)}`);
  return undefined;
}

/** The same where no end is as good as no value. */
export function countAt(spot: Spot, key: string): number | undefined {
  const amount = amountAt(spot, key);
  return amount === "infinite" ? undefined : amount;
}

/** Words of a text with commas between them, or of a list of texts; what stands for nothing is left out. */
export function wordsAt(spot: Spot, key: string): readonly string[] {
  const raw = spot.value[key];
  if (raw === undefined || raw === null) return [];
  const list = Array.isArray(raw) ? raw : [raw];
  const words = list.flatMap((item) => {
    if (typeof item === "string") return item.split(",");
    fault(spot, key, `expected words, got ${show(item)}`);
    return [];
  });
  return words.map((word) => word.trim()).filter((word) => !NOTHING.has(word));
}

/** A text; what stands for nothing is "". */
export function plainTextAt(spot: Spot, key: string): string {
  const raw = spot.value[key];
  if (raw === undefined || raw === null) return "";
  if (typeof raw !== "string") {
    fault(spot, key, `expected a text, got ${show(raw)}`);
    return "";
  }
  const text = raw.trim();
  return NOTHING.has(text) ? "" : text;
}

/** How Slurm says nothing in a text. */
const NOTHING: ReadonlySet<string> = new Set(["", "(null)", "N/A", "n/a", "None assigned"]);
