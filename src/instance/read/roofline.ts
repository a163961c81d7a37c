import {
  divide,
  type Fraction,
  makeFraction,
  multiply,
  roundFraction,
} from "../../util/fraction.ts";
import { numberHint } from "../../util/quantities.ts";
import { decimalOf } from "../../util/quantity-text.ts";
import { show } from "../../util/show.ts";
import { isName } from "./fields.ts";
import { at, type Fields, isMap, maybe, type Report, readMap } from "./report.ts";

/** Work of a task by rate name: exact, and near enough to decide most roundings. */
export interface RateWork {
  /** Index into the names of `Rates`. */
  readonly rate: number;
  /** Units x 1000, so that a division by units per second gives ms. */
  readonly exact: Fraction;
  readonly near: number;
}

/** What each resource entry gets done per second, by name. */
export interface Rates {
  readonly names: readonly string[];
  /** By rate, then resource entry; 0 where the resource has no such rate. */
  readonly near: readonly Float64Array[];
  /** 1 / rate; Infinity where the resource has no such rate. */
  readonly slowness: readonly Float64Array[];
  /** By rate: the least above 0. */
  readonly least: readonly number[];
  exact(rate: number, resource: number): Fraction | undefined;
}

/** Reads the `rates` of all resources; what is wrong goes to the report. */
export function readRates(report: Report, resources: readonly Fields[]): Rates {
  const names: string[] = [];
  const found: (Fraction | undefined)[][] = [];
  resources.forEach((fields, r) => {
    if (fields.rates === undefined) return;
    const where = at(`/resources/${r}`, "rates");
    const map = readMap(report, where, fields.rates, "a map such as { flops: 312e12 }") ?? {};
    for (const [name, value] of Object.entries(map)) {
      const rate = decimalOf(value);
      if (!isName(report, at(where, name), name)) continue;
      if (rate === undefined || !isInRange(rate)) {
        const expected = "expected units per second from 1e-100 to 1e100, such as 312e12, or 0";
        const hint = rate === undefined ? numberHint("rate", value) : undefined;
        report.add(at(where, name), `${expected}, got ${show(value)}`, hint);
      } else if (rate.numerator > 0n) {
        let k = names.indexOf(name);
        if (k < 0) {
          k = names.push(name) - 1;
          found.push([]);
        }
        found[k]![r] = rate;
      }
    }
  });
  const near = found.map((rates) => {
    const row = new Float64Array(resources.length);
    rates.forEach((rate, r) => {
      if (rate !== undefined) row[r] = nearly(rate);
    });
    return row;
  });
  const least = near.map((row) =>
    row.reduce((low, one) => (one > 0 ? Math.min(low, one) : low), Infinity),
  );
  const slowness = near.map((row) => row.map((one) => 1 / one));
  return { names, near, slowness, least, exact: (rate, resource) => found[rate]?.[resource] };
}

/** Reads `work: { flops: 3e18, bytes: 5e15 }`; undefined after saying what is wrong. */
export function readWorkMap(
  report: Report,
  rates: Rates,
  path: string,
  value: unknown,
): readonly RateWork[] | undefined {
  const where = at(path, "work");
  if (!isMap(value) || Object.keys(value).length === 0) {
    report.add(where, `expected a map such as { flops: 3e18 }, got ${show(value)}`);
    return undefined;
  }
  let sound = true;
  const work = Object.entries(value).flatMap(([name, units]) => {
    const amount = decimalOf(units);
    const rate = rates.names.indexOf(name);
    if (amount === undefined || !isInRange(amount)) {
      const expected = "expected a number from 1e-100 to 1e100, such as 3e18, or 0";
      const hint = amount === undefined ? numberHint("rate", units) : undefined;
      report.add(at(where, name), `${expected}, got ${show(units)}`, hint);
    } else if (rate < 0) {
      const message = `no resource has a rate ${show(name)}`;
      report.add(at(where, name), message, maybe(name, rates.names));
    } else {
      if (amount.numerator === 0n) return [];
      const exact = multiply(amount, makeFraction(1000n));
      return [{ rate, exact, near: nearly(exact) }];
    }
    sound = false;
    return [];
  });
  return sound ? work : undefined;
}

/**
 * Milliseconds of work at the rates of a resource, rounded up: the longest over the kinds of work, since they overlap
 * (the roofline model: Williams, Waterman, Patterson 2009, DOI 10.1145/1498765.1498785). Undefined where the
 * resource lacks a rate. Doubles decide unless the error interval holds an integer. The caller has seen that no runtime
 * passes 2^53.
 */
export function rooflineRuntime(
  rates: Rates,
  work: readonly RateWork[],
  resource: number,
): number | undefined {
  let most = 0;
  for (const { rate, near } of work) {
    const speed = rates.near[rate]![resource]!;
    if (speed === 0) return undefined;
    most = Math.max(most, near / speed);
  }
  const low = Math.ceil(most * (1 - ERROR));
  return low === Math.ceil(most * (1 + ERROR)) ? low : exactRuntime(rates, work, resource);
}

/** The same for every resource entry, before rounding up; Infinity where a rate is missing. */
export function nearRooflines(rates: Rates, work: readonly RateWork[], row: Float64Array): void {
  row.fill(0);
  for (const { rate, near } of work) raise(row, near, rates.slowness[rate]!);
}

/** row = max(row, factor x values). The inner loop where resources all differ: on its own, so that it compiles to one. */
function raise(row: Float64Array, factor: number, values: Float64Array): void {
  const size = row.length;
  for (let r = 0; r < size; r++) {
    const one = factor * values[r]!;
    row[r] = Math.max(one, row[r]!);
  }
}

/** A dozen roundings of half an ulp each, and room. */
const ERROR = 4e-15;

function exactRuntime(rates: Rates, work: readonly RateWork[], resource: number): number {
  let longest = 0;
  for (const { rate, exact } of work) {
    const speed = rates.exact(rate, resource) as Fraction;
    longest = Math.max(longest, roundFraction(divide(exact, speed), "up") as number);
  }
  return longest;
}

/** Far from where doubles lose digits; 0 stands for none. */
function isInRange(amount: Fraction): boolean {
  if (amount.numerator === 0n) return true;
  const near = nearly(amount);
  return near >= 1e-100 && near <= 1e100;
}

/** About the nearest double, also of a fraction whose parts are no doubles. */
function nearly({ numerator, denominator }: Fraction): number {
  const [n, d] = [Number(numerator), Number(denominator)];
  if (Number.isFinite(n) && Number.isFinite(d)) return n / d;
  const shift = 10n ** 400n;
  return Number((numerator * shift) / denominator) / 1e200 / 1e200;
}
