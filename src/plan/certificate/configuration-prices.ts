import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { type AssignmentPriced, assignmentSum, leastOfSum } from "./assignment-sum.ts";
import { type Contents, contentsOf } from "./configuration.ts";
import { proveWorths, readCapacityPrices, type WorkLeft } from "./configuration-worths.ts";
import { CertificateRejection, readInteger, readIntegers, refuseOthers } from "./reading.ts";
import { nextStep, stepOf } from "./steps.ts";
import { usedLeast } from "./used-copies.ts";

/** Work in one check: updates of table cells, and nodes of searches. Some seconds each. */
const MOST_UPDATES = 4e9;
const MOST_NODES = 2e5;

/**
 * The bound that configuration prices prove, as numerator and denominator: see `assignmentSum` and `usedLeast`; what a
 * copy of a resource entry is worth at most is stated by the certificate and proven here. Throws Rejection.
 */
export function configurationPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): { readonly numerator: bigint; readonly denominator: bigint } {
  refuseOthers(certificate, ["kind", "denominator", "price", "capacity", "worth", "rows", "used"]);
  const values = additiveValues(instance, target);
  if (values === undefined)
    throw new CertificateRejection(`configuration prices do not bound ${target.name}`);
  const { tasks, resources } = instance;
  const denominator = readInteger(certificate.denominator, 1, "denominator");
  const price = readIntegers(certificate.price, tasks.length, Number.MIN_SAFE_INTEGER, "price");
  const capacity = readCapacityPrices(instance, certificate.capacity);
  const worth = readIntegers(certificate.worth, resources.length, 0, "worth");
  const usable = usablePairs(instance);
  const work: WorkLeft = { updates: { left: MOST_UPDATES }, nodes: { left: MOST_NODES } };
  const contents: Contents[] = [];
  const sum = assignmentSum(instance, usable, values, { denominator, price }, (r, offers) => {
    contents[r] = contentsOf(instance, r, offers);
    return worth[r];
  });
  proveWorths(contents, capacity, worth, work);
  const scale = BigInt(denominator);
  const step = stepOf(instance, usable, values);
  if (certificate.used === undefined && certificate.rows === undefined) {
    return nextStep(leastOfSum(instance, sum), scale, step);
  }
  const least = usedLeast(instance, usable, sum.gain, certificate, work);
  const numerator = sum.tasks * least.denominator + least.numerator;
  return nextStep(numerator, scale * least.denominator, step);
}

/** What may be together on a copy of each resource entry at prices on task copies; for who looks for a certificate. */
export function pricedContents(
  instance: Instance,
  values: AdditiveValues,
  priced: AssignmentPriced,
): readonly Contents[] {
  const contents: Contents[] = [];
  assignmentSum(instance, usablePairs(instance), values, priced, (r, offers) => {
    contents[r] = contentsOf(instance, r, offers);
    return 0;
  });
  return contents;
}
