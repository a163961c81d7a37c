import { makeRandom } from "../../util/random.ts";

/**
 * A fold for each row: rows of one group are in one fold, so that what is held out is nowhere else. Groups are dealt out
 * in a seeded order, fold sizes differ by at most a group.
 */
export function foldsOf(group: Int32Array, folds: number, seed: number): Int32Array {
  const sizes = new Map<number, number>();
  for (const one of group) sizes.set(one, (sizes.get(one) ?? 0) + 1);
  const filled = new Int32Array(folds);
  const foldOf = new Map<number, number>();
  for (const one of makeRandom(seed).shuffle([...sizes.keys()])) {
    let least = 0;
    for (let f = 1; f < folds; f++) if (filled[f] < filled[least]) least = f;
    foldOf.set(one, least);
    filled[least] += sizes.get(one) ?? 0;
  }
  return group.map((one) => foldOf.get(one) ?? 0);
}

/** The rows of a fold and those of all others, both ascending. */
export function parted(
  fold: Int32Array,
  held: number,
): { readonly inside: Int32Array; readonly outside: Int32Array } {
  const rows = Int32Array.from(fold, (_, row) => row);
  return {
    inside: rows.filter((row) => fold[row] === held),
    outside: rows.filter((row) => fold[row] !== held),
  };
}
