import { UsageError } from "../util/errors.ts";
import { sha256 } from "../util/sha256.ts";
import { show } from "../util/show.ts";

/** One of `count` parts of a batch; `index` from 1 on. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads "2/3". Throws UsageError for anything but i/n with 1 <= i <= n. */
export function parseShard(text: string): Shard {
  const found = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim());
  const [index, count] = [Number(found?.[1]), Number(found?.[2])];
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError(
    `--shard expects a part of how many, such as 1/3 or 3/3, got ${show(text)}.\nMaybe count parts from 1 on.`,
  );
}

/**
 * Those of the units that fall to a shard, in their order. A unit's part depends on its name alone (SHA-256, the first 48
 * bits modulo `count`): whoever knows the name knows the part, and units that come or go move no others.
 */
export function unitsOf<T extends { readonly name: string }>(
  units: readonly T[],
  { index, count }: Shard,
): readonly T[] {
  return units.filter(
    ({ name }) => Number.parseInt(sha256(name).slice(0, 12), 16) % count === index - 1,
  );
}
