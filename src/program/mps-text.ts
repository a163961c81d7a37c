import { CONSTANT, hasConstant, nameLines } from "./name-lines.ts";
import { transpose } from "./transpose.ts";
import type { Program } from "./types.ts";

/** A program as free-format MPS text; see `mpsLines`. Fails for texts beyond a string's length. */
export function writeMps(program: Program): string {
  return [...mpsLines(program), ""].join("\n");
}

/**
 * The lines of a program in free-format MPS, without line ends.
 *
 * Columns are c0, c1, ..., rows r0, r1, ..., the objective `obj`; comments ahead map them to readable names.
 * The offset is the price of a last column, `one`, that is fixed at 1: readers disagree on the sign of a right-hand side
 * of `obj`. CBC reads the free format only where the name says so. Bounds are spelled out wherever readers' defaults differ:
 * always for integer columns, and a lower bound after `PL`, before every upper one, as PuLP takes `PL` for [0, inf). Free rows
 * are left out; a range row becomes two rows, r0lo and r0up: PuLP reads no ranges, and not every width is exact.
 */
export function* mpsLines(program: Program): Generator<string> {
  const { columns, rows, objective, offset, integer } = program;
  const sides = Array.from({ length: rows }, (_, i) => sidesOf(program, i));
  yield `* ${columns} columns, ${rows} rows`;
  yield* nameLines(program, "* ");
  yield "NAME program FREE";
  yield "ROWS";
  yield " N obj";
  for (const side of sides.flat()) yield ` ${side.sense} ${side.name}`;
  yield "COLUMNS";
  const byColumn = transpose(program);
  let markers = 0;
  for (let j = 0; j < columns; j++) {
    if (integer[j] !== markers % 2) yield marker(markers++);
    // A column is declared by its first entry, so it gets one even when free of charge.
    yield ` c${j} obj ${objective[j]}`;
    for (let k = byColumn.start[j]; k < byColumn.start[j + 1]; k++) {
      for (const side of sides[byColumn.row[k]]) yield ` c${j} ${side.name} ${byColumn.value[k]}`;
    }
  }
  if (markers % 2 === 1) yield marker(markers);
  if (hasConstant(program)) yield ` ${CONSTANT} obj ${offset}`;
  yield "RHS";
  for (const side of sides.flat()) if (side.rhs !== 0) yield ` RHS ${side.name} ${side.rhs}`;
  yield "BOUNDS";
  for (let j = 0; j < columns; j++) yield* boundLines(program, j);
  if (hasConstant(program)) yield ` FX BND ${CONSTANT} 1`;
  yield "ENDATA";
}

/** One MPS row of a program's row. */
interface Side {
  readonly name: string;
  readonly sense: "E" | "G" | "L";
  readonly rhs: number;
}

function sidesOf(program: Program, row: number): readonly Side[] {
  const [lower, upper] = [program.rowLower[row], program.rowUpper[row]];
  const name = `r${row}`;
  if (lower === upper) return [{ name, sense: "E", rhs: lower }];
  const [below, above] = [lower > Number.NEGATIVE_INFINITY, upper < Number.POSITIVE_INFINITY];
  if (!below && !above) return [];
  if (!above) return [{ name, sense: "G", rhs: lower }];
  if (!below) return [{ name, sense: "L", rhs: upper }];
  return [
    { name: `${name}lo`, sense: "G", rhs: lower },
    { name: `${name}up`, sense: "L", rhs: upper },
  ];
}

/** Integer columns stand between an even marker and the odd one after it. */
function marker(count: number): string {
  return ` MARK${count} 'MARKER' ${count % 2 === 0 ? "'INTORG'" : "'INTEND'"}`;
}

function* boundLines(program: Program, column: number): Generator<string> {
  const [lower, upper] = [program.lower[column], program.upper[column]];
  const name = `BND c${column}`;
  const above = upper < Number.POSITIVE_INFINITY;
  const isInteger = program.integer[column] === 1;
  if (lower === upper) yield ` FX ${name} ${lower}`;
  else if (lower === Number.NEGATIVE_INFINITY && !above) yield ` FR ${name}`;
  else {
    if (isInteger && !above) yield ` PL ${name}`;
    if (lower === Number.NEGATIVE_INFINITY) yield ` MI ${name}`;
    else if (lower !== 0 || above || isInteger) yield ` LO ${name} ${lower}`;
    if (above) yield ` UP ${name} ${upper}`;
  }
}
