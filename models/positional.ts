import { type Draft, taskOf } from "./draft.ts";

/**
 * Equal weights w, no binding times, on one resource copy: the piece that is l-th from the end delays l
 * pieces (itself included) by its runtime. With q[t,l] = 1 if t is there,
 *     sum over l of q[t,l] = x[t,r],   sum over t of q[t,l] <= 1,
 *     weighted completion = sum of w from x[t,r] + sum of w l p[t,r] q[t,l].
 * An assignment problem, integral where no other rule interferes (Horn 1973, DOI 10.1287/opre.21.3.846;
 * Bruno, Coffman, Sethi 1974, DOI 10.1145/361011.361064). n^2 columns on a copy with n usable tasks.
 */
export function addPositions(
  draft: Draft,
  columns: Int32Array,
  add: (column: number, coefficient: number) => void,
): void {
  const { instance, pairs, builder } = draft;
  const from = (x: number) => draft.windows?.earliest[pairs.entry[x]] ?? 0;
  const p = (x: number) => instance.pairs.runtime[pairs.entry[x]];
  const q = [...columns].map((x) => {
    const { weight } = taskOf(draft, x);
    add(x, weight * from(x));
    const row = [...columns].map((_, l) => {
      const column = builder.addColumn({ upper: 1, integer: true, name: `q[${x},${l + 1}]` });
      add(column, weight * (l + 1) * p(x));
      return column;
    });
    builder.addRow({
      lower: 0,
      upper: 0,
      columns: [...row, x],
      coefficients: [...row.map(() => 1), -1],
    });
    return row;
  });
  for (let l = 0; l < q.length; l++) {
    builder.addRow({
      upper: 1,
      columns: q.map((row) => row[l]),
      coefficients: q.map(() => 1),
    });
  }
  draft.fills.push((point) => {
    const running = [...columns.keys()].filter((i) => point[columns[i]] === 1);
    running.sort((i, k) => p(columns[k]) - p(columns[i]) || k - i);
    running.forEach((i, l) => {
      point[q[i][l]] = 1;
    });
  });
}
