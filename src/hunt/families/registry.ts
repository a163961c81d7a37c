import { UsageError } from "../../util/errors.ts";
import type { HuntFamily } from "../types.ts";
import { chains, identical, releases, unrelated } from "./documents.ts";
import { hosts } from "./hosts.ts";
import { packingFamily } from "./packing.ts";

/** Every family, in the order of reports. A new one is a line here. */
export const FAMILIES: readonly HuntFamily[] = [
  identical,
  unrelated,
  releases,
  chains,
  packingFamily("packing", "equal hosts, as few as possible, for tasks in one dimension", ["gpu"]),
  packingFamily("vectors", "equal hosts, as few as possible, for tasks in two dimensions", [
    "cpu",
    "gpu",
  ]),
  hosts,
];

/** Families by name; all of them without names. Throws UsageError for an unknown one. */
export function familiesOf(names: readonly string[] | undefined): readonly HuntFamily[] {
  if (names === undefined) return FAMILIES;
  return names.map((name) => {
    const found = FAMILIES.find((one) => one.name === name);
    if (found !== undefined) return found;
    const known = FAMILIES.map((one) => one.name).join(", ");
    throw new UsageError(`There is no family ${JSON.stringify(name)}.\nMaybe one of: ${known}.`);
  });
}
