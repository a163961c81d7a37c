import type { Need, ResourceType } from "./types.ts";

/** What a timeline counts: `use` by segment x row, segment `i` from `time[i]` to `time[i + 1]`. */
export interface InUse {
  readonly resourceType: ResourceType;
  readonly time: readonly number[];
  readonly use: readonly number[];
}

/**
 * The rows of the single devices that a piece could take from segment `first` up to the time `end`: whole ones that are free, or
 * the fullest with room; undefined if there are too few.
 */
export function freeDevices(
  { resourceType, time, use }: InUse,
  need: Need,
  first: number,
  end: number,
): readonly number[] | undefined {
  const taken: number[] = [];
  const { groups, capacity } = resourceType;
  const rows = capacity.length;
  for (let g = 0; g < groups.length; g++) {
    const { row, count } = groups[g];
    let wanted = need.whole[g];
    const share = need.share[g];
    if (wanted === 0 && share === 0) continue;
    let best = -1;
    let fullest = -1;
    for (let d = row; d < row + count; d++) {
      let most = 0;
      for (let k = first; k < time.length && (k === first || time[k] < end); k++) {
        most = Math.max(most, use[k * rows + d]);
      }
      if (wanted > 0 && most === 0) {
        taken.push(d);
        if (--wanted === 0) break;
      } else if (share > 0 && most + share <= capacity[d] && most > fullest) {
        [best, fullest] = [d, most];
      }
    }
    if (wanted > 0) return undefined;
    if (share > 0) {
      if (best < 0) return undefined;
      taken.push(best);
    }
  }
  return taken;
}

/**
 * What keeps a piece from its single devices from segment `first` up to the time `end`; -1 if nothing does. Of each device in use the
 * last segment in which it is (`isLast`: a later start helps it only behind that), or else the first (an earlier one
 * only before that); of these the one by which enough devices are free.
 */
export function blockOfDevices(
  inUse: InUse,
  need: Need,
  first: number,
  end: number,
  isLast: boolean,
): number {
  const { groups, capacity } = inUse.resourceType;
  let block = -1;
  for (let g = 0; g < groups.length; g++) {
    const { row, count } = groups[g];
    const isWhole = need.whole[g] > 0;
    if (!isWhole && need.share[g] === 0) continue;
    let wanted = isWhole ? need.whole[g] : 1;
    const blocks: number[] = [];
    for (let d = row; d < row + count && wanted > 0; d++) {
      const most = isWhole ? 0 : capacity[d] - need.share[g];
      const k = segmentAbove(inUse, d, most, first, end, isLast);
      if (k < 0) wanted--;
      else blocks.push(k);
    }
    if (wanted === 0) continue;
    blocks.sort((a, b) => (isLast ? a - b : b - a));
    // No start gives it more devices than there are.
    const k = blocks[wanted - 1] ?? (isLast ? inUse.time.length - 1 : 0);
    if (block < 0 || isLast === k > block) block = k;
  }
  return block;
}

/** The last (or first) segment from `first` on that begins before `end` and in which more than `most` of a row is in use, or -1. */
function segmentAbove(
  { resourceType, time, use }: InUse,
  row: number,
  most: number,
  first: number,
  end: number,
  isLast: boolean,
): number {
  const rows = resourceType.capacity.length;
  let found = -1;
  for (let k = first; k < time.length && (k === first || time[k] < end); k++) {
    if (use[k * rows + row] <= most) continue;
    found = k;
    if (!isLast) break;
  }
  return found;
}
