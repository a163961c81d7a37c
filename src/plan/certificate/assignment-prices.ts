import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf, usablePairs } from "../../instance/usable.ts";
import { assignmentSum, leastOfSum } from "./assignment-sum.ts";
import { knapsack } from "./knapsack.ts";
import { CertificateRejection, readInteger, readIntegers, refuseOthers } from "./reading.ts";
import { nextStep, stepOf } from "./steps.ts";

/** Most cells of knapsack tables in one check; about ten seconds. */
const MOST_CELLS = 4e9;

/**
 * The bound that assignment prices prove, as numerator and denominator: see `assignmentSum`. What the pieces on a
 * copy of a resource are worth at most is a knapsack in one dimension or, in batch mode, in its window.
 * Throws Rejection.
 */
export function assignmentPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): { readonly numerator: bigint; readonly denominator: bigint } {
  refuseOthers(certificate, ["kind", "denominator", "resource", "price"]);
  const values = additiveValues(instance, target);
  if (values === undefined)
    throw new CertificateRejection(`assignment prices do not bound ${target.name}`);
  const { tasks, resources, pairs } = instance;
  const denominator = readInteger(certificate.denominator, 1, "denominator");
  const dimension = readDimension(instance, certificate.resource);
  const price = readIntegers(certificate.price, tasks.length, Number.MIN_SAFE_INTEGER, "price");
  const usable = usablePairs(instance);
  let cells = 0;
  const sum = assignmentSum(instance, usable, values, { denominator, price }, (r, offers) => {
    const kinds = offers.map(({ task, count, worth }) => {
      const pair = task * resources.length + r;
      const weight =
        dimension === "time" ? pairs.runtime[pair] : demandOf(instance, task, r, dimension);
      return { count, weight, worth };
    });
    const filled = knapsack(kinds, capacityOf(instance, dimension, r), MOST_CELLS - cells);
    if (filled === undefined)
      throw new CertificateRejection("its knapsacks are too large to be checked");
    cells += filled.cells;
    return filled.worth;
  });
  const least = leastOfSum(instance, sum);
  return nextStep(least, BigInt(denominator), stepOf(instance, usable, values));
}

function readDimension({ mode, dimensions }: Instance, value: unknown): number | "time" {
  if (mode === "batch") {
    if (value === "time") return value;
    throw new CertificateRejection('in batch mode the only thing that is filled is "time"');
  }
  const dimension = readInteger(value, 0, "resource");
  if (dimension < dimensions.length) return dimension;
  throw new CertificateRejection(`there is no dimension ${dimension}`);
}

/** Infinity where nothing ends the window. */
function capacityOf({ resources }: Instance, dimension: number | "time", r: number): number {
  const { capacity, from, until = Infinity } = resources[r];
  return dimension === "time" ? until - from : capacity[dimension];
}
