/** How the columns of a CSV text stand apart. */
export interface Separator {
  readonly separator: string;
  /** Offset of the row of column names: behind a byte order mark and a line such as "sep=;". */
  readonly start: number;
  /** Lines before it. */
  readonly skipped: number;
  /** What stands where a separator should, if that is none that is read. */
  readonly wrong?: string;
}

const SEPARATORS = [",", ";", "\t"] as const;

/** Says how the columns of a text stand apart: by a first line "sep=;", else by what its first row has the most of. */
export function separatorOf(text: string): Separator {
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const said = /^"?sep=(.|)"?[,;\t]*(?:\r?\n|$)/i.exec(text.slice(mark, mark + 40));
  if (said !== null) {
    const separator = said[1]!;
    const place = { separator, start: mark + said[0].length, skipped: 1 };
    if (SEPARATORS.some((known) => known === separator)) return place;
    return {
      ...place,
      skipped: 0,
      wrong: `expected columns apart by ",", ";" or tabs, got ${JSON.stringify(said[0].trim())}`,
    };
  }
  const blank = /^(?:[ \t]*\r?\n)*/.exec(text.slice(mark))![0];
  const start = mark + blank.length;
  const skipped = blank.split("\n").length - 1;
  const row = text.slice(start, start + MOST_ROW).replaceAll(/"[^"]*"/g, "");
  const first = /^[^\n]*/.exec(row)![0];
  let separator: string = ",";
  for (const one of SEPARATORS) {
    if (countOf(first, one) > countOf(first, separator)) separator = one;
  }
  const wrong =
    countOf(first, separator) === 0 && first.includes("|")
      ? `expected columns apart by ",", ";" or tabs, got ${JSON.stringify(first.trim().slice(0, 60))}`
      : undefined;
  return { separator, start, skipped, ...(wrong !== undefined && { wrong }) };
}

const MOST_ROW = 100_000;

function countOf(text: string, character: string): number {
  return text.split(character).length - 1;
}
