import { InvalidArgumentError, Option } from "commander";
import { readInstant } from "../instance/read/times.ts";
import { QUANTITIES, readQuantity } from "../util/quantities.ts";

/** "60s" -> 60000 ms. A bare number is refused because its unit would be a guess. */
export function parseTimeLimit(text: string): number {
  const parsed = readQuantity(QUANTITIES.duration, text);
  if (typeof parsed === "number") return parsed;
  throw new InvalidArgumentError(`${parsed.message}. ${parsed.hint ?? ""}`.trim());
}

/** A time limit with a default in ms, which help shows as people write it. */
export function timeOption(flags: string, about: string, limit: number): Option {
  return new Option(flags, about).argParser(parseTimeLimit).default(limit, `${limit / 1000}s`);
}

/** "0.1%" -> 0.001. A bare number but 0 is refused: 0.5 is a half for some and half a percent for others. */
export function parseGap(text: string): number {
  const written = text.trim().replace(/\s*%$/, "");
  const hasSign = written !== text.trim();
  const value = /\d/.test(written) ? Number(written) : Number.NaN;
  if (/^\d+,\d+$/.test(written)) {
    throw new InvalidArgumentError(`Write it with a point: ${written.replace(",", ".")}%.`);
  }
  if (!hasSign && value > 0) throw new InvalidArgumentError(askForSign(written, value));
  if (value >= 0 && value < 100) return value / 100;
  throw new InvalidArgumentError("Write a share from 0% to below 100%, such as 0.1%.");
}

function askForSign(written: string, value: number): string {
  if (value >= 100) return "Write a share from 0% to below 100%, such as 0.1%.";
  if (value >= 1) return `Is that ${written}%? Write it with the sign: ${written}%.`;
  const asShare = Number((value * 100).toPrecision(12));
  return `Is that ${written}% or ${asShare}%? Write it with the sign: ${written}% or ${asShare}%.`;
}

/** Dollars as micro-dollars, up to a billion of dollars. */
export function parseMoney(text: string): number {
  const parsed = readQuantity(QUANTITIES.money, text);
  if (typeof parsed !== "number") throw new InvalidArgumentError(parsed.message);
  if (parsed <= 1e15) return parsed;
  throw new InvalidArgumentError("Write dollars up to a billion.");
}

/** A time with its zone, or "now", as milliseconds since 1970. */
export function parseInstant(text: string): number {
  if (text === "now") return Date.now();
  const found = readInstant(text);
  if (found !== undefined) return found.epoch;
  throw new InvalidArgumentError(
    'Write now, or a time with its zone, such as "2026-11-24T18:00+01:00".',
  );
}

/** "packing, local" -> ["packing", "local"]. */
export function parseNames(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError("Write names with commas between them.");
}

/** An integer that fits 32 bits. */
export function parseSeed(text: string): number {
  return parseInteger(text, -0x8000_0000, 0x7fff_ffff);
}

/** A count from 0 to ten million. */
export function parseCount(text: string): number {
  return parseInteger(text, 0, 10_000_000);
}

/** A number of threads, from 1 on. */
export function parseThreads(text: string): number {
  return parseInteger(text, 1, 4096);
}

function parseInteger(text: string, low: number, high: number): number {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text.trim()) || value < low || value > high) {
    throw new InvalidArgumentError(`Write an integer from ${low} to ${high}.`);
  }
  return value;
}
