import { nearest } from "../../util/nearest.ts";
import { type QuantityKind, readQuantity } from "../../util/quantities.ts";
import { hintFor } from "../../util/quantity-hints.ts";
import { show } from "../../util/show.ts";
import { at, type Fields, faultOf, MERGE_KEY, maybe, type Report } from "./report.ts";

/** Letters, digits and _ . / : - ; so a copy "dgx#1", a selector "gpu=a100" and "*" are never ids. */
export const NAME = /^[A-Za-z0-9_./:-]+$/;

/** True for a legal id or name; else it says why not. */
export function isName(report: Report, path: string, value: unknown): value is string {
  if (typeof value === "string" && NAME.test(value)) return true;
  if (value === "<<") report.add(path, ...MERGE_KEY);
  else {
    const hint = typeof value === "string" ? cleaned(value) : quotes(report, path, value);
    report.add(
      path,
      `expected letters, digits and _ . / : -, got ${seen(report, path, value)}`,
      hint,
    );
  }
  return false;
}

function cleaned(value: string): string | undefined {
  const inner = value.replaceAll(/^[^A-Za-z0-9_./:-]+|[^A-Za-z0-9_./:-]+$/g, "");
  const name = inner.replaceAll(/[^A-Za-z0-9_./:-]+/g, "-");
  return NAME.test(name) && name.length <= 60 ? `Maybe write "${name}".` : undefined;
}

/** A value as a message shows it; numbers as they are written. */
export function seen(report: Report, path: string, value: unknown): string {
  return typeof value === "number" ? report.written(path, value) : show(value);
}

/** For a name that YAML reads as a number, true, false or null: it needs quotes. */
export function quotes(report: Report, path: string, value: unknown): string | undefined {
  if (typeof value !== "number" && typeof value !== "boolean") return undefined;
  return `Maybe write it in quotes: "${seen(report, path, value)}".`;
}

/** A whole number of stored units; `fallback` if absent or, after saying so, wrong. */
export function readField<F>(
  report: Report,
  path: string,
  fields: Fields,
  key: string,
  kind: QuantityKind,
  fallback: F,
): number | F {
  const value = fields[key];
  if (value === undefined) return fallback;
  const read = readQuantity(kind, value);
  if (typeof read === "number") return read;
  const fault = faultOf(report, at(path, key), value, read, (text) => readQuantity(kind, text));
  report.add(at(path, key), fault.message, fault.hint);
  return fallback;
}

export function readFlag(report: Report, path: string, fields: Fields, key: string): boolean {
  const value = fields[key];
  if (value === undefined || typeof value === "boolean") return value ?? false;
  const word = String(value).toLowerCase();
  const said = FLAGS[word] ?? FLAGS[nearest(word, ["true", "false"]) ?? ""];
  const hint = typeof value === "object" || said === undefined ? undefined : `Maybe write ${said}.`;
  report.add(at(path, key), `expected true or false, got ${show(value)}`, hint);
  return false;
}

/** A whole number from `least` to ten million; `fallback` if absent or wrong. */
export function readCount(
  report: Report,
  path: string,
  fields: Fields,
  key: string,
  least: number,
  fallback: number,
): number {
  const value = fields[key];
  if (value === undefined) return fallback;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= MOST) {
    return value;
  }
  const isWritten = (text: string) => isCount(text, least);
  const hint =
    typeof value === "string" && isWritten(value)
      ? `Maybe write ${Number(value)}.`
      : hintFor("plain", value, isWritten);
  const range = value === Number(value) && value > MOST ? `of at most ${MOST}` : `from ${least} on`;
  report.add(at(path, key), `expected a whole number ${range}, got ${show(value)}`, hint);
  return fallback;
}

function isCount(text: string, least: number): boolean {
  return /^\d{1,8}$/.test(text) && Number(text) >= least && Number(text) <= MOST;
}

/** One of a few words; `fallback` if absent or, after saying so, wrong. */
export function readChoice<C extends string, F>(
  report: Report,
  path: string,
  fields: Fields,
  key: string,
  choices: readonly C[],
  fallback: F,
  words: Readonly<Record<string, C>> = {},
): C | F {
  const value = fields[key];
  if (value === undefined) return fallback;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  const meant = Object.hasOwn(words, word) ? words[word] : undefined;
  const hint = meant === undefined ? word && maybe(word, choices) : `Maybe write "${meant}".`;
  report.add(
    at(path, key),
    `expected ${choices.join(" or ")}, got ${show(value)}`,
    hint || undefined,
  );
  return fallback;
}

/** The most copies, entries or devices that one count may ask for. */
export const MOST = 10_000_000;

const FLAGS: Readonly<Record<string, boolean | undefined>> = Object.assign(Object.create(null), {
  yes: true,
  y: true,
  on: true,
  1: true,
  true: true,
  no: false,
  n: false,
  off: false,
  0: false,
  false: false,
});
