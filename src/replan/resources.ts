import { findRenamed, findResourceCopy, resourceCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";

/**
 * The resource copies that a name stands for: a copy such as "dgx#2", all copies of an entry, or all of a kind.
 * Throws UsageError for a name of none of them.
 */
export function resourceCopies(instance: Instance, name: string): readonly number[] {
  const copy = findResourceCopy(instance, name);
  if (copy !== undefined) return [copy];
  const { resources, resourceNames, resourceCopyStart, resourceOfCopy } = instance;
  const ids = resourceNames?.ids ?? resources.map(({ id }) => id);
  const starts = resourceNames?.start ?? resourceCopyStart;
  const row = ids.indexOf(name);
  const all = [...resourceOfCopy.keys()];
  if (row >= 0) return all.slice(starts[row], starts[row + 1]);
  const ofKind = all.filter((one) => resources[resourceOfCopy[one]].kind === name);
  if (ofKind.length > 0) return ofKind;
  const hint = copiesHint(instance, name) ?? namesHint(instance, name, ids);
  throw new UsageError(`No resource, copy of one or kind is called "${name}".${hint}`);
}

/** Of "dgx#9", how many copies the entry has that it seems to mean. */
function copiesHint(instance: Instance, name: string): string | undefined {
  const entry = name.slice(0, name.lastIndexOf("#"));
  const copies = [...instance.resourceOfCopy.keys()]
    .map((copy) => resourceCopyId(instance, copy))
    .filter((id) => id === entry || id.startsWith(`${entry}#`));
  const [first] = copies;
  if (entry === "" || first === undefined) return undefined;
  const range = copies.length === 1 ? `${first}: it has one copy` : `${first} to ${copies.at(-1)}`;
  return `\nMaybe write ${range}.`;
}

function namesHint({ resources }: Instance, name: string, ids: readonly string[]): string {
  const known = [...new Set([...ids, ...resources.map(({ kind }) => kind)])];
  const guess = nearest(name, known);
  if (guess !== undefined) return `\nMaybe write ${guess}.`;
  return known.length <= 6 ? `\nMaybe one of ${known.join(", ")}.` : "";
}

/**
 * The resource copies that are down: those of before, without what is up again, and those that went down now. Names of `before` that
 * the instance no longer has are passed over.
 * Throws UsageError for unknown names, for what is up without having been down, and for what is both.
 */
export function downCopies(
  instance: Instance,
  before: readonly string[],
  down: readonly string[],
  up: readonly string[],
): ReadonlySet<number> {
  const all = new Set(before.flatMap((id) => findRenamed(findResourceCopy, instance, id) ?? []));
  for (const name of up) {
    const known = resourceCopies(instance, name).filter((copy) => all.has(copy));
    if (known.length === 0) {
      const list = [...all].map((copy) => resourceCopyId(instance, copy));
      const told = list.length === 0 ? "Nothing is." : `Down are ${list.join(", ")}.`;
      throw new UsageError(
        `"${name}" is not down in the earlier plan, so it cannot come up. ${told}\n` +
          "Maybe leave it out: what is not down is used anyway.",
      );
    }
    for (const copy of known) all.delete(copy);
  }
  const again = new Set(up.flatMap((name) => resourceCopies(instance, name)));
  for (const name of down) {
    for (const copy of resourceCopies(instance, name)) {
      if (again.has(copy)) {
        throw new UsageError(
          `${resourceCopyId(instance, copy)} is given as down and as up.\nMaybe leave out one of them.`,
        );
      }
      all.add(copy);
    }
  }
  return all;
}
