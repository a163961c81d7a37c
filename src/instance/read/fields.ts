import { type QuantityKind, readQuantity } from "../../util/quantities.ts";
import { show } from "../../util/show.ts";
import { at, type Fields, maybe, type Report } from "./report.ts";

/** Letters, digits and _ . / : - ; so a copy "dgx#1", a selector "gpu=a100" and "*" are never ids. */
export const NAME = /^[A-Za-z0-9_./:-]+$/;

/** True for a legal id or name; else it says why not. */
export function isName(report: Report, path: string, value: unknown): value is string {
  if (typeof value === "string" && NAME.test(value)) return true;
  const hint = typeof value === "string" ? value.trim().replaceAll(/[^A-Za-z0-9_./:-]+/g, "-") : "";
  report.add(
    path,
    `expected letters, digits and _ . / : -, got ${show(value)}`,
    typeof value === "number"
      ? `Maybe write it in quotes: "${value}".`
      : NAME.test(hint) && hint.length <= 60
        ? `Maybe write "${hint}".`
        : undefined,
  );
  return false;
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
  report.add(at(path, key), read.message, read.hint);
  return fallback;
}

export function readFlag(report: Report, path: string, fields: Fields, key: string): boolean {
  const value = fields[key];
  if (value === undefined || typeof value === "boolean") return value ?? false;
  const said = typeof value === "string" ? FLAGS[value.toLowerCase()] : undefined;
  const hint = typeof said === "boolean" ? `Maybe write ${said}.` : undefined;
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
  const hint =
    typeof value === "string" && /^[1-9]\d{0,6}$/.test(value) ? `Maybe write ${value}.` : undefined;
  const range = value === Number(value) && value > MOST ? `of at most ${MOST}` : `from ${least} on`;
  report.add(at(path, key), `expected a whole number ${range}, got ${show(value)}`, hint);
  return fallback;
}

/** One of a few words; `fallback` if absent or, after saying so, wrong. */
export function readChoice<C extends string, F>(
  report: Report,
  path: string,
  fields: Fields,
  key: string,
  choices: readonly C[],
  fallback: F,
): C | F {
  const value = fields[key];
  if (value === undefined) return fallback;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const hint = typeof value === "string" ? maybe(value, choices) : undefined;
  report.add(at(path, key), `expected ${choices.join(" or ")}, got ${show(value)}`, hint);
  return fallback;
}

/** The most copies, entries or devices that one count may ask for. */
export const MOST = 10_000_000;

const FLAGS: Readonly<Record<string, boolean | undefined>> = Object.assign(Object.create(null), {
  yes: true,
  on: true,
  true: true,
  no: false,
  off: false,
  false: false,
});
