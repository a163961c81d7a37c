import type { AxisStep, WhatIfAxis } from "./axis.ts";

/** One combination of steps, one of each axis. */
export interface Variation {
  readonly steps: readonly AxisStep[];
  /** By axis: number of the step. */
  readonly at: readonly number[];
}

/** Cells of a table at most. */
export const MOST_CELLS = 400;

/** Every combination, the document as it is first; the last axis varies fastest. */
export function cellsOf(axes: readonly WhatIfAxis[]): readonly Variation[] {
  let cells: readonly Variation[] = [{ steps: [], at: [] }];
  for (const { steps } of axes) {
    cells = cells.flatMap((cell) =>
      steps.map((step, i) => ({ steps: [...cell.steps, step], at: [...cell.at, i] })),
    );
  }
  return cells;
}

/** True if every plan of `a` is one of `b` too, and no worse there: `b` is as easy in every axis. */
export function isEasier(b: Variation, a: Variation): boolean {
  return b.steps.every(({ ease }, i) => ease >= a.steps[i].ease);
}

/**
 * An order in which each cell's answer says most of others: the document as it is, the easiest and the hardest of all, then the
 * one in the middle of what is left, again and again.
 */
export function orderOf(cells: readonly Variation[]): readonly number[] {
  const easeOf = (cell: Variation) => cells.filter((other) => isEasier(cell, other)).length;
  const sorted = [...cells.keys()].sort((a, b) => easeOf(cells[b]) - easeOf(cells[a]) || a - b);
  const order: number[] = [0];
  const take = (from: number, to: number) => {
    if (from > to) return;
    const middle = (from + to) >> 1;
    order.push(sorted[middle]);
    take(from, middle - 1);
    take(middle + 1, to);
  };
  if (sorted.length > 1) order.push(sorted[0], sorted[sorted.length - 1]);
  take(1, sorted.length - 2);
  return [...new Set(order)];
}
