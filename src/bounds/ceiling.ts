import { isNeverNegative, type Target } from "../instance/targets.ts";
import { worstTotal } from "../instance/totals.ts";
import type { Instance, ObjectiveName, ObjectiveSpec } from "../instance/types.ts";
import type { Bound } from "../plan/types.ts";
import { formatValue } from "../plan/value-text.ts";
import { amountText, durationText, moneyText, thousandthsText } from "../plan/wording.ts";
import { factsOf, sumOfLeast, usableDemand } from "./facts.ts";

/** `worstTotal` adds in floating point: it is off by less than this part of it. */
const ROUNDING = 1e-9;

/**
 * Internal values that some plan does not pass if there is any plan: what a budget, windows, deadlines and capacities leave of
 * an objective. Absent where nothing limits it.
 */
const CEILINGS: Readonly<
  Record<ObjectiveName, (instance: Instance, spec: ObjectiveSpec) => bigint | undefined>
> = {
  cost: (instance, spec) =>
    instance.budget === undefined ? untimed(instance, spec) : BigInt(instance.budget),
  energy: untimed,
  "completion-time": worst,
  migrations: worst,
  makespan: latestEnd,
  throughput: ({ tasks }) =>
    -tasks.reduce((sum, { optional, gain, count }) => {
      return optional ? sum : sum + BigInt(gain) * BigInt(count);
    }, 0n),
  utilization: leastDemand,
  balance: () => FULL,
  spread: () => FULL,
  "weighted-completion": (instance) => sumOfEnds(instance, ({ weight }, end) => weight * end),
  "weighted-tardiness": (instance) =>
    sumOfEnds(instance, ({ weight, due }, end) => {
      return due === undefined ? 0 : weight * Math.max(0, end - due);
    }),
  "late-tasks": ({ tasks }) =>
    tasks.reduce((sum, { count, weight, due }) => {
      return due === undefined ? sum : sum + BigInt(count) * BigInt(weight);
    }, 0n),
};

/** All of a capacity or of a window, in millionths. */
const FULL = 1_000_000n;

/** The same of a target. O(T R). */
export function ceilingOf(instance: Instance, { terms }: Target): bigint | undefined {
  let sum = 0n;
  for (const term of terms) {
    const { objective, factor } = term;
    // What is maximised is at its least where all that must be placed is; nothing is said of a class of it.
    if (objective.priority !== undefined && !isNeverNegative({ terms: [term] })) return undefined;
    const ceiling = CEILINGS[objective.name](instance, objective);
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
  const words = WORDS[objective.name];
  if (words === undefined) return atLeast(target, value, ceiling, source);
  return words(instance, objective, Math.ceil(value / factor), Number(ceiling) / factor, source);
}

type Words = (
  instance: Instance,
  spec: ObjectiveSpec,
  value: number,
  ceiling: number,
  source: string,
) => string;

const WORDS: Readonly<Partial<Record<ObjectiveName, Words>>> = {
  cost: ({ budget }, _, value, ceiling, source) =>
    budget === undefined
      ? `Every plan costs at least ${moneyText(value)} (${source}); none can cost more than ${moneyText(ceiling)}.`
      : `Every plan costs at least ${moneyText(value)} (${source}); the budget is ${moneyText(budget)}.`,
  makespan: (_, __, value, ceiling, source) =>
    `Every plan ends at ${durationText(value)} at the earliest (${source}); all must have ended by ${durationText(ceiling)}.`,
  throughput: (_, __, value, ceiling, source) =>
    `No plan places tasks with a value above ${thousandthsText(-value)} (${source}); ` +
    `those that must be placed have ${thousandthsText(-ceiling)} together.`,
  utilization: (instance, { dimension = 0 }, value, ceiling, source) =>
    `No plan places more than ${amountText(instance, dimension, -value)} ${instance.dimensions[dimension].name} (${source}); ` +
    `the tasks that must be placed need ${amountText(instance, dimension, -ceiling)}.`,
  balance: (_, __, value, ___, source) =>
    `Some resource would be filled to ${formatValue(value / 1e6, "fraction")} at least (${source}).`,
};

function atLeast({ name, perUnit, unit }: Target, value: number, ceiling: bigint, source: string) {
  const text = (amount: number) => formatValue(amount / perUnit, unit);
  return `Every plan has ${name} of at least ${text(value)} (${source}); none can have more than ${text(Number(ceiling))}.`;
}

/** Where time is paid for, a plan that waits can pass `worstTotal`. */
function untimed(instance: Instance, spec: ObjectiveSpec): bigint | undefined {
  return instance.schedule === undefined ? worst(instance, spec) : undefined;
}

function worst(instance: Instance, spec: ObjectiveSpec): bigint {
  return BigInt(Math.ceil(worstTotal(instance, spec) * (1 + ROUNDING)) + 1);
}

/** What is surely placed of a dimension, negated. Of shares that rounding may take from, nothing is said. */
function leastDemand(instance: Instance, { dimension }: ObjectiveSpec): bigint | undefined {
  const { tasks, pairs } = instance;
  if (dimension === undefined || pairs.features !== undefined) return undefined;
  if (tasks.some(({ divisible }) => divisible)) return undefined;
  const least = sumOfLeast(instance, usableDemand(instance, dimension));
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
    const each = task.weight === 0 || task.count === 0 ? 0 : of(task, endOf(instance, t));
    if (!Number.isSafeInteger(each)) return undefined;
    sum += BigInt(task.count) * BigInt(each);
  }
  return sum;
}
