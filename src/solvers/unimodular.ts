import type { Program } from "../program/types.ts";

/**
 * Whether the columns that are not `whole` form, once the others stand at whole numbers, a program whose best points
 * are whole: ends and bounds are, and the matrix is totally unimodular by Heller and Tompkins (1956,
 * DOI 10.1515/9781400881987-015): entries 1 and -1, at most two in each column, and rows fall into two classes such that
 * two of equal sign stand in different ones and two of unlike sign in one. The same with rows and columns exchanged.
 * False says nothing. O(entries).
 */
export function isUnimodular(program: Program, whole: Uint8Array): boolean {
  const { rows, columns, rowStart, columnIndex, coefficient, lower, upper } = program;
  for (let c = 0; c < columns; c++) {
    if (whole[c] === 0 && !(Number.isInteger(lower[c]) && Number.isInteger(upper[c]))) return false;
  }
  const inColumn: Entry[][] = Array.from({ length: columns }, () => []);
  const inRow: Entry[][] = Array.from({ length: rows }, () => []);
  for (let r = 0; r < rows; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      const [c, factor] = [columnIndex[e], coefficient[e]];
      if (whole[c] === 1) continue;
      if (Math.abs(factor) !== 1) return false;
      inColumn[c].push({ at: r, factor });
      inRow[r].push({ at: c, factor });
    }
    if (inRow[r].length > 0 && !isWholeRow(program, r)) return false;
  }
  return hasTwoClasses(inColumn, rows) || hasTwoClasses(inRow, columns);
}

interface Entry {
  readonly at: number;
  readonly factor: number;
}

function isWholeRow({ rowStart, coefficient, rowLower, rowUpper }: Program, row: number): boolean {
  const isEnd = (end: number) => !Number.isFinite(end) || Number.isInteger(end);
  const factors = coefficient.subarray(rowStart[row], rowStart[row + 1]);
  return isEnd(rowLower[row]) && isEnd(rowUpper[row]) && factors.every(Number.isSafeInteger);
}

/** At most two entries in each line, and `count` things that can be put into two classes as the signs ask. */
function hasTwoClasses(lines: readonly (readonly Entry[])[], count: number): boolean {
  if (lines.some((line) => line.length > 2)) return false;
  const next: (readonly [other: number, isApart: boolean])[][] = Array.from(
    { length: count },
    () => [],
  );
  for (const [a, b] of lines) {
    if (b === undefined) continue;
    const isApart = a.factor === b.factor;
    next[a.at].push([b.at, isApart]);
    next[b.at].push([a.at, isApart]);
  }
  const side = new Int8Array(count).fill(-1);
  for (let root = 0; root < count; root++) {
    if (side[root] >= 0) continue;
    side[root] = 0;
    const reached = [root];
    for (const one of reached) {
      for (const [other, isApart] of next[one]) {
        const asked = isApart ? 1 - side[one] : side[one];
        if (side[other] === 1 - asked) return false;
        if (side[other] >= 0) continue;
        side[other] = asked;
        reached.push(other);
      }
    }
  }
  return true;
}
