import { CONSTANT, hasConstant, nameLines } from "./name-lines.ts";
import type { Program } from "./types.ts";

/** A program as CPLEX LP text; see `lpLines`. Fails for texts beyond a string's length (about 5e8 characters). */
export function writeLp(program: Program): string {
  return [...lpLines(program), ""].join("\n");
}

/**
 * The lines of a program in CPLEX LP format, without line ends.
 *
 * Columns are c0, c1, ..., rows r0, r1, ...; comments ahead map them to readable names. Two habits keep every
 * reader in step: the objective lists each column, priced or not, so that their order survives, and a range
 * row becomes two rows, r0lo and r0up, because HiGHS 1.15 misreads `1 <= x <= 2`. Free rows are left out.
 * The offset is the price of a last column, `one`, that is fixed at 1: GLPK reads no constant, others change its sign.
 * Numbers are the shortest decimals that read back exactly. Lines hold one term, as readers cap their length.
 */
export function* lpLines(program: Program): Generator<string> {
  const { columns, rows, objective, offset, rowLower, rowUpper } = program;
  yield `\\ ${columns} columns, ${rows} rows`;
  yield* nameLines(program, "\\ ");
  yield "minimize";
  yield " obj:";
  for (let j = 0; j < columns; j++) yield ` ${term(objective[j], j)}`;
  if (hasConstant(program)) yield ` ${signed(offset)} ${CONSTANT}`;
  yield "subject to";
  let isEmpty = true;
  for (let i = 0; i < rows; i++) {
    const [lower, upper] = [rowLower[i], rowUpper[i]];
    isEmpty &&= lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY;
    if (lower === upper) yield* rowLines(program, i, `r${i}`, `= ${lower}`);
    else {
      const [below, above] = [lower > Number.NEGATIVE_INFINITY, upper < Number.POSITIVE_INFINITY];
      if (below) yield* rowLines(program, i, above ? `r${i}lo` : `r${i}`, `>= ${lower}`);
      if (above) yield* rowLines(program, i, below ? `r${i}up` : `r${i}`, `<= ${upper}`);
    }
  }
  // GLPK reads no section without a row.
  if (isEmpty) yield ` any: + 0 ${columns === 0 ? CONSTANT : "c0"} >= 0`;
  yield "bounds";
  for (let j = 0; j < columns; j++) {
    const line = boundLine(program, j);
    if (line !== undefined) yield ` ${line}`;
  }
  if (hasConstant(program)) yield ` ${CONSTANT} = 1`;
  if (program.integer.includes(1)) {
    yield "general";
    for (let j = 0; j < columns; j++) if (program.integer[j]) yield ` c${j}`;
  }
  yield "end";
}

function* rowLines(program: Program, row: number, name: string, side: string): Generator<string> {
  const [start, end] = [program.rowStart[row], program.rowStart[row + 1]];
  yield ` ${name}:`;
  for (let k = start; k < end; k++) {
    yield ` ${term(program.coefficient[k], program.columnIndex[k])}`;
  }
  // An empty row still needs a term to be a row.
  if (start === end) yield ` + 0 ${program.columns === 0 ? CONSTANT : "c0"}`;
  yield ` ${side}`;
}

/** The bounds of a column unless they are the format's own, [0, inf). */
function boundLine(program: Program, column: number): string | undefined {
  const [lower, upper] = [program.lower[column], program.upper[column]];
  const name = `c${column}`;
  if (lower === upper) return `${name} = ${lower}`;
  const below = lower > Number.NEGATIVE_INFINITY;
  // The format's lower bound of 0 would hold beside a lone upper bound, so both sides are always written.
  if (upper < Number.POSITIVE_INFINITY) return `${below ? lower : "-inf"} <= ${name} <= ${upper}`;
  if (!below) return `${name} free`;
  return lower === 0 ? undefined : `${name} >= ${lower}`;
}

function term(coefficient: number, column: number): string {
  return `${signed(coefficient)} c${column}`;
}

function signed(value: number): string {
  return value < 0 ? `- ${-value}` : `+ ${value}`;
}
