import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { type AssignmentPriced, assignmentSum } from "./assignment-sum.ts";
import { type Contents, contentsOf, isExact, relaxedWorth } from "./configuration.ts";
import { isWorthAtMost } from "./configuration-search.ts";
import { tableWorths } from "./configuration-table.ts";
import { Rejection, readInteger, readIntegers, readPrices, refuseOthers } from "./reading.ts";

/** Work in one check: updates of table cells, and nodes of searches. Some seconds each. */
const MOST_UPDATES = 4e9;
const MOST_NODES = 2e5;

/**
 * The bound that configuration prices prove, as numerator and denominator: see `assignmentSum`; what a copy of a
 * resource entry is worth at most is stated by the certificate and proven here, in the order of what it costs: by the
 * prices on its capacity, by a table over all dimensions, by a search. Throws Rejection.
 */
export function configurationPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): { readonly numerator: bigint; readonly denominator: bigint } {
  refuseOthers(certificate, ["kind", "denominator", "price", "capacity", "worth"]);
  const values = additiveValues(instance, target);
  if (values === undefined) throw new Rejection(`configuration prices do not bound ${target.name}`);
  if (instance.mode !== "placement")
    throw new Rejection("there are no configurations in batch mode");
  const { tasks, resources, dimensions } = instance;
  const denominator = readInteger(certificate.denominator, 1, "denominator");
  const price = readIntegers(certificate.price, tasks.length, Number.MIN_SAFE_INTEGER, "price");
  const capacity = readPrices(certificate.capacity, resources.length, dimensions.length);
  const worth = readIntegers(certificate.worth, resources.length, 0, "worth");
  const contents: Contents[] = [];
  const usable = usablePairs(instance);
  const bound = assignmentSum(instance, usable, values, { denominator, price }, (r, offers) => {
    contents[r] = contentsOf(instance, r, offers);
    return worth[r];
  });
  proveWorths(contents, capacity, worth, (r) => resources[r].id);
  return bound;
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

function proveWorths(
  contents: readonly Contents[],
  price: readonly (readonly number[])[],
  worth: readonly number[],
  name: (r: number) => string,
): void {
  contents.forEach((one, r) => {
    if (!isExact(one, price[r]))
      throw new Rejection("the prices are too large to be summed exactly");
  });
  const open = [...contents.keys()].filter((r) => relaxedWorth(contents[r], price[r]) > worth[r]);
  const tables = tableWorths(
    open.map((r) => contents[r]),
    { left: MOST_UPDATES },
  );
  const nodes = { left: MOST_NODES };
  open.forEach((r, i) => {
    if ((tables[i] ?? Infinity) <= worth[r]) return;
    if (tables[i] === undefined && isWorthAtMost(contents[r], price[r], worth[r], nodes)) return;
    throw new Rejection(`a copy of "${name(r)}" may be worth more than ${worth[r]}`);
  });
}
