/**
 * Minimises cost . x over x >= 0 with rows x = right in a dense tableau by the primal simplex method, from a basis
 * whose columns form the identity; Dantzig's rule, by index at ties, and a limit on pivots against cycles. In doubles: a guide,
 * never a proof. `table` (row-major, rows x columns), `right` and `basis` are used up.
 * O(rows x columns) a pivot. Source: Dantzig (1951).
 */
export function minimise(
  table: Float64Array,
  right: Float64Array,
  cost: Float64Array,
  basis: Int32Array,
  pivots: number,
): Float64Array {
  const rows = right.length;
  const columns = cost.length;
  const reduced = Float64Array.from(cost);
  for (let i = 0; i < rows; i++) subtract(reduced, 0, table, i * columns, cost[basis[i]], columns);
  for (let n = 0; n < pivots; n++) {
    let enter = -1;
    let least = -1e-10;
    for (let c = 0; c < columns; c++) {
      if (reduced[c] < least) {
        least = reduced[c];
        enter = c;
      }
    }
    if (enter === -1) break;
    const leave = leavingRow(table, right, basis, enter, columns);
    if (leave === -1) break;
    pivot(table, right, reduced, leave, enter, columns);
    basis[leave] = enter;
  }
  const x = new Float64Array(columns);
  for (let i = 0; i < rows; i++) x[basis[i]] = Math.max(0, right[i]);
  return x;
}

function leavingRow(
  table: Float64Array,
  right: Float64Array,
  basis: Int32Array,
  enter: number,
  columns: number,
): number {
  let leave = -1;
  let least = Infinity;
  for (let i = 0; i < right.length; i++) {
    const entry = table[i * columns + enter];
    if (entry <= 1e-9) continue;
    const ratio = right[i] / entry;
    if (ratio < least || (ratio === least && basis[i] < basis[leave])) {
      least = ratio;
      leave = i;
    }
  }
  return leave;
}

function pivot(
  table: Float64Array,
  right: Float64Array,
  reduced: Float64Array,
  leave: number,
  enter: number,
  columns: number,
): void {
  const from = leave * columns;
  const entry = table[from + enter];
  for (let c = 0; c < columns; c++) table[from + c] /= entry;
  right[leave] /= entry;
  for (let i = 0; i < right.length; i++) {
    const factor = table[i * columns + enter];
    if (i === leave || factor === 0) continue;
    subtract(table, i * columns, table, from, factor, columns);
    right[i] = Math.max(0, right[i] - factor * right[leave]);
  }
  subtract(reduced, 0, table, from, reduced[enter], columns);
}

function subtract(
  to: Float64Array,
  at: number,
  from: Float64Array,
  start: number,
  factor: number,
  length: number,
): void {
  if (factor === 0) return;
  for (let c = 0; c < length; c++) to[at + c] -= factor * from[start + c];
}
