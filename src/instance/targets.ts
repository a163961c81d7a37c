import { requireArgument } from "../util/arguments.ts";
import { greatestCommonDivisor } from "../util/fraction.ts";
import { INSTANCE, requireObjectives } from "./arguments.ts";
import { objectiveOf, tieBreakOf } from "./objectives/registry.ts";
import { refuseOverflow, totalHint } from "./overflow.ts";
import { FITS, worstTotal } from "./totals.ts";
import type { Instance, ObjectiveSpec } from "./types.ts";

/** One objective inside a target; `factor` is a positive safe integer. */
export interface TargetTerm {
  readonly objective: ObjectiveSpec;
  readonly factor: number;
}

/**
 * What one level of the solve minimises: sum of factor x internal value. Internal values are integers
 * and minimised (throughput and utilization are negated), so "lower is better" holds everywhere inside.
 */
export interface Target {
  /** "cost", or "cost + 0.5 makespan" for a weighted sum. */
  readonly name: string;
  readonly terms: readonly TargetTerm[];
  /** Internal units in one printed unit. */
  readonly perUnit: number;
  /** Printed unit, such as "USD" or "ms"; "" for a weighted sum. */
  readonly unit: string;
  /** "max" if the printed value is the negated internal one. */
  readonly sense: "min" | "max";
  /** Lexicographic: millionths by which later levels may worsen this one. */
  readonly tolerance: number;
}

/**
 * The levels of a solve, in order. Lexicographic: one per objective, and `balance` is followed by
 * `spread` (its tie-break), unless the list names that spread itself. The tie-break of a balance with a
 * tolerance comes last: it must not hold what the tolerance lets go.
 * Weighted: a single level; maximised objectives count negatively beside minimised ones. Migrations are a level of their own,
 * or, at a price, a part of the cost.
 * Throws InstanceError if the total of a level could pass 2^53. `others` and `combine` stand for the instance's own.
 */
export function targetsOf(
  instance: Instance,
  others?: readonly ObjectiveSpec[],
  combine?: Instance["combine"],
): readonly Target[] {
  requireArgument("targetsOf", INSTANCE, instance);
  requireObjectives("targetsOf", others);
  const objectives = others ?? instance.objectives;
  const single = (list: readonly ObjectiveSpec[]) =>
    list.map((objective) => singleTarget(instance, objective));
  if ((combine ?? instance.combine) === "weighted") {
    const sum = weightedTarget(
      instance,
      objectives.filter((spec) => !isOfChange(spec)),
    );
    const own = single(objectives.filter(isOfChange));
    return Object.freeze(isOfChange(objectives[0]!) ? [...own, sum] : [sum, ...own]);
  }
  const levels = withTieBreaks(objectives).flatMap((spec) => withClasses(instance, spec));
  return Object.freeze(single(levels));
}

/**
 * The target without its migrations, unless it has nothing else. Migrations count at least 0, so a lower bound on the one is a lower
 * bound on the other.
 */
export function withoutMigrations(target: Target): Target {
  const terms = target.terms.filter(({ objective }) => !isOfChange(objective));
  return terms.length === 0 || terms.length === target.terms.length ? target : { ...target, terms };
}

/** True if the objective compares plans with an earlier one. */
function isOfChange({ name }: ObjectiveSpec): boolean {
  return objectiveOf(name).ofChange === true;
}

/** "cost" or "utilization:gpu". */
function objectiveLabel(
  instance: Instance,
  { name, dimension, priority, migrationPrice }: ObjectiveSpec,
): string {
  const label = dimension === undefined ? name : `${name}:${instance.dimensions[dimension]!.name}`;
  if (migrationPrice !== undefined) return `${label} with migrations at $${migrationPrice / 1e6}`;
  return priority === undefined ? label : `${label} (priority ${priority})`;
}

/** True if no plan has an internal value below 0: sums and maxima of what is never negative, and not negated. */
export function isNeverNegative({ terms }: Pick<Target, "terms">): boolean {
  return terms.every(({ objective }) => !isMaximised(objective));
}

function isMaximised({ name }: ObjectiveSpec): boolean {
  return objectiveOf(name).sense === "max";
}

function withTieBreaks(objectives: readonly ObjectiveSpec[]): readonly ObjectiveSpec[] {
  const last: ObjectiveSpec[] = [];
  const levels = objectives.flatMap((spec) => {
    const name = tieBreakOf(spec.name);
    const isNamed = (other: ObjectiveSpec) =>
      other.name === name && other.dimension === spec.dimension;
    if (name === undefined || objectives.some(isNamed)) return [spec];
    const tieBreak = { ...spec, name, tolerance: 0 };
    if (spec.tolerance === 0) return [spec, tieBreak];
    last.push(tieBreak);
    return [spec];
  });
  return [...levels, ...last];
}

/** One objective for each priority class, the highest first; the objective itself unless it asks for that. */
function withClasses(
  { tasks }: Instance,
  { byPriority, ...objective }: ObjectiveSpec,
): readonly ObjectiveSpec[] {
  if (byPriority === undefined) return [objective];
  const classes = [...new Set(tasks.map(({ priority }) => priority))].sort((a, b) => b - a);
  // Without tasks there are no classes, but there is a level all the same.
  if (classes.length === 0) return [objective];
  return classes.map((priority) => ({ ...objective, priority }));
}

function singleTarget(instance: Instance, objective: ObjectiveSpec): Target {
  const name = objectiveLabel(instance, objective);
  const terms = termsOf(objective, 1);
  const worst = worstOf(instance, terms);
  refuseOverflow(name, worst, () => totalHint(instance, objective, worst));
  return Object.freeze({
    name,
    terms,
    perUnit: perUnitOf(instance, objective),
    unit: objectiveOf(objective.name).unit,
    sense: objectiveOf(objective.name).sense,
    tolerance: objective.tolerance,
  });
}

/** A weighted sum in whole factors. */
interface WeightedSum {
  readonly terms: readonly TargetTerm[];
  readonly perUnit: number;
  /** What no factor, denominator or value passes. */
  readonly worst: number;
}

/** Brings weight / perUnit of every objective to one denominator, so that all factors are integers. */
function weightedSum(instance: Instance, objectives: readonly ObjectiveSpec[]): WeightedSum {
  const ratios = objectives.map((objective) => {
    const numerator = BigInt(objective.weight.numerator);
    const denominator =
      BigInt(objective.weight.denominator) * BigInt(perUnitOf(instance, objective));
    const shared = greatestCommonDivisor(numerator, denominator);
    return { numerator: numerator / shared, denominator: denominator / shared };
  });
  const common = ratios.reduce(
    (all, { denominator }) => (all / greatestCommonDivisor(all, denominator)) * denominator,
    1n,
  );
  const factors = ratios.map(({ numerator, denominator }) =>
    Number(numerator * (common / denominator)),
  );
  const terms = Object.freeze(objectives.flatMap((spec, i) => termsOf(spec, factors[i]!)));
  const perUnit = Number(common);
  const largest = terms.map(({ factor }) => factor);
  return { terms, perUnit, worst: Math.max(...largest, perUnit, worstOf(instance, terms)) };
}

/** The weights with fewer digits, if a sum of them fits; else another way to combine the objectives. */
function weightedHint(instance: Instance, objectives: readonly ObjectiveSpec[]): string {
  for (const digits of [4, 3, 2, 1]) {
    const rounded = objectives.map((spec) => ({ ...spec, weight: roundedWeight(spec, digits) }));
    const isOpen = rounded.some(({ weight }) => weight === undefined);
    if (isOpen || weightedSum(instance, rounded as ObjectiveSpec[]).worst > FITS) continue;
    const weights = rounded.map(({ name, weight }) => {
      const { numerator, denominator } = weight as ObjectiveSpec["weight"];
      return `${numerator / denominator} for ${name}`;
    });
    return `Maybe write weights with fewer digits: ${weights.join(", ")}.`;
  }
  return "Maybe leave out combine: weighted, so that the objectives count one after another.";
}

/** A weight in so many digits; undefined where a decimal text would not be short. */
function roundedWeight(
  { weight: { numerator, denominator } }: ObjectiveSpec,
  digits: number,
): ObjectiveSpec["weight"] | undefined {
  const text = String(Number((numerator / denominator).toPrecision(digits)));
  const [whole = "", part = ""] = text.split(".");
  const scaled = { numerator: Number(whole + part), denominator: 10 ** part.length };
  return /^[\d.]+$/.test(text) && Number.isSafeInteger(scaled.numerator) ? scaled : undefined;
}

function weightedTarget(instance: Instance, objectives: readonly ObjectiveSpec[]): Target {
  const { terms, perUnit, worst } = weightedSum(instance, objectives);
  const name = objectives.map((objective) => termLabel(instance, objective)).join(" + ");
  refuseOverflow(name, worst, () => weightedHint(instance, objectives));
  const allMaximised = objectives.every(isMaximised);
  return Object.freeze({
    name,
    terms,
    perUnit,
    unit: "",
    sense: allMaximised ? ("max" as const) : ("min" as const),
    tolerance: 0,
  });
}

/** The objective itself, and the migrations that a cost counts at a price. */
function termsOf(objective: ObjectiveSpec, factor: number): readonly TargetTerm[] {
  const { migrationPrice, ...plain } = objective;
  if (migrationPrice === undefined) return Object.freeze([Object.freeze({ objective, factor })]);
  const moves = { ...plain, name: "migrations" as const };
  return Object.freeze([
    Object.freeze({ objective: Object.freeze(plain), factor }),
    Object.freeze({ objective: Object.freeze(moves), factor: factor * migrationPrice }),
  ]);
}

function worstOf(instance: Instance, terms: readonly TargetTerm[]): number {
  return sumOf(terms.map(({ objective, factor }) => factor * worstTotal(instance, objective)));
}

function perUnitOf(instance: Instance, objective: ObjectiveSpec): number {
  return objectiveOf(objective.name).perUnit(instance, objective);
}

/** "cost", "0.5 makespan", "10/3600000 makespan", "- throughput". */
function termLabel(instance: Instance, objective: ObjectiveSpec): string {
  const { numerator, denominator } = objective.weight;
  const isDecimal = String(numerator / denominator).length <= 8;
  const weight = isDecimal ? `${numerator / denominator}` : `${numerator}/${denominator}`;
  return `${weight === "1" ? "" : `${weight} `}${objectiveLabel(instance, objective)}`;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
