import type { Program } from "./types.ts";

/** Comment lines that map the names of a text export to readable ones: "<prefix>c0 = ...", then the rows. */
export function* nameLines(program: Program, prefix: string): Generator<string> {
  const { columns, rows, columnName, rowName } = program;
  if (columnName)
    for (let j = 0; j < columns; j++) yield `${prefix}c${j} = ${oneLine(columnName(j))}`;
  if (rowName) for (let i = 0; i < rows; i++) yield `${prefix}r${i} = ${oneLine(rowName(i))}`;
}

/** A name must not break out of its comment. */
function oneLine(name: string): string {
  return name.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
}
