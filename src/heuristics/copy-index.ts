/**
 * A tournament tree over the identical copies of one resource entry: finds copies with enough room, or the
 * least filled ones, without looking at each. Johnson (1974), Fast algorithms for bin packing,
 * DOI 10.1016/S0022-0000(74)80026-7, in several dimensions: a node holds the largest room of its copies in
 * each dimension, so it may promise too much but never too little.
 */
export interface CopyIndex {
  /** Sets the residual capacities and the utilization of a copy (0-based inside the entry). Cost O(keys log copies). */
  update(copy: number, free: ArrayLike<number>, utilization: number): void;
  /** Calls `visit` for copies with room, lowest number first, until it returns true. */
  firstWithRoom(need: ArrayLike<number>, visit: (copy: number) => boolean): void;
  /** Calls `visit` for all copies, least utilized first, until it returns true. */
  lowestLevel(visit: (copy: number) => boolean): void;
}

/** All copies start with `free` and `utilization`. */
export function makeCopyIndex(
  count: number,
  free: ArrayLike<number>,
  utilization: number,
): CopyIndex {
  let size = 1;
  while (size < count) size *= 2;
  const keys = free.length;
  const room = new Float64Array(2 * size * keys).fill(-1);
  const low = new Float64Array(2 * size).fill(Infinity);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < keys; k++) room[(size + i) * keys + k] = free[k];
    low[size + i] = utilization;
  }
  for (let node = size - 1; node >= 1; node--) pull(node);

  function pull(node: number): void {
    const left = 2 * node;
    for (let k = 0; k < keys; k++) {
      const a = room[left * keys + k];
      const b = room[left * keys + keys + k];
      room[node * keys + k] = Math.max(a, b);
    }
    low[node] = Math.min(low[left], low[left + 1]);
  }

  function hasRoom(node: number, need: ArrayLike<number>): boolean {
    for (let k = 0; k < keys; k++) if (room[node * keys + k] < need[k]) return false;
    return low[node] < Infinity;
  }

  function descend(
    node: number,
    need: ArrayLike<number>,
    visit: (copy: number) => boolean,
  ): boolean {
    if (!hasRoom(node, need)) return false;
    if (node >= size) return visit(node - size);
    return descend(2 * node, need, visit) || descend(2 * node + 1, need, visit);
  }

  return {
    update(copy, values, value) {
      let node = size + copy;
      for (let k = 0; k < keys; k++) room[node * keys + k] = values[k];
      low[node] = value;
      for (node >>= 1; node >= 1; node >>= 1) pull(node);
    },
    firstWithRoom(need, visit) {
      descend(1, need, visit);
    },
    lowestLevel(visit) {
      // Best-first over a small frontier, for the callers stop after a handful of copies. Ties go to the
      // newest node: in depth, or else a tie of all copies would lay out the whole tree.
      const frontier = [1];
      while (frontier.length > 0) {
        let best = 0;
        for (let i = 1; i < frontier.length; i++) {
          if (low[frontier[i]] <= low[frontier[best]]) best = i;
        }
        const [node] = frontier.splice(best, 1);
        if (low[node] === Infinity) return;
        if (node < size) frontier.push(2 * node + 1, 2 * node);
        else if (visit(node - size)) return;
      }
    },
  };
}
