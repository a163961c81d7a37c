/** Steps of one search. */
const MOST_STEPS = 300_000;

/**
 * The items, at most `count[k]` of each kind and `limit` long in all, that are worth most, by depth-first search in the order of
 * worth by length with the fractional rest as bound (Dantzig 1957; Horowitz, Sahni 1974). Exact where worths are whole
 * and sums of them are; worths of 0 and less are left out. Undefined if that takes more than a limited number of steps.
 */
export function bestPattern(
  kind: Float64Array,
  count: Int32Array,
  limit: number,
  worth: Float64Array,
): { readonly worth: number; readonly items: Float64Array } | undefined {
  const order = [...kind.keys()]
    .filter((k) => worth[k] > 0 && kind[k] <= limit)
    .sort((a, b) => worth[b] / kind[b] - worth[a] / kind[a] || a - b);
  const size = order.map((k) => kind[k]);
  const gain = order.map((k) => worth[k]);
  // The shortest from here on: with less room nothing more fits.
  const shortest = new Float64Array(order.length + 1).fill(Number.POSITIVE_INFINITY);
  for (let t = order.length - 1; t >= 0; t--) shortest[t] = Math.min(size[t], shortest[t + 1]);
  const taken = new Int32Array(order.length);
  const best = { worth: 0, taken: new Int32Array(order.length) };
  let steps = 0;

  const search = (t: number, room: number, held: number): void => {
    if (held > best.worth) {
      best.worth = held;
      best.taken.set(taken);
    }
    for (let next = t; next < order.length; next++) {
      if (room < shortest[next] || ++steps > MOST_STEPS) return;
      // Every item from here on is worth at most this by its length.
      if (held + (room * gain[next]) / size[next] <= best.worth * (1 + 1e-12)) return;
      for (let a = Math.min(count[order[next]], Math.floor(room / size[next])); a > 0; a--) {
        taken[next] = a;
        search(next + 1, room - a * size[next], held + a * gain[next]);
      }
      taken[next] = 0;
    }
  };
  search(0, limit, 0);
  if (steps > MOST_STEPS) return undefined;
  const items = new Float64Array(kind.length);
  order.forEach((k, t) => {
    items[k] = best.taken[t];
  });
  return { worth: best.worth, items };
}
