/** "12.5 %"; small gaps keep their first significant digits ("0.00031 %"). */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  const digits = Math.abs(percent) >= 0.01 ? percent.toFixed(2) : percent.toPrecision(2);
  return `${Number(digits)} %`;
}

/** Left-aligned columns, cut to `width` characters a line; the last column takes what is left. */
export function formatTable(rows: readonly (readonly string[])[], width: number): string[] {
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

/** Ends a line that is too long with an ellipsis. */
export function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}

/** Breaks a paragraph into lines of at most `width` characters at blanks. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
