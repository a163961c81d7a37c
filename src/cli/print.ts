import pc from "picocolors";
import { blocks } from "../io/write-atomic.ts";
import { jsonPieces } from "../util/json-pieces.ts";
import { plain, plainLines } from "../util/plain.ts";
import { stderr, stdout } from "./command-run.ts";

/** Columns where nobody says how many there are, and the least that a report is laid out for. */
const COLUMNS = { unknown: 80, least: 40 } as const;

/** Columns of stdout or stderr; a terminal that says 0 does not know. */
export function columnsOf(stream: { readonly columns?: number }): number {
  return Math.max(COLUMNS.least, stream.columns || COLUMNS.unknown);
}

/** Prints lines for a person on stdout. */
export function print(text: string): void {
  stdout().write(`${safe(text)}\n`);
}

/** Prints a document as one line of JSON on stdout: the same data, with nothing in it that a terminal would obey. */
export function printJson(document: unknown, space = 0): void {
  const pieces = space === 0 ? jsonPieces(document) : [JSON.stringify(document, undefined, space)];
  for (const text of blocks(pieces)) stdout().write(plainLines(text));
  stdout().write("\n");
}

/** Tells a person one sentence, or a line of progress, on stderr. */
export function tell(sentence: string): void {
  stderr().write(`${plain(sentence)}\n`);
}

/** Tells a person lines on stderr. */
export function tellLines(text: string): void {
  stderr().write(`${safe(text)}\n`);
}

/** Writes data to stdout as it is, whole or in pieces: whoever made it knows what its format escapes. */
export function printData(data: string | Iterable<string>): void {
  for (const text of typeof data === "string" ? [data] : blocks(data)) stdout().write(text);
}

/** Replaces the line of a terminal at stderr by another one, or by nothing. */
export function redraw(line: string): void {
  stderr().write(`\r\u001b[2K${plain(line)}`);
}

/** The styles of the reports, which escape what they colour. */
const OWN_STYLE = new RegExp(`(${"\u001b"}\\[(?:1|2|22|31|32|39)m)`);

function safe(text: string): string {
  if (!pc.isColorSupported) return plainLines(text);
  const parts = text.split(OWN_STYLE);
  return parts.map((part, i) => (i % 2 === 1 ? part : plainLines(part))).join("");
}
