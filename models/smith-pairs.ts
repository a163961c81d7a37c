import { type Draft, taskOf } from "./draft.ts";

/**
 * Weighted completion without binding times on one resource copy r, the tasks in Smith's order (weight /
 * runtime descending, which is optimal on one machine: Smith 1956, DOI 10.1002/nav.3800030106):
 *     sum of w[t] (from + p[t,r]) x[t,r] + sum over i before j of w[j] p[i,r] x[i,r] x[j,r],
 * the products as y[i,j] >= x[i] + x[j] - 1, y >= 0 (the quadratic assignment of Skutella 2001,
 * DOI 10.1145/375827.375840, linearised). Exact at binary points; the relaxation is weak (every x <= 1/2
 * makes y free), so it proves optimality for tens of tasks, not hundreds.
 */
export function addSmithPairs(
  draft: Draft,
  columns: Int32Array,
  add: (column: number, coefficient: number) => void,
): void {
  const { instance, pairs, builder } = draft;
  const p = (x: number) => instance.pairs.runtime[pairs.entry[x]];
  const w = (x: number) => taskOf(draft, x).weight;
  // Without runtime and weight the ratio is 0/0, which would tie with everything: no time goes first.
  const timed = (x: number) => (p(x) > 0 ? 1 : 0);
  const order = [...columns].sort(
    (i, j) => timed(i) - timed(j) || compareProducts(w(j), p(i), w(i), p(j)) || i - j,
  );
  const products: { readonly y: number; readonly i: number; readonly j: number }[] = [];
  order.forEach((j, place) => {
    add(j, w(j) * ((draft.windows?.earliest[pairs.entry[j]] ?? 0) + p(j)));
    for (const i of order.slice(0, place)) {
      if (w(j) * p(i) === 0) continue;
      const y = builder.addColumn({ upper: 1, name: `y[${i},${j}]` });
      builder.addRow({ upper: 1, columns: [i, j, y], coefficients: [1, 1, -1] });
      add(y, w(j) * p(i));
      products.push({ y, i, j });
    }
  });
  draft.fills.push((point) => {
    for (const { y, i, j } of products) point[y] = point[i] * point[j];
  });
}

/** Sign of a b - c d, exactly. */
function compareProducts(a: number, b: number, c: number, d: number): number {
  const [left, right] = [a * b, c * d];
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right;
  const difference = BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
