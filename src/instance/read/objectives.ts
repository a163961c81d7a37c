import { greatestCommonDivisor } from "../../util/fraction.ts";
import { percentGuess } from "../../util/hints/plain-guess.ts";
import { splitRate } from "../../util/price.ts";
import { numberHint, QUANTITIES, readQuantity } from "../../util/quantities.ts";
import { decimalOf } from "../../util/quantity-text.ts";
import { show } from "../../util/show.ts";
import { dimensionMeant } from "../dimension-words.ts";
import {
  nameOfObjective,
  OBJECTIVE_NAMES,
  type ObjectiveName,
  objectiveOf,
} from "../objectives/registry.ts";
import type { ObjectiveSpec } from "../types.ts";
import { readFlag } from "./fields.ts";
import { OBJECTIVE_KEYS } from "./keys.ts";
import { objectiveHint, senseOf, turnedObjective } from "./objective-words.ts";
import { at, checkKeys, isMap, type Report } from "./report.ts";

/** How names of dimensions are found; undefined if there is none of that name. */
export interface DimensionNames {
  readonly names: readonly string[];
  indexOf(name: string): number | undefined;
}

/**
 * One item of `objectives`: "cost", "utilization:gpu", { cost: 2% } or
 * { objective: cost, tolerance: 2%, weight: 1.5, dimension: gpu }.
 * Undefined after saying what is wrong.
 */
export function readObjective(
  report: Report,
  path: string,
  item: unknown,
  dimensions: DimensionNames,
): ObjectiveSpec | undefined {
  if (typeof item === "string") return readNamed(report, path, item, {}, dimensions);
  if (!isMap(item)) {
    report.add(path, `expected an objective such as cost or { cost: 2% }, got ${show(item)}`);
    return undefined;
  }
  const keys = Object.keys(item);
  if (keys.length === 1 && !OBJECTIVE_KEYS.has(keys[0]!)) {
    const [name] = keys as [string];
    const given = item[name];
    if (typeof given === "string" && turnedObjective(`${name}:${given}`) !== undefined) {
      return readNamed(report, path, `${name}: ${given}`, {}, dimensions);
    }
    const rest = { tolerance: given };
    return readNamed(report, path, name, rest, dimensions, at(path, name));
  }
  checkKeys(report, path, item, OBJECTIVE_KEYS, SENSE_KEYS);
  for (const key of SENSE_KEYS) {
    if (!Object.hasOwn(item, key)) continue;
    const known = nameOfObjective(item.objective);
    const hint = known && `Maybe leave it out: ${senseOf(known)}.`;
    report.add(at(path, key), `unknown key ${show(key)}`, hint, "key");
  }
  if (typeof item.objective === "string") {
    return readNamed(report, path, item.objective, item, dimensions);
  }
  report.add(path, `expected the name of an objective, got ${show(item.objective)}`);
  return undefined;
}

/** Other tools ask which way an objective goes. */
const SENSE_KEYS: ReadonlySet<string> = new Set(["sense", "direction"]);

interface Details {
  readonly tolerance?: unknown;
  readonly weight?: unknown;
  readonly dimension?: unknown;
  readonly by_priority?: unknown;
}

function readNamed(
  report: Report,
  path: string,
  text: string,
  details: Details,
  dimensions: DimensionNames,
  tolerancePath = at(path, "tolerance"),
): ObjectiveSpec | undefined {
  const cut = text.indexOf(":");
  const word = cut < 0 ? text : text.slice(0, cut);
  const name = OBJECTIVE_NAMES.find((known) => known === word);
  if (name === undefined) {
    const expected = "expected the name of an objective";
    const turned = turnedObjective(text);
    const message = turned === undefined ? show(word) : `${show(text)}: ${turned.sentence}`;
    const hint = turned === undefined ? objectiveHint(word) : `Maybe write ${show(turned.plain)}.`;
    report.add(path, `${expected}, got ${message}`, hint);
    return undefined;
  }
  const after = cut < 0 ? undefined : text.slice(cut + 1);
  const twice = after !== undefined && details.dimension !== undefined;
  if (twice) report.add(at(path, "dimension"), "expected one dimension, got two");
  const wanted = after ?? details.dimension;
  const apart = after === undefined ? at(path, "dimension") : undefined;
  const dimension = readDimension(report, path, name, wanted, dimensions, apart);
  const weight = readWeight(report, path, name, details.weight);
  const tolerance = details.tolerance === undefined ? 0 : readTolerance(details.tolerance);
  if (typeof tolerance === "object") report.add(tolerancePath, tolerance.message, tolerance.hint);
  const byPriority = readByPriority(report, path, name, details.by_priority);
  if (twice || weight === undefined || typeof tolerance === "object") return undefined;
  if (dimension === undefined && wanted !== undefined) return undefined;
  return Object.freeze({
    name,
    ...(dimension !== undefined && { dimension }),
    tolerance,
    weight,
    ...(byPriority && { byPriority }),
  });
}

function readByPriority(
  report: Report,
  path: string,
  name: ObjectiveName,
  value: unknown,
): true | undefined {
  if (!readFlag(report, path, { by_priority: value }, "by_priority")) return undefined;
  if (objectiveOf(name).byTask !== true) {
    report.add(at(path, "by_priority"), `${name} is no sum over tasks, so it has no priorities`);
  }
  return true;
}

const readTolerance = (value: unknown) => readQuantity(QUANTITIES.percent, value);

function readDimension(
  report: Report,
  path: string,
  name: ObjectiveName,
  wanted: unknown,
  dimensions: DimensionNames,
  apart: string | undefined,
): number | undefined {
  if (wanted === undefined) return undefined;
  if (objectiveOf(name).dimension === undefined) {
    const share = typeof wanted === "string" ? percentGuess(wanted) : undefined;
    const hint = share === undefined ? undefined : `Maybe write { ${name}: ${share.text} }.`;
    report.add(path, `${name} takes no dimension, got ${show(wanted)}`, hint);
    return undefined;
  }
  const found = typeof wanted === "string" ? dimensions.indexOf(wanted) : undefined;
  if (found !== undefined) return found;
  const meant = typeof wanted === "string" ? dimensionMeant(wanted, dimensions.names) : undefined;
  // The text to write is that of the place that is named: all of "utilization:gpus", or the dimension alone.
  const mend = meant !== undefined && apart === undefined ? `${name}:${meant}` : meant;
  const hint = mend === undefined ? undefined : `Maybe write ${show(mend)}.`;
  report.add(apart ?? path, `expected a dimension of this document, got ${show(wanted)}`, hint);
  return undefined;
}

/** A decimal, or a rate on time: "10/h" is 10 for each 3,600,000 printed milliseconds. */
function readWeight(
  report: Report,
  path: string,
  name: ObjectiveName,
  value: unknown,
): ObjectiveSpec["weight"] | undefined {
  if (value === undefined) return ONE;
  const rate = typeof value === "string" ? splitRate(value) : undefined;
  const factor = decimalOf(rate === undefined ? value : rate.amount);
  const where = at(path, "weight");
  if (factor === undefined || factor.numerator <= 0n) {
    const hint =
      factor === undefined ? numberHint("plain", value) : `Maybe leave it out: ${senseOf(name)}.`;
    report.add(
      where,
      `expected a number above 0 or a rate such as "10/h", got ${show(value)}`,
      hint,
    );
    return undefined;
  }
  if (rate !== undefined && objectiveOf(name).unit !== "ms") {
    report.add(where, `a rate weighs times; ${name} is none, got ${show(value)}`);
    return undefined;
  }
  const milliseconds = rate?.milliseconds ?? 1n;
  const below = factor.denominator * milliseconds;
  const shared = greatestCommonDivisor(factor.numerator, below);
  const weight = {
    numerator: Number(factor.numerator / shared),
    denominator: Number(below / shared),
  };
  if (Number.isSafeInteger(weight.numerator) && Number.isSafeInteger(weight.denominator)) {
    return Object.freeze(weight);
  }
  report.add(where, `expected a weight with fewer digits, got ${show(value)}`);
  return undefined;
}

const ONE = Object.freeze({ numerator: 1, denominator: 1 });
