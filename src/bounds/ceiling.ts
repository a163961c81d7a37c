import { answerFor, type ByKind, type Part } from "../instance/objectives/objective.ts";
import { partsOf } from "../instance/objectives/registry.ts";
import { isNeverNegative, type Target } from "../instance/targets.ts";
import { worstTotal } from "../instance/totals.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import type { Bound } from "../plan/types.ts";
import { formatValue } from "../plan/value-text.ts";
import { amountText, durationText, moneyText, thousandthsText } from "../plan/wording.ts";
import { factsOf, sumOfLeast, usableAmount } from "./facts.ts";

/** `worstTotal` adds in floating point: it is off by less than this part of it. */
const ROUNDING = 1e-9;

/** Internal values that some plan does not pass if there is any plan, of objectives of a single part. Absent where nothing limits it. */
const CEILINGS: ByKind<[instance: Instance], bigint | undefined> = {
  pieces: ({ amount, isGain }, instance) => (isGain ? leastGain(instance, amount) : undefined),
  placed: ({ gain }, { tasks }) =>
    -tasks.reduce((sum, { optional, count }, t) => {
      return optional ? sum : sum + BigInt(gain(t)) * BigInt(count);
    }, 0n),
  runtimes: () => undefined,
  ends: ({ value }, instance) => sumOfEnds(instance, value),
  copies: () => undefined,
  transfers: () => undefined,
  "last end": (_, instance) => latestEnd(instance),
  utilization: () => FULL,
  whole: () => undefined,
};

/** True if a part adds up what is no gain and does not grow with waiting: then `worstTotal` holds for all plans. */
function isUntimed(part: Part): boolean {
  if (part.kind === "pieces") return !part.isGain;
  if (part.kind === "copies") return part.timed === undefined;
  return part.kind === "runtimes" || part.kind === "transfers";
}

/** What a budget, windows, deadlines and capacities leave of an objective. */
function ceilingOfTerm(instance: Instance, objective: ObjectiveSpec): bigint | undefined {
  if (objective.name === "cost" && instance.budget !== undefined) return BigInt(instance.budget);
  const parts = partsOf(instance, objective);
  if (parts.every(isUntimed)) return worst(instance, objective);
  const [first, second] = parts;
  return first === undefined || second !== undefined
    ? undefined
    : answerFor(CEILINGS, first, instance);
}

/** All of a capacity or of a window, in millionths. */
const FULL = 1_000_000n;

/** The same of a target. O(T R). */
export function ceilingOf(instance: Instance, { terms }: Target): bigint | undefined {
  let sum = 0n;
  for (const term of terms) {
    const { objective, factor } = term;
    // What is maximised is at its least where all that must be placed is; nothing is said of a class of it.
    if (objective.priority !== undefined && !isNeverNegative({ terms: [term] })) return undefined;
    const ceiling = ceilingOfTerm(instance, objective);
    if (ceiling === undefined) return undefined;
    sum += BigInt(factor) * ceiling;
  }
  return sum;
}

/** The sentence that a bound above `ceiling`, that of its target, proves: there is no plan. Undefined if it is not above. */
export function refutation(
  instance: Instance,
  target: Target,
  { value, source }: Pick<Bound, "value" | "source">,
  ceiling: bigint | undefined,
): string | undefined {
  if (ceiling === undefined || BigInt(value) <= ceiling) return undefined;
  const [{ objective, factor }] = target.terms;
  if (target.terms.length > 1) return atLeast(target, value, ceiling, source);
  const [part] = partsOf(instance, objective);
  const values = { value: Math.ceil(value / factor), ceiling: Number(ceiling) / factor, source };
  return (
    (part && answerFor(WORDS, part, instance, objective, values)) ??
    atLeast(target, value, ceiling, source)
  );
}

interface Values {
  readonly value: number;
  readonly ceiling: number;
  readonly source: string;
}

/** Sentences of their own, by the first part of an objective; undefined where there is none. */
const WORDS: ByKind<[Instance, ObjectiveSpec, Values], string | undefined> = {
  pieces({ isGain }, instance, { name, dimension }, { value, ceiling, source }) {
    if (name === "cost") {
      const most =
        instance.budget === undefined
          ? `none can cost more than ${moneyText(ceiling)}`
          : `the budget is ${moneyText(instance.budget)}`;
      return `Every plan costs at least ${moneyText(value)} (${source}); ${most}.`;
    }
    if (!isGain || dimension === undefined) return undefined;
    const text = (amount: number) => amountText(instance, dimension, -amount);
    return (
      `No plan places more than ${text(value)} ${instance.dimensions[dimension].name} (${source}); ` +
      `the tasks that must be placed need ${text(ceiling)}.`
    );
  },
  placed: (_, __, ___, { value, ceiling, source }) =>
    `No plan places tasks with a value above ${thousandthsText(-value)} (${source}); ` +
    `those that must be placed have ${thousandthsText(-ceiling)} together.`,
  "last end": (_, __, ___, { value, ceiling, source }) =>
    `Every plan ends at ${durationText(value)} at the earliest (${source}); all must have ended by ${durationText(ceiling)}.`,
  utilization: ({ isRange }, _, __, { value, source }) =>
    isRange
      ? undefined
      : `Some resource would be filled to ${formatValue(value / 1e6, "fraction")} at least (${source}).`,
  runtimes: () => undefined,
  ends: () => undefined,
  copies: () => undefined,
  transfers: () => undefined,
  whole: () => undefined,
};

function atLeast({ name, perUnit, unit }: Target, value: number, ceiling: bigint, source: string) {
  const text = (amount: number) => formatValue(amount / perUnit, unit);
  return `Every plan has ${name} of at least ${text(value)} (${source}); none can have more than ${text(Number(ceiling))}.`;
}

function worst(instance: Instance, spec: ObjectiveSpec): bigint {
  return BigInt(Math.ceil(worstTotal(instance, spec) * (1 + ROUNDING)) + 1);
}

/** What is surely gained by pieces, negated. Of shares that rounding may take from, nothing is said. */
function leastGain(
  instance: Instance,
  amount: (task: number, resource: number) => number,
): bigint | undefined {
  const { tasks, pairs } = instance;
  if (pairs.features !== undefined || tasks.some(({ divisible }) => divisible)) return undefined;
  const least = sumOfLeast(instance, usableAmount(instance, amount));
  return least === undefined ? undefined : -least;
}

/** By when everything that may run at all must have ended; undefined if something has no such time. */
function latestEnd(instance: Instance): bigint | undefined {
  if (instance.mode === "placement") return undefined;
  const ends = instance.tasks.map((_, t) => endOf(instance, t));
  const last = ends.reduce((most, end) => Math.max(most, end), 0);
  return last === Infinity ? undefined : BigInt(last);
}

/** The latest end of a task: its deadline, or the last `until` of a resource that may run it; 0 if it can run nowhere. */
export function endOf(instance: Instance, t: number): number {
  const { tasks, resources, pairs } = instance;
  const R = resources.length;
  const { deadline = Infinity, count } = tasks[t];
  if (count === 0) return 0;
  const usable = pairs.features === undefined ? factsOf(instance).usable : undefined;
  let last = 0;
  for (let r = 0; r < R && last < deadline; r++) {
    if (resources[r].count === 0 || usable?.[t * R + r] === 0) continue;
    last = Math.max(last, Math.min(deadline, resources[r].until ?? Infinity));
  }
  return last;
}

function sumOfEnds(
  instance: Instance,
  of: (task: Instance["tasks"][number], end: number) => number,
): bigint | undefined {
  if (instance.mode === "placement") return undefined;
  let sum = 0n;
  for (const [t, task] of instance.tasks.entries()) {
    const end = endOf(instance, t);
    // Nothing of no weight times no end is no number.
    const each = task.count === 0 || (task.weight === 0 && end === Infinity) ? 0 : of(task, end);
    if (!Number.isSafeInteger(each)) return undefined;
    sum += BigInt(task.count) * BigInt(each);
  }
  return sum;
}
