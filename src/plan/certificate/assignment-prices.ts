import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf, usablePairs } from "../../instance/usable.ts";
import { type Kind, knapsack } from "./knapsack.ts";
import { Rejection, readInteger, readIntegers, refuseOthers } from "./reading.ts";
import { nextStep, stepOf } from "./steps.ts";

/** Most cells of knapsack tables in one check; about ten seconds. */
const MOST_CELLS = 4e9;

/**
 * The bound that assignment prices prove, as numerator and denominator. With S = denominator, k replicas and
 * v = pair + place, every plan of value V has
 *
 *     S V = sum over placed copies of (k price[t] - (k - 1) S place[t])
 *         - sum over used copies of resources of ((sum over their pieces of price[t] - S v) - S fixed[r])
 *
 * The first sum is fixed for tasks that must be placed and at least min(0, .) for optional ones; the second is at
 * most a knapsack for each copy. A share of a divisible task gains at most what the whole does and may go
 * beside the knapsack, since its part of the capacity is relaxed. Throws Rejection.
 */
export function assignmentPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): { readonly numerator: bigint; readonly denominator: bigint } {
  refuseOthers(certificate, ["kind", "denominator", "resource", "price"]);
  const values = additiveValues(instance, target);
  if (values === undefined) throw new Rejection(`assignment prices do not bound ${target.name}`);
  const { tasks, resources } = instance;
  const denominator = readInteger(certificate.denominator, 1, "denominator");
  const dimension = readDimension(instance, certificate.resource);
  const price = readIntegers(certificate.price, tasks.length, Number.MIN_SAFE_INTEGER, "price");
  const scale = BigInt(denominator);
  let numerator = 0n;
  tasks.forEach(({ count, optional, replicas }, t) => {
    const one = BigInt(replicas) * BigInt(price[t]);
    const whole = one - BigInt(replicas - 1) * scale * BigInt(values.place[t]);
    if (!optional || whole < 0n) numerator += BigInt(count) * whole;
  });
  const usable = usablePairs(instance);
  const gain = (t: number, r: number) => {
    const value = values.pair[t * resources.length + r] + values.place[t];
    const product = denominator * value;
    const difference = price[t] - product;
    if (Number.isSafeInteger(product) && Number.isSafeInteger(difference)) return difference;
    const exact = BigInt(price[t]) - scale * BigInt(value);
    // A loss is never taken, however large.
    if (exact <= 0n) return 0;
    throw new Rejection("the prices are too large to be summed exactly");
  };
  let cells = 0;
  resources.forEach(({ count }, r) => {
    const { kinds, free } = offers(instance, usable, dimension, gain, r);
    const filled = knapsack(kinds, capacityOf(instance, dimension, r), MOST_CELLS - cells);
    if (filled === undefined) throw new Rejection("its knapsacks are too large to be checked");
    cells += filled.cells;
    const worth = BigInt(filled.worth) + free - scale * BigInt(values.fixed[r]);
    if (worth > 0n) numerator -= BigInt(count) * worth;
  });
  return nextStep(numerator, scale, stepOf(instance, usable, values));
}

function readDimension({ mode, dimensions }: Instance, value: unknown): number | "time" {
  if (mode === "batch") {
    if (value === "time") return value;
    throw new Rejection('in batch mode the only thing that is filled is "time"');
  }
  const dimension = readInteger(value, 0, "resource");
  if (dimension < dimensions.length) return dimension;
  throw new Rejection(`there is no dimension ${dimension}`);
}

/** Infinity where nothing ends the window. */
function capacityOf({ resources }: Instance, dimension: number | "time", r: number): number {
  const { capacity, from, until = Infinity } = resources[r];
  return dimension === "time" ? until - from : capacity[dimension];
}

/** What one copy of a resource can gain: kinds for its knapsack, and the worth of divisible tasks beside it. */
function offers(
  instance: Instance,
  usable: Uint8Array,
  dimension: number | "time",
  gain: (t: number, r: number) => number,
  r: number,
): { readonly kinds: readonly Kind[]; readonly free: bigint } {
  const { tasks, resources, pairs } = instance;
  const kinds: Kind[] = [];
  let free = 0n;
  for (let t = 0; t < tasks.length; t++) {
    const pair = t * resources.length + r;
    if (usable[pair] === 0) continue;
    const worth = gain(t, r);
    if (worth <= 0) continue;
    const { count, divisible } = tasks[t];
    if (divisible) free += BigInt(count) * BigInt(worth);
    else {
      const weight =
        dimension === "time" ? pairs.runtime[pair] : demandOf(instance, t, r, dimension);
      kinds.push({ count, weight, worth });
    }
  }
  return { kinds, free };
}
