/** Equal items of one weight (more than 0) and one profit (more than 0). */
interface Lot {
  readonly weight: number;
  readonly profit: number;
  readonly count: number;
}

/**
 * The most that items within a room are worth, exactly, for rooms too large for a table: depth-first by profit for its weight, most
 * copies first, pruned by what a filling with fractions adds (Horowitz, Sahni 1974, DOI 10.1145/321812.321823). Undefined past so many
 * nodes, or where products pass 2^53.
 */
export function searchedKnapsack(
  weight: readonly number[],
  profit: readonly number[],
  room: number,
  nodes: number,
): { readonly worth: number; readonly nodes: number } | undefined {
  const dearest = profit.reduce((most, one) => Math.max(most, one), 0);
  if (!Number.isSafeInteger(dearest * (room + 1))) return undefined;
  const lots = lotsOf(weight, profit, room);
  let free = 0;
  weight.forEach((one, t) => {
    if (one === 0) free += profit[t];
  });
  let best = 0;
  let spent = 0;
  /** False once the nodes are spent. */
  const fill = (from: number, left: number, worth: number): boolean => {
    best = Math.max(best, worth);
    for (let k = from; k < lots.length; k++) {
      if (worth + fractional(lots, k, left) <= best) return true;
      if (spent++ >= nodes) return false;
      const lot = lots[k];
      for (let n = Math.min(lot.count, Math.floor(left / lot.weight)); n > 0; n--) {
        if (!fill(k + 1, left - n * lot.weight, worth + n * lot.profit)) return false;
      }
    }
    return true;
  };
  return fill(0, room, 0) ? { worth: best + free, nodes: spent } : undefined;
}

function lotsOf(weight: readonly number[], profit: readonly number[], room: number): Lot[] {
  const lots = new Map<string, Lot>();
  weight.forEach((one, t) => {
    if (one === 0 || one > room) return;
    const key = `${one} ${profit[t]}`;
    const count = (lots.get(key)?.count ?? 0) + 1;
    lots.set(key, { weight: one, profit: profit[t], count });
  });
  return [...lots.values()].sort((a, b) => b.profit * a.weight - a.profit * b.weight);
}

/** Whole worth that lots from k on add to a room at most: the first that does not fit counts in part. */
function fractional(lots: readonly Lot[], from: number, room: number): number {
  let left = room;
  let worth = 0;
  for (let k = from; k < lots.length; k++) {
    const { weight, profit, count } = lots[k];
    const whole = Math.min(count, Math.floor(left / weight));
    worth += whole * profit;
    left -= whole * weight;
    if (whole === count) continue;
    const part = profit * left;
    return worth + (part - (part % weight)) / weight;
  }
  return worth;
}
