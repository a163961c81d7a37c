import { InvalidArgumentError } from "commander";
import { QUANTITIES, readQuantity } from "../util/quantities.ts";

/** "60s" -> 60000 ms. A bare number is refused because its unit would be a guess. */
export function parseTimeLimit(text: string): number {
  const parsed = readQuantity(QUANTITIES.duration, text);
  if (typeof parsed === "number") return parsed;
  throw new InvalidArgumentError(`${parsed.message}. ${parsed.hint ?? ""}`.trim());
}

/** "0.1%" -> 0.001; also a plain fraction such as 0.001. */
export function parseGap(text: string): number {
  const value = text.trim().endsWith("%") ? Number(text.trim().slice(0, -1)) / 100 : Number(text);
  if (!/\d/.test(text) || !(value >= 0 && value < 1)) {
    throw new InvalidArgumentError("Write a share from 0% to below 100%, such as 0.1%.");
  }
  return value;
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
