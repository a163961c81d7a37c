/** Equal items: each weighs `weight` (no less than 0) and is worth `worth` (more than 0). */
export interface ItemKind {
  readonly count: number;
  readonly weight: number;
  readonly worth: number;
}

/** Longest table of a single knapsack. */
const MOST_CAPACITY = 2e7;

/**
 * The most that items of total weight at most `capacity` are worth, exactly, and the table cells it took;
 * undefined if that would be more than `mostCells`, or if worths could pass 2^53. Dynamic programming over the
 * capacity in units of the weights' greatest common divisor, equal items by powers of two (Bellman 1957).
 * O(capacity x kinds x log count).
 */
export function knapsack(
  kinds: readonly ItemKind[],
  capacity: number,
  mostCells: number,
): { readonly worth: number; readonly cells: number } | undefined {
  const total = kinds.reduce((sum, { count, worth }) => sum + BigInt(count) * BigInt(worth), 0n);
  if (total > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const weight = kinds.reduce((sum, kind) => sum + BigInt(kind.count) * BigInt(kind.weight), 0n);
  if (capacity === Infinity || weight <= BigInt(capacity))
    return { worth: Number(total), cells: 0 };
  const heavy = kinds.filter((kind) => kind.weight > 0 && kind.weight <= capacity);
  const light = kinds.filter((kind) => kind.weight === 0);
  const step = heavy.reduce((divisor, kind) => commonDivisor(divisor, kind.weight), 0);
  const room = step === 0 ? 0 : Math.floor(capacity / step);
  const items = heavy.flatMap((kind) => bundles(kind, step, room));
  const cells = items.length * (room + 1);
  if (cells > mostCells || room > MOST_CAPACITY) return undefined;
  const best = new Float64Array(room + 1);
  for (const item of items) {
    for (let c = room; c >= item.weight; c--) {
      const taken = best[c - item.weight] + item.worth;
      if (taken > best[c]) best[c] = taken;
    }
  }
  const free = light.reduce((sum, { count, worth }) => sum + count * worth, 0);
  return { worth: best[room] + free, cells };
}

/** 1, 2, 4, ... and the rest: together every number of copies that has room. */
function bundles({ count, weight, worth }: ItemKind, step: number, room: number): ItemKind[] {
  const unit = weight / step;
  const found: ItemKind[] = [];
  let left = Math.min(count, Math.floor(room / unit));
  for (let size = 1; left > 0; size *= 2) {
    const taken = Math.min(size, left);
    found.push({ count: 1, weight: taken * unit, worth: taken * worth });
    left -= taken;
  }
  return found;
}

/** Greatest common divisor of two numbers from 0 on; 0 with itself is 0. */
export function commonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
