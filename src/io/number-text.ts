import { InstanceError } from "../util/errors.ts";

/** The numbers of one line. */
export interface NumberRow {
  /** From 1. */
  readonly line: number;
  readonly values: readonly number[];
}

/**
 * The whole number, at least 0, that a word of a text is. Throws InstanceError with the line of anything else; `source` names the
 * text there, if it has a name.
 */
export function wholeNumber(token: string, line: number, source?: string): number {
  const shown = JSON.stringify(token.length > 40 ? `${token.slice(0, 40)}...` : token);
  const wrong = (message: string) => lineFault(line, message, { source });
  if (!/^[+-]?\d+$/.test(token)) throw wrong(`expected an integer, got ${shown}`);
  const value = Number(token);
  if (value < 0) throw wrong(`a number may not be negative, got ${shown}`);
  if (!Number.isSafeInteger(value)) throw wrong(`${shown} is too large`);
  return value;
}

/** The numbers of a line of a text, whole and at least 0. Throws InstanceError with the line of anything else. */
export function numberRow(text: string, line: number): NumberRow {
  const tokens = text.trim().split(/\s+/);
  return { line, values: tokens.map((token) => wholeNumber(token, line)) };
}

/** The error of a line. */
export function lineFault(
  line: number,
  message: string,
  { source, hint }: { source?: string | undefined; hint?: string | undefined } = {},
): InstanceError {
  const where = source === undefined ? "" : `${source}, `;
  return new InstanceError([
    {
      path: "",
      message: `${where}line ${line}: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
}
