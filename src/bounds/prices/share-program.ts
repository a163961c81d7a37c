/**
 * Groups that are split over places: part x[g,p] >= 0 of group g goes to place p, the parts of a group sum to 1, and
 * rows limit what all parts use together. Minimises cost . x; what goes beyond a row's room is possible, but dearer than
 * anything else.
 */
export interface ShareProgram {
  readonly groups: number;
  readonly places: number;
  /** Of a whole group at a place, row = group; Infinity where it cannot be. Any sign and scale. */
  readonly cost: Float64Array;
  readonly rows: readonly ShareRow[];
  /** By group: where all of it is to begin with. */
  readonly first: Int32Array;
}

/** What is used of a room by the parts at one place, or at all places. */
export interface ShareRow {
  readonly room: number;
  /** Absent: all places, and `use` is by group and place. */
  readonly place?: number;
  /** Of a whole group; by group. */
  readonly use: Float64Array;
}

/** A split: parts that differ from "all of the group at its key place". */
export interface Shares {
  /** By group: the place with what the others leave. */
  readonly key: Int32Array;
  readonly others: readonly { readonly group: number; readonly place: number; part: number }[];
  /** By row: what a unit of its room is worth, never negative. */
  readonly price: Float64Array;
  /** Use beyond the rooms, each as a share of its room, added up. */
  readonly excess: number;
}

/** By group the usable place of least value, the first at ties; undefined if a group has none. */
export function leastPlaces(
  groups: number,
  places: number,
  usable: Uint8Array,
  valueAt: (group: number, place: number) => number,
): Int32Array | undefined {
  const first = new Int32Array(groups).fill(-1);
  for (let g = 0; g < groups; g++) {
    let least = Infinity;
    for (let p = 0; p < places; p++) {
      const value = usable[g * places + p] === 0 ? Infinity : valueAt(g, p);
      if (value < least) [least, first[g]] = [value, p];
    }
    if (first[g] === -1) return undefined;
  }
  return first;
}
