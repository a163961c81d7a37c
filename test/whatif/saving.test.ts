import { expect, test } from "vitest";
import { savingOf } from "../../src/whatif/saving.ts";
import type { CellOutcome } from "../../src/whatif/whatif.ts";

/** What is known of the cell at `ease` of the only axis. */
function cell(ease: number, value?: number, bound?: number): CellOutcome {
  return {
    cell: { at: [ease], steps: [{ ease }] },
    ...(value !== undefined && { value }),
    ...(bound !== undefined && { bound }),
  } as unknown as CellOutcome;
}

test("a saving lies between the differences of bounds and values, crosswise", () => {
  expect(savingOf(cell(0, 10, 8), cell(1, 7, 5), false)).toEqual({ least: 1, most: 5 });
  expect(savingOf(cell(0, 10, 10), cell(1, 7, 7), false)).toEqual({ least: 3, most: 3 });
  expect(savingOf(cell(0, 10), cell(1, 7, 5), false)).toEqual({ most: 5 });
  expect(savingOf(cell(0, undefined, 8), cell(1, 7), false)).toEqual({ least: 1 });
  expect(savingOf(cell(0), cell(1), false)).toEqual({});
});

test("of an easier cell it is never below 0, of a harder one never above, where easier ones are never worse", () => {
  const [less, today, more] = [cell(0, 12, 6), cell(1, 10, 7), cell(2, 9, 5)];
  expect(savingOf(today, more, true)).toEqual({ least: 0, most: 5 });
  expect(savingOf(today, more, false)).toEqual({ least: -2, most: 5 });
  expect(savingOf(today, less, true)).toEqual({ least: -5, most: 0 });
  expect(savingOf(today, less, false)).toEqual({ least: -5, most: 4 });
  // What is as easy saves nothing; what is open stays so in the direction that ease says nothing of.
  expect(savingOf(today, cell(1, 10, 7), true)).toEqual({ least: 0, most: 0 });
  expect(savingOf(today, cell(2), true)).toEqual({ least: 0 });
  expect(savingOf(today, cell(0), true)).toEqual({ most: 0 });
});
