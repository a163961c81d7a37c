import { durationText } from "./wording.ts";

/** A printed value with its unit: durations and fractions in words of their own, money with a dollar sign. */
export function formatValue(value: number, unit: string): string {
  if (unit === "ms") return formatMs(value);
  if (unit === "fraction") return `${Number((value * 100).toFixed(4))} %`;
  if (unit === "USD") return `$${trim(value)}`;
  if (unit === "J") return value >= 3.6e5 ? `${trim(value / 3.6e6)} kWh` : `${trim(value)} J`;
  return unit === "" || unit === "value" ? trim(value) : `${trim(value)} ${unit}`;
}

function formatMs(ms: number): string {
  return Number.isSafeInteger(ms) ? durationText(ms) : `${trim(ms)}ms`;
}

function trim(value: number): string {
  return Number(value.toFixed(6)).toLocaleString("en-US", { maximumFractionDigits: 6 });
}
