import { InstanceError } from "../util/errors.ts";
import { separatorOf } from "./csv-separator.ts";

/** Takes a CSV text row by row. Lines count from 1. */
export interface CsvTaker {
  /** The first row that is not empty: the names of the columns. */
  names(names: readonly string[], line: number): void;
  /** A row with a cell for each column. */
  row(cells: string[], line: number): void;
  /** A row that is none; what follows is read all the same. Without it the first fault is thrown. */
  fault?(line: number, message: string): void;
}

/**
 * Reads a CSV text: columns apart by ",", ";" or tabs, whichever the first row has the most of, or as a line "sep=;" before
 * it says. Spaces around cells and empty rows are left out, and so are empty cells behind the last column. Cells in
 * quotes may hold separators, line breaks and quotes written twice. Throws InstanceError, see `fault`. O(length).
 */
export function readCsv(whole: string, source: string, taker: CsvTaker): void {
  // Old spreadsheets end lines by a carriage return alone.
  const text = whole.includes("\n") ? whole : whole.replaceAll("\r", "\n");
  const fault =
    taker.fault?.bind(taker) ??
    ((line: number, message: string) => {
      throw new InstanceError([{ path: "", message: `${source}, line ${line}: ${message}` }]);
    });
  const { separator, start, skipped, wrong } = separatorOf(text);
  if (wrong !== undefined) {
    fault(1 + skipped, wrong);
    return;
  }
  let width = -1;
  const take = (cells: string[], line: number) => {
    if (cells.every((cell) => cell === "")) return;
    if (width === -1) {
      dropEmptyEnd(cells, 0);
      width = cells.length;
      taker.names(
        cells.map((name) => name.trim()),
        line,
      );
      return;
    }
    dropEmptyEnd(cells, width);
    if (cells.length === width) taker.row(cells, line);
    else fault(line, wrongWidth(cells.length, width, separator));
  };
  let [at, line] = [start, 1 + skipped];
  while (at < text.length) {
    const end = lineEnd(text, at);
    const row = text.slice(at, end);
    if (!row.includes('"')) {
      take(row.split(separator).map(trimmed), line);
      [at, line] = [nextLine(text, end), line + 1];
      continue;
    }
    const read = readQuoted(text, at, separator);
    if (typeof read.wrong === "string") {
      fault(line + read.breaks, read.wrong);
      if (read.end === text.length) return;
    } else take(read.cells, line);
    [at, line] = [nextLine(text, read.end), line + 1 + read.breaks];
  }
}

function wrongWidth(got: number, width: number, separator: string): string {
  const message = `expected ${width} cells, got ${got}`;
  if (got < width) return message;
  return separator === "\t"
    ? message
    : `${message}; a text or number with "${separator}" in it stands in quotes`;
}

/** Most cells have no spaces around them, and `trim` would copy. */
function trimmed(cell: string): string {
  const last = cell.charCodeAt(cell.length - 1);
  return cell.charCodeAt(0) <= 0x20 || last <= 0x20 ? cell.trim() : cell;
}

function dropEmptyEnd(cells: string[], width: number): void {
  while (cells.length > width && cells.at(-1) === "") cells.pop();
}

/** The offset of the line break that ends a line, or of the end of the text. */
function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  if (end === -1) return text.length;
  return end > from && text[end - 1] === "\r" ? end - 1 : end;
}

function nextLine(text: string, end: number): number {
  return text[end] === "\r" ? end + 2 : end + 1;
}

interface QuotedRow {
  readonly cells: string[];
  /** Where the row ends: at its line break or at the end of the text. */
  readonly end: number;
  /** Line breaks inside its cells; of a fault, those before it. */
  readonly breaks: number;
  readonly wrong?: string;
}

/** A row some cell of which is in quotes. */
function readQuoted(text: string, from: number, separator: string): QuotedRow {
  const cells: string[] = [];
  let [at, breaks] = [from, 0];
  for (;;) {
    at = skipBlanks(text, at, separator);
    if (text[at] === '"') {
      const cell = quotedCell(text, at);
      if (cell === undefined) {
        const wrong = `column ${cells.length + 1}: a text in quotes that does not end`;
        return { cells, end: text.length, breaks, wrong };
      }
      breaks += cell.value.split("\n").length - 1;
      cells.push(cell.value);
      at = skipBlanks(text, cell.end, separator);
      if (at < text.length && text[at] !== separator && !isBreak(text, at)) {
        const wrong = `column ${cells.length}: a text behind the closing quote`;
        return { cells, end: lineEnd(text, at), breaks, wrong };
      }
    } else {
      const stop = cellEnd(text, at, separator);
      cells.push(trimmed(text.slice(at, stop)));
      at = stop;
    }
    if (text[at] !== separator) return { cells, end: at, breaks };
    at++;
  }
}

function skipBlanks(text: string, from: number, separator: string): number {
  let at = from;
  while (text[at] === " " || (text[at] === "\t" && separator !== "\t")) at++;
  return at;
}

function isBreak(text: string, at: number): boolean {
  return text[at] === "\n" || (text[at] === "\r" && text[at + 1] === "\n");
}

function cellEnd(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && !isBreak(text, at)) at++;
  return at;
}

/** The text between quotes and the offset behind them; undefined if they do not close. */
function quotedCell(text: string, open: number): { value: string; end: number } | undefined {
  let close = text.indexOf('"', open + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) return undefined;
  return { value: text.slice(open + 1, close).replaceAll('""', '"'), end: close + 1 };
}
