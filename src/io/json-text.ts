/** A fault in a text and where it stands. */
export interface TextFault {
  readonly message: string;
  /** Offset into the text; absent if the text as a whole is at fault. */
  readonly offset?: number;
  /** A sentence that starts with "Maybe". */
  readonly hint?: string;
}

/** Deepest nesting of a JSON text: the tree of a proof takes two levels for each of its own. */
export const MAX_DEPTH = 1000;

/**
 * The first fault of a JSON text: syntax, nesting deeper than MAX_DEPTH, or an object that names a key
 * twice (which JSON.parse would resolve silently). Undefined if there is none. O(length).
 */
export function findJsonFault(text: string): TextFault | undefined {
  try {
    const end = skipSpace(text, scanValue(text, skipSpace(text, 0), 0));
    if (end < text.length) fail(end, `expected the end of the text, got ${shown(text, end)}`);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) {
      const { message, offset } = error;
      const hint = jsonHint(text, offset);
      return { message, offset, ...(hint !== undefined && { hint }) };
    }
    throw error;
  }
}

/** What other dialects write there. */
function jsonHint(text: string, offset: number): string | undefined {
  const rest = text.slice(offset, offset + 12);
  if (/^(\/\/|\/\*|#)/.test(rest)) {
    return "Maybe leave the comment out: JSON has none, YAML has them behind #.";
  }
  if (/^[\]}]/.test(rest) && /,\s*$/.test(text.slice(Math.max(0, offset - 200), offset))) {
    return "Maybe leave out the comma before it.";
  }
  if (/^['\u2018-\u201f]/.test(rest)) return "Maybe write double quotes.";
  const [word] = /^[A-Za-z]+/.exec(rest) ?? [];
  const known = word === undefined ? undefined : OTHER_WORDS[word];
  if (known !== undefined) return `Maybe write ${known}.`;
  if (offset === 0) return undefined;
  return /^[A-Za-z_][\w-]*\s*:/.test(text.slice(offset, offset + 80))
    ? "Maybe write the key in quotes."
    : undefined;
}

const OTHER_WORDS: Readonly<Record<string, string | undefined>> = {
  True: "true",
  TRUE: "true",
  False: "false",
  FALSE: "false",
  None: "null",
  NULL: "null",
  undefined: "null",
};

/** "line 3, column 14" of an offset, both from 1. */
export function position(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return `line ${line}, column ${offset - (before.lastIndexOf("\n") + 1) + 1}`;
}

class Fault extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

function fail(offset: number, message: string): never {
  throw new Fault(offset, message);
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERAL = /true|false|null/y;

/** The offset behind a value; throws where `findJsonFault` tells. Recursion is bounded by MAX_DEPTH. */
export function scanValue(text: string, at: number, depth: number): number {
  if (depth > MAX_DEPTH) fail(at, `nested more than ${MAX_DEPTH} levels deep`);
  const first = text[at];
  if (first === "{") return scanObject(text, at, depth);
  if (first === "[") return scanArray(text, at, depth);
  if (first === '"') return scanString(text, at);
  const end = match(first === "-" || isDigit(first) ? NUMBER : LITERAL, text, at);
  return end ?? fail(at, `expected a value, got ${shown(text, at)}`);
}

/** The offset behind a text in quotes. By hand: a regular expression could run out of stack on a very long text. */
export function scanString(text: string, open: number): number {
  let at = open + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (Number.isNaN(code)) fail(open, "a text in quotes that does not end");
    if (code < 0x20) fail(at, "a line break or control character inside a text in quotes");
    at =
      code === 0x5c ? (match(ESCAPE, text, at) ?? fail(at, "an unknown escape in a text")) : at + 1;
  }
}

function scanArray(text: string, open: number, depth: number): number {
  let at = skipSpace(text, open + 1);
  if (text[at] === "]") return at + 1;
  for (;;) {
    at = skipSpace(text, scanValue(text, at, depth + 1));
    if (text[at] === "]") return at + 1;
    if (text[at] !== ",") fail(at, `expected "," or "]", got ${shown(text, at)}`);
    at = skipSpace(text, at + 1);
  }
}

function scanObject(text: string, open: number, depth: number): number {
  const keys = new Set<string>();
  let at = skipSpace(text, open + 1);
  if (text[at] === "}") return at + 1;
  for (;;) {
    if (text[at] !== '"') fail(at, `expected a key in quotes, got ${shown(text, at)}`);
    const keyEnd = scanString(text, at);
    const written = text.slice(at + 1, keyEnd - 1);
    const key = written.includes("\\") ? (JSON.parse(`"${written}"`) as string) : written;
    if (keys.has(key)) fail(at, `the key ${JSON.stringify(key)} is there twice`);
    keys.add(key);
    at = skipSpace(text, keyEnd);
    if (text[at] !== ":") fail(at, `expected ":", got ${shown(text, at)}`);
    at = skipSpace(text, scanValue(text, skipSpace(text, at + 1), depth + 1));
    if (text[at] === "}") return at + 1;
    if (text[at] !== ",") fail(at, `expected "," or "}", got ${shown(text, at)}`);
    at = skipSpace(text, at + 1);
  }
}

/** The offset of what is no white space, from `from` on. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return at;
    at++;
  }
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

function shown(text: string, at: number): string {
  if (at >= text.length) return "the end of the file";
  return JSON.stringify(
    /^\s/.test(text[at])
      ? text[at]
      : (/^[^\s,:[\]{}]{1,20}/.exec(text.slice(at, at + 20))?.[0] ?? text[at]),
  );
}
