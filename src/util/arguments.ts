import { UsageError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { show } from "./show.ts";

/** What an argument of the library must be, as far as a glance at its keys tells. */
export interface WantedArgument {
  /** "an instance". */
  readonly what: string;
  /** Keys that every such value has. */
  readonly keys: readonly string[];
  /** Where such a value comes from: a clause that begins with its name. */
  readonly from: string;
}

/**
 * Throws UsageError where a caller without types hands over something else: it says what was expected and where that comes from. `caller`
 * is the function that was called.
 */
export function requireArgument(caller: string, wanted: WantedArgument, value: unknown): void {
  if (hasKeys(value, wanted.keys)) return;
  throw wrongArgument(caller, wanted.what, value, wanted.from);
}

function hasKeys(value: unknown, keys: readonly string[]): boolean {
  return typeof value === "object" && value !== null && keys.every((key) => key in value);
}

/** Throws UsageError for a text that is none, such as a path. */
export function requireText(caller: string, what: string, value: unknown): void {
  if (typeof value !== "string") throw wrongArgument(caller, what, value, undefined);
}

/** What an option may be, in words, and whether a value is that. */
export interface WantedOption {
  readonly what: string;
  readonly holds: (value: unknown) => boolean;
  readonly hint?: string;
}

/** Throws UsageError for options of names or values that nobody reads. An option that is undefined is not given. */
export function requireOptions(
  caller: string,
  known: Readonly<Record<string, WantedOption>>,
  options: unknown,
): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw wrongArgument(caller, "a map of options", options, undefined);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) throw unknownOption(caller, name, Object.keys(known));
    const { what, holds, hint } = known[name];
    if (value !== undefined && !holds(value)) {
      throw wrongArgument(caller, `${name}: ${what}`, value, hint);
    }
  }
}

function unknownOption(caller: string, name: string, known: readonly string[]): UsageError {
  const guess = nearest(name.replaceAll("_", ""), known);
  const hint = guess === undefined ? `one of: ${known.join(", ")}` : guess;
  return new UsageError(`${caller} has no option ${show(name)}.\nMaybe ${hint}.`);
}

function wrongArgument(
  caller: string,
  what: string,
  value: unknown,
  from: string | undefined,
): UsageError {
  const isPromise = value instanceof Promise;
  const found = isPromise ? "a promise" : typeof value === "function" ? "a function" : show(value);
  const hint = isPromise ? "put await before it" : from;
  const mend = hint === undefined ? "" : `\nMaybe ${hint}.`;
  return new UsageError(`${caller} expected ${what}, got ${found}.${mend}`);
}
