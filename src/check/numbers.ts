import type { Target } from "../instance/targets.ts";
import type { StatedObjective } from "../io/statements.ts";
import { gapBetween } from "../plan/gap.ts";
import { formatValue } from "../plan/value-text.ts";
import { exactValue, printedValue } from "../planner/objective-value.ts";
import { show } from "../util/show.ts";
import type { Contradiction } from "./findings.ts";

/** Numbers of an objective that stand in a file as printed and, with `_exact`, as whole units of 1 / `per_unit`. */
const PAIRS = ["value", "best", "bound", "certified"] as const;

/** What a file states of one objective, in internal units. */
export type StatedNumbers = Partial<Record<(typeof PAIRS)[number], number>>;

/** Says that a statement of an objective is not so. */
export type Tell = (key: keyof StatedObjective & string, message: string) => void;

/** A `Tell` that gathers what it is told of an objective. */
export function teller(found: Contradiction[], { path, name }: StatedObjective): Tell {
  return (key, message) => found.push({ path: `${path}/${key}`, message: `${name}: ${message}` });
}

/**
 * The numbers that a file states of a target, with what is wrong with them as they stand: units, printed and exact values that are
 * not the same, an order of values and bounds that cannot be, gaps that are not between them, a termination that they do not
 * allow. `value`: the plan's internal value, where it is known.
 */
export function readNumbers(
  target: Target,
  objective: StatedObjective,
  value: number | undefined,
  tell: Tell,
): StatedNumbers {
  checkUnits(target, objective, tell);
  const numbers = Object.fromEntries(
    PAIRS.flatMap((key) => {
      const found = readPair(target, objective, key, tell);
      return found === undefined ? [] : [[key, found]];
    }),
  ) as StatedNumbers;
  checkOrder(target, value === undefined ? numbers : { ...numbers, value }, objective, tell);
  const stated = numbers.value;
  if (value !== undefined && stated !== undefined && stated !== value) {
    const key = objective.value_exact === undefined ? "value" : "value_exact";
    const [a, b] = textsOf(target, stated, value);
    tell(key, `the file states ${a}, the plan has ${b}`);
  }
  return numbers;
}

function checkUnits(target: Target, objective: StatedObjective, tell: Tell): void {
  const { unit, sense, perUnit } = target;
  const truth = { unit, sense, per_unit: perUnit } as const;
  for (const key of ["unit", "sense", "per_unit"] as const) {
    const stated = objective[key];
    if (stated === undefined || stated === truth[key]) continue;
    tell(key, `the file states ${show(stated)}, and it is ${show(truth[key])}`);
  }
}

/** The internal value of a printed number and its exact one; what is not exact in units of 1 / `per_unit` is none. */
function readPair(
  target: Target,
  objective: StatedObjective,
  key: (typeof PAIRS)[number],
  tell: Tell,
): number | undefined {
  const printed = objective[key];
  const exact = objective[`${key}_exact`];
  if (exact === undefined && printed === undefined) return undefined;
  const whole = exact ?? Math.round((printed as number) * target.perUnit);
  const meant = whole / target.perUnit;
  if (printed !== undefined && printed !== meant) {
    const truth =
      exact === undefined
        ? `which is no whole number of 1/${target.perUnit}`
        : `and ${key}_exact makes that ${meant}`;
    tell(key, `the file states ${printed}, ${truth}`);
  }
  return exactValue(target, whole);
}

/** Inside less is better: certified <= bound <= best <= value. */
function checkOrder(
  target: Target,
  { value, best = value, bound, certified }: StatedNumbers,
  objective: StatedObjective,
  tell: Tell,
): void {
  const isAbove = (a: number | undefined, b: number | undefined) =>
    a !== undefined && b !== undefined && a > b;
  const passes = (key: "best" | "bound" | "certified", least?: number, most?: number) => {
    if (least === undefined || most === undefined || least <= most) return;
    const [a, b] = textsOf(target, least, most);
    tell(key, `${key} ${a} passes ${b}, which ${key === "best" ? "the plan has" : "was reached"}`);
  };
  passes("best", best, value);
  passes("bound", bound, best);
  passes("certified", certified, best);
  if (isAbove(certified, bound)) tell("bound", "the certified bound beside it is better");
  if (certified !== undefined && bound === undefined)
    tell("certified", "there is no bound beside it");
  const gaps = [
    ["gap", value],
    [
      "best_gap",
      objective.best === undefined && objective.best_exact === undefined ? undefined : best,
    ],
  ] as const;
  for (const [key, reached] of gaps) {
    const stated = objective[key];
    if (stated === undefined) continue;
    const gap = isAbove(bound, reached) ? undefined : gapBetween(reached, bound);
    if (stated !== gap) tell(key, `the file states ${stated}, and it is ${gap ?? "unknown"}`);
  }
  checkTermination(best, bound, objective, tell);
}

/** A level is optimal exactly where what it reached is its bound. */
function checkTermination(
  best: number | undefined,
  bound: number | undefined,
  { termination }: StatedObjective,
  tell: Tell,
): void {
  if (termination === undefined || best === undefined) return;
  if (termination === "infeasible") tell("termination", "there is a plan");
  else if (termination === "optimal" && bound !== best) {
    tell("termination", "optimal, and no bound is stated that equals what was reached");
  } else if (termination !== "optimal" && bound === best) {
    tell("termination", `${termination}, and the bound equals what was reached`);
  }
}

/** Two internal values as a person reads them, or as exact integers where those would look the same. */
export function textsOf(target: Target, a: number, b: number): readonly [string, string] {
  const [one, other] = [a, b].map((amount) =>
    formatValue(printedValue(target, amount), target.unit),
  );
  if (one !== other) return [one!, other!];
  return [`${exactValue(target, a)}`, `${exactValue(target, b)}`];
}
