import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import type { Plan } from "./types.ts";

/** "bert#2 on dgx#1". */
export function pieceName(instance: Instance, plan: Plan, k: number): string {
  return `${taskCopyId(instance, plan.task[k])} on ${resourceCopyId(instance, plan.resource[k])}`;
}

/** An amount of a dimension as a person writes it: "4.5", "80GiB", "1TiB". Exact. */
export function amountText(instance: Instance, dimension: number, amount: number): string {
  return instance.dimensions[dimension].unit === "MiB" ? mebibytes(amount) : decimal(amount, 3);
}

/** Thousandths as "4.5". Exact. */
export function thousandthsText(amount: number): string {
  return decimal(amount, 3);
}

/** Milliseconds as "2h30m", "90s" or "0s". Exact. */
export function durationText(ms: number): string {
  if (ms === 0) return "0s";
  let rest = Math.abs(ms);
  let text = ms < 0 ? "-" : "";
  for (const [unit, size] of DURATION_UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/** Micro-dollars as "$12.5". Exact. */
export function moneyText(microDollars: number): string {
  return `$${decimal(microDollars, 6)}`;
}

/** Millionths as "0.25". Exact. */
export function shareText(share: number): string {
  return decimal(share, 6);
}

const DURATION_UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

function mebibytes(amount: number): string {
  if (amount !== 0 && amount % 1_048_576 === 0) return `${amount / 1_048_576}TiB`;
  if (amount !== 0 && amount % 1024 === 0) return `${amount / 1024}GiB`;
  return `${amount}MiB`;
}

function decimal(value: number, places: number): string {
  const digits = String(Math.abs(value)).padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  const whole = digits.slice(0, -places);
  return `${value < 0 ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
