import { plain } from "../util/plain.ts";

/**
 * Text at the edge. Tables, paragraphs and cut lines escape what a terminal would obey, so that they are as wide as they look.
 */

/** "12.5 %"; small gaps keep their first significant digits ("0.00031 %"). */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  const digits = Math.abs(percent) >= 0.01 ? percent.toFixed(2) : percent.toPrecision(2);
  return `${Number(digits)} %`;
}

const WIDE_GAP = 10;

/** "12.5 %", or "over 1000 %", as where the value is 0 and the bound is not. */
export function formatGap(gap: number): string {
  return isWideGap(gap) ? `over ${formatPercent(WIDE_GAP)}` : formatPercent(gap);
}

/** True of a gap so wide that its size says nothing. */
export function isWideGap(gap: number): boolean {
  return gap > WIDE_GAP;
}

/** Left-aligned columns, cut to `width` characters a line; the last column takes what is left. */
export function formatTable(raw: readonly (readonly string[])[], width: number): string[] {
  const rows = raw.map((row) => row.map(plain));
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, c) =>
    Math.max(...rows.map((row) => (row[c] ?? "").length)),
  );
  return rows.map((row) => {
    const line = row
      .map((cell, c) => (c === columns - 1 ? cell : cell.padEnd(widths[c])))
      .join("  ");
    return cut(line.trimEnd(), width);
  });
}

/** A text as one line; too long a one ends with an ellipsis. */
export function cut(text: string, width: number): string {
  const line = plain(text);
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}

/** Breaks a paragraph into lines of at most `width` characters at blanks. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of plain(text).split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
