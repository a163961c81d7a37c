import { DEVICE } from "../instance/types.ts";

/** Bin of each item, or why there is none: proven impossible, or the search ran out of nodes. */
export type Packing = { readonly bin: Int32Array } | "impossible" | "unknown";

/**
 * Packs shares of devices into at most `bins` devices: first fit on descending sizes, then an exhaustive
 * search with symmetries broken, at most `nodeLimit` placements tried. Deterministic.
 * Sizes are positive integers up to `DEVICE`. Bins are numbered in the order of their first item.
 */
export function packBins(sizes: readonly number[], bins: number, nodeLimit: number): Packing {
  const order = sizes.map((_, i) => i).sort((i, j) => sizes[j] - sizes[i] || i - j);
  const descending = order.map((i) => sizes[i]);
  const found = firstFit(descending, bins) ?? search(descending, bins, nodeLimit);
  if (typeof found === "string") return found;
  const bin = new Int32Array(sizes.length);
  order.forEach((item, position) => {
    bin[item] = found[position];
  });
  return { bin: renumber(bin) };
}

/** Items beyond which the search would recurse too deep. */
const DEEPEST_SEARCH = 1000;

function firstFit(sizes: readonly number[], bins: number): Int32Array | undefined {
  const free = new Float64Array(bins).fill(DEVICE);
  const bin = new Int32Array(sizes.length);
  for (let i = 0; i < sizes.length; i++) {
    const chosen = free.findIndex((left) => left >= sizes[i]);
    if (chosen === -1) return undefined;
    free[chosen] -= sizes[i];
    bin[i] = chosen;
  }
  return bin;
}

/**
 * Depth first over descending sizes. Bins with equal free room are alike, so only the first of them is
 * tried; an item as large as the one before it goes to no earlier bin.
 */
function search(
  sizes: readonly number[],
  bins: number,
  nodeLimit: number,
): Int32Array | "impossible" | "unknown" {
  const remaining = new Float64Array(sizes.length + 1);
  for (let i = sizes.length - 1; i >= 0; i--) remaining[i] = remaining[i + 1] + sizes[i];
  if (remaining[0] > bins * DEVICE) return "impossible";
  if (sizes.length > DEEPEST_SEARCH) return "unknown";
  const free = new Float64Array(bins).fill(DEVICE);
  const bin = new Int32Array(sizes.length);
  let nodes = 0;
  const place = (i: number): boolean => {
    if (i === sizes.length) return true;
    const least = sizes[sizes.length - 1];
    let usable = 0;
    for (const left of free) if (left >= least) usable += left;
    if (usable < remaining[i]) return false;
    const twin = i > 0 && sizes[i] === sizes[i - 1];
    for (let b = twin ? bin[i - 1] : 0; b < bins; b++) {
      if (free[b] < sizes[i] || hasTwinBefore(free, b, twin ? bin[i - 1] : 0)) continue;
      if (++nodes > nodeLimit) return false;
      free[b] -= sizes[i];
      bin[i] = b;
      if (place(i + 1)) return true;
      free[b] += sizes[i];
      if (nodes > nodeLimit) return false;
    }
    return false;
  };
  if (place(0)) return bin;
  return nodes > nodeLimit ? "unknown" : "impossible";
}

function hasTwinBefore(free: Float64Array, b: number, from: number): boolean {
  for (let a = from; a < b; a++) if (free[a] === free[b]) return true;
  return false;
}

function renumber(bin: Int32Array): Int32Array {
  const number = new Map<number, number>();
  return bin.map((b) => {
    const known = number.get(b) ?? number.size;
    number.set(b, known);
    return known;
  });
}
