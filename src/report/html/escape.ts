import { plain } from "../../util/plain.ts";

const NAMED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text of others as text of HTML, in elements and in quoted attributes: what is not seen becomes \uXXXX. */
export function htmlText(text: string): string {
  return plain(text).replace(/[&<>"']/g, (sign) => NAMED[sign]);
}

/** Data as JSON that may stand in a script element: nothing in it ends the element or begins a comment, and nothing is unseen. */
export function scriptJson(data: unknown): string {
  return plain(JSON.stringify(data)).replaceAll("<", "\\u003c");
}
