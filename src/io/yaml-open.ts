/** What was opened in a YAML text and not closed. */
export interface Unclosed {
  /** The bracket or quote itself. */
  readonly mark: string;
  /** Where it stands, as an offset. */
  readonly offset: number;
}

/**
 * The last bracket or quote of a YAML text that is open at its end, as a parser finds it only where the indentation breaks; undefined
 * if all are closed. Reads quotes, comments and flow collections; texts of several lines (`|`, `>`) are not told from others, so this
 * is for hints alone. O(length).
 */
export function unclosedIn(text: string): Unclosed | undefined {
  const open: Unclosed[] = [];
  for (let i = 0; i < text.length; i++) {
    const mark = text[i]!;
    if (!MARKS.has(mark)) continue;
    const isFirst = i === 0 || BEFORE.test(text[i - 1]!);
    if (mark === "#" && isFirst) {
      const end = text.indexOf("\n", i);
      if (end < 0) break;
      i = end;
    } else if ((mark === '"' || mark === "'") && isFirst) {
      const end = endOfQuote(text, i);
      // A quote that goes on over what looks like the next key was not closed in its line.
      if (end < 0 || /\n\s*(?:- )?[\w-]+:(?:\s|$)/.test(text.slice(i, end))) {
        return { mark, offset: i };
      }
      i = end;
    } else if ((mark === "[" || mark === "{") && (isFirst || open.length > 0)) {
      open.push({ mark, offset: i });
    } else if ((mark === "]" || mark === "}") && open.length > 0) open.pop();
  }
  return open.at(-1);
}

const MARKS: ReadonlySet<string> = new Set("#\"'[]{}");
/** What stands in front of a mark that begins a value or a comment. */
const BEFORE = /[\s[{,]/;

/** The offset of the quote that closes the one at `from`, or -1. */
function endOfQuote(text: string, from: number): number {
  const mark = text[from]!;
  for (let i = from + 1; i < text.length; i++) {
    if (mark === '"' && text[i] === "\\") i++;
    else if (text[i] === mark) {
      if (mark === "'" && text[i + 1] === mark) i++;
      else return i;
    }
  }
  return -1;
}
