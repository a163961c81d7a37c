import type { Instance } from "../../instance/types.ts";
import { type Contents, isExact, relaxedWorth, rowsOf } from "./configuration.ts";
import { isWorthAtMost, type Nodes } from "./configuration-search.ts";
import { tableWorths, type Updates } from "./configuration-table.ts";
import { CertificateRejection, readPaddedPrices } from "./reading.ts";

/** What is left for tables and searches; they count it down. */
export interface WorkLeft {
  readonly updates: Updates;
  readonly nodes: Nodes;
}

/** Prices on the capacity of each resource entry: by dimension, or by every row of its contents. Throws Rejection. */
export function readCapacityPrices(
  instance: Instance,
  value: unknown,
): readonly (readonly number[])[] {
  const { resources, dimensions } = instance;
  return readPaddedPrices(value, resources.length, dimensions.length, rowsOf(instance));
}

/**
 * Proves for every resource entry that no configuration of a copy is worth more than stated, in the order of what it
 * costs: by prices on its capacity, by a table over all dimensions, by a search. Throws Rejection.
 */
export function proveWorths(
  contents: readonly Contents[],
  price: readonly (readonly number[])[],
  worth: readonly number[],
  { updates, nodes }: WorkLeft,
): void {
  contents.forEach((one, r) => {
    if (!isExact(one, price[r])) {
      throw new CertificateRejection("the prices are too large to be summed exactly");
    }
  });
  const open = [...contents.keys()].filter((r) => relaxedWorth(contents[r], price[r]) > worth[r]);
  const tables = tableWorths(
    open.map((r) => contents[r]),
    updates,
  );
  open.forEach((r, i) => {
    if ((tables[i] ?? Infinity) <= worth[r]) return;
    if (tables[i] === undefined && isWorthAtMost(contents[r], price[r], worth[r], nodes)) return;
    throw new CertificateRejection(
      `a copy of resource entry ${r} may be worth more than ${worth[r]}`,
    );
  });
}
