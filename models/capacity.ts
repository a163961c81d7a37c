import { type Draft, demandOn } from "./draft.ts";
import { columnsOn } from "./pairs.ts";

/**
 * Placement mode: on each resource copy r and in each dimension that is not made of devices
 *     sum over t of d[t,r] x[t,r]  <=  capacity[r]
 * with capacity[r] used[r] on the right where used[r] exists, which is tighter for the relaxation.
 * A row that all usable tasks together would keep is left out (unless used[r] tightens it).
 * In batch mode a piece has the resource to itself and the bounds of x say it all.
 */
export function addCapacityRows(draft: Draft): void {
  const { instance, pairs } = draft;
  if (instance.mode !== "placement") return;
  for (let j = 0; j < instance.resourceOfCopy.length; j++) {
    const columns = columnsOn(pairs, j);
    instance.dimensions.forEach(({ devices }, d) => {
      if (!devices) addCapacityRow(draft, j, d, columns);
    });
  }
}

function addCapacityRow(draft: Draft, resource: number, d: number, held: Int32Array): void {
  const { instance, builder, used } = draft;
  const capacity = instance.resources[instance.resourceOfCopy[resource]].capacity[d];
  const columns: number[] = [];
  const coefficients: number[] = [];
  let most = 0;
  for (const x of held) {
    const demand = demandOn(draft, x, d);
    if (demand === 0) continue;
    columns.push(x);
    coefficients.push(demand);
    most += demand;
  }
  if (columns.length === 0) return;
  if (used[resource] >= 0) {
    columns.push(used[resource]);
    coefficients.push(-capacity);
    builder.addRow({ upper: 0, columns, coefficients });
  } else if (most > capacity) {
    builder.addRow({ upper: capacity, columns, coefficients });
  }
}
