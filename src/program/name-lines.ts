import { plain } from "../util/plain.ts";
import type { Program } from "./types.ts";

/** The column fixed at 1 that carries an objective's constant. */
export const CONSTANT = "one";

/** True if a text needs that column: for a constant, or because readers disagree on a program without columns. */
export function hasConstant({ columns, offset }: Program): boolean {
  return columns === 0 || offset !== 0;
}

/**
 * Comment lines that map the names of a text export to readable ones: what the objective is, "<prefix>c0 = ...", then the rows; a name cannot break
 * out of its comment. A long name goes on
 * in lines that begin with "<prefix>  + ", since readers cut long lines, comments too, and read on in the rest.
 */
export function* nameLines(program: Program, prefix: string): Generator<string> {
  const { columns, rows, objectiveName, columnName, rowName } = program;
  if (objectiveName !== undefined) yield* commentLines(prefix, "obj", objectiveName);
  if (columnName) {
    for (let j = 0; j < columns; j++) yield* commentLines(prefix, `c${j}`, columnName(j));
  }
  if (rowName) for (let i = 0; i < rows; i++) yield* commentLines(prefix, `r${i}`, rowName(i));
}

/** Characters of a name in one line: at most 240 bytes, and with what stands before them less than any reader's 255. */
const WIDTH = 60;

function* commentLines(prefix: string, short: string, name: string): Generator<string> {
  const characters = [...plain(name)];
  let lead = `${prefix}${short} = `;
  for (let from = 0; from === 0 || from < characters.length; from += WIDTH) {
    yield `${lead}${characters.slice(from, from + WIDTH).join("")}`;
    lead = `${prefix}  + `;
  }
}
