import { linkEnds } from "../../instance/links.ts";
import type { Instance } from "../../instance/types.ts";
import { leastOfForest } from "./least-forest.ts";
import { CertificateRejection } from "./reading.ts";

/** One product of the sum that is minimised over the places of a piece: factor[r] x amount. */
export interface Product {
  /** By resource entry. */
  readonly factor: readonly number[];
  /** By pair, or by task entry if not `perPair`. */
  readonly amount: Float64Array;
  readonly perPair: boolean;
}

/**
 * The least that all pieces together can add up to, if each of them stands where the products sum to least
 * among its usable resources: k replicas on distinct copies or domains, nothing for an optional task if that
 * is less. `perCopy[t]` comes once for each placed copy. Shares of a divisible task count their part of a whole
 * one, so they are no less than its least place. A micro-dollar of transfer counts `transfer`, 0 or more, and links of
 * that are kept; other rules that tie tasks together are relaxed.
 * Exact: in doubles where no sum can pass 2^52, else in BigInt. O(task entries x resource entries).
 * Throws Rejection if a task that must be placed has no place: then there is no plan to bound.
 */
export function leastSum(
  instance: Instance,
  usable: Uint8Array,
  products: readonly Product[],
  perCopy: (task: number) => bigint,
  transfer = 0n,
): bigint {
  const at = isSmall(products) ? inDoubles(instance, products) : inBigInts(instance, products);
  const isLinked = transfer > 0n ? linkEnds(instance).map((ends) => ends.length > 0) : [];
  let sum = transfer > 0n ? leastOfForest(instance, usable, { at, perCopy }, transfer) : 0n;
  instance.tasks.forEach(({ count, optional }, t) => {
    if (isLinked[t]) return;
    const least = leastOfCopy(instance, usable, t, at);
    if (least === undefined) {
      if (optional) return;
      throw new CertificateRejection(
        `the task "${instance.tasks[t].id}" has no place, so there is no plan`,
      );
    }
    const whole = least + perCopy(t);
    if (!optional || whole < 0n) sum += BigInt(count) * whole;
  });
  return sum;
}

/** The value of a piece of task t on resource entry r. */
type At = (t: number, r: number) => number | bigint;

function leastOfCopy(
  instance: Instance,
  usable: Uint8Array,
  t: number,
  at: At,
): bigint | undefined {
  const R = instance.resources.length;
  if (instance.tasks[t].replicas > 1) return leastOfReplicas(instance, usable, t, at);
  let least: number | bigint | undefined;
  for (let r = 0; r < R; r++) {
    if (usable[t * R + r] === 0) continue;
    const value = at(t, r);
    if (least === undefined || value < least) least = value;
  }
  return least === undefined ? undefined : BigInt(least);
}

function leastOfReplicas(
  instance: Instance,
  usable: Uint8Array,
  t: number,
  at: At,
): bigint | undefined {
  const { replicas, across } = instance.tasks[t];
  const R = instance.resources.length;
  const choices: bigint[] = [];
  const byDomain = new Map<number, bigint>();
  for (let r = 0; r < R; r++) {
    if (usable[t * R + r] === 0) continue;
    const value = BigInt(at(t, r));
    if (across === undefined) {
      for (let i = Math.min(replicas, instance.resources[r].count); i > 0; i--) choices.push(value);
      continue;
    }
    const domain = instance.domains[across].of[r];
    const held = byDomain.get(domain);
    if (held === undefined || value < held) byDomain.set(domain, value);
  }
  choices.push(...byDomain.values());
  if (choices.length < replicas) return undefined;
  choices.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return choices.slice(0, replicas).reduce((sum, value) => sum + value, 0n);
}

function isSmall(products: readonly Product[]): boolean {
  const most = products.reduce(
    (sum, { factor, amount }) => sum + largest(factor) * largest(amount),
    0,
  );
  return most < 2 ** 52;
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

function inDoubles({ resources }: Instance, products: readonly Product[]): At {
  const R = resources.length;
  return (t, r) => {
    let sum = 0;
    for (const { factor, amount, perPair } of products) {
      sum += factor[r] * amount[perPair ? t * R + r : t];
    }
    return sum;
  };
}

function inBigInts({ resources }: Instance, products: readonly Product[]): At {
  const R = resources.length;
  return (t, r) =>
    products.reduce(
      (sum, { factor, amount, perPair }) =>
        sum + BigInt(factor[r]) * BigInt(amount[perPair ? t * R + r : t]),
      0n,
    );
}
