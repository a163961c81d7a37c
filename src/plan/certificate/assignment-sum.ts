import type { AdditiveValues } from "../../instance/additive.ts";
import type { Instance } from "../../instance/types.ts";
import { CertificateRejection } from "./reading.ts";

/** What a task entry offers to a copy of a resource entry: so many copies, each with this worth above 0. */
export interface EntryOffer {
  readonly task: number;
  readonly count: number;
  readonly worth: number;
}

/** Prices on task copies: price[t] / denominator. */
export interface AssignmentPriced {
  readonly denominator: number;
  /** By task entry. */
  readonly price: readonly number[];
}

/**
 * What prices on task copies prove of the value of every plan. With S = denominator, k replicas and v = pair + place,
 * every plan of value V has
 *
 *     S V = sum over placed copies of (k price[t] - (k - 1) S place[t])
 *         - sum over used copies of resources of ((sum over their pieces of price[t] - S v) - S fixed[r])
 *
 * The first sum is fixed for tasks that must be placed and at least min(0, .) for optional ones: `tasks`. Of the second,
 * `worthOfCopy` says what the pieces on one copy of a resource entry are worth at most: less S fixed[r] that is
 * `gain[r]`. A share of a divisible task gains at most what the whole does and goes beside it, since its part of the
 * capacity is relaxed. Throws Rejection.
 */
export function assignmentSum(
  instance: Instance,
  usable: Uint8Array,
  values: AdditiveValues,
  { denominator, price }: AssignmentPriced,
  worthOfCopy: (resource: number, offers: readonly EntryOffer[]) => number,
): AssignmentSum {
  const scale = BigInt(denominator);
  let tasks = 0n;
  instance.tasks.forEach(({ count, optional, replicas }, t) => {
    const one = BigInt(replicas) * BigInt(price[t]);
    const whole = one - BigInt(replicas - 1) * scale * BigInt(values.place[t]);
    if (!optional || whole < 0n) tasks += BigInt(count) * whole;
  });
  const gain = instance.resources.map((_, r) => {
    const offers = offersTo(instance, usable, values, { denominator, price }, r);
    const whole = offers.filter(({ task }) => !instance.tasks[task].divisible);
    let worth = BigInt(worthOfCopy(r, whole)) - scale * BigInt(values.fixed[r]);
    for (const { task, count, worth: one } of offers) {
      if (instance.tasks[task].divisible) worth += BigInt(count) * BigInt(one);
    }
    return worth;
  });
  return { tasks, gain };
}

/** S times the value of any plan is at least `tasks` less `gain[r]` for every used copy of r. */
export interface AssignmentSum {
  readonly tasks: bigint;
  /** By resource entry. */
  readonly gain: readonly bigint[];
}

/** The bound where any number of copies may be used. */
export function leastOfSum({ resources }: Instance, { tasks, gain }: AssignmentSum): bigint {
  return resources.reduce(
    (sum, { count }, r) => (gain[r] > 0n ? sum - BigInt(count) * gain[r] : sum),
    tasks,
  );
}

function offersTo(
  { tasks, resources }: Instance,
  usable: Uint8Array,
  values: AdditiveValues,
  { denominator, price }: AssignmentPriced,
  r: number,
): readonly EntryOffer[] {
  const offers: EntryOffer[] = [];
  tasks.forEach(({ count }, task) => {
    const pair = task * resources.length + r;
    if (usable[pair] === 0) return;
    const worth = gain(price[task], denominator, values.pair[pair] + values.place[task]);
    if (worth > 0) offers.push({ task, count, worth });
  });
  return offers;
}

function gain(price: number, denominator: number, value: number): number {
  const product = denominator * value;
  const difference = price - product;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(difference)) return difference;
  // A loss is never taken, however large.
  if (BigInt(price) <= BigInt(denominator) * BigInt(value)) return 0;
  throw new CertificateRejection("the prices are too large to be summed exactly");
}
