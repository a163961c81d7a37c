import type { Draft } from "./draft.ts";

/** Terms beyond which a running sum is carried in a column of its own. */
const LONGEST = 24;

/**
 * A growing sum of columns that enters many rows. Short sums are written out, which keeps integer rows
 * integer; a long one is carried on in a column S >= sum, so that n rows over n terms cost O(n) entries.
 */
export class RunningSum {
  readonly #draft: Draft;
  #columns: number[] = [];
  #coefficients: number[] = [];

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  add(column: number, coefficient: number): void {
    if (coefficient === 0) return;
    this.#columns.push(column);
    this.#coefficients.push(coefficient);
  }

  /** Adds the row sum <= room. */
  limit(room: number): void {
    this.#carry();
    this.#draft.builder.addRow({
      upper: room,
      columns: this.#columns,
      coefficients: this.#coefficients,
    });
  }

  /** Adds the row sum + other terms <= 0. */
  limitWith(columns: readonly number[], coefficients: readonly number[]): void {
    this.#carry();
    this.#draft.builder.addRow({
      upper: 0,
      columns: [...this.#columns, ...columns],
      coefficients: [...this.#coefficients, ...coefficients],
    });
  }

  #carry(): void {
    if (this.#columns.length <= LONGEST) return;
    const [columns, coefficients] = [this.#columns, this.#coefficients];
    const { builder, fills } = this.#draft;
    const S = builder.addColumn({ name: `S${builder.columns}` });
    builder.addRow({ upper: 0, columns: [...columns, S], coefficients: [...coefficients, -1] });
    fills.push((point) => {
      point[S] = columns.reduce((sum, column, i) => sum + coefficients[i] * point[column], 0);
    });
    this.#columns = [S];
    this.#coefficients = [1];
  }
}
