import { scanString, scanValue, skipSpace } from "./json-text.ts";
import type { Inside, Member, TextTree } from "./text-tree.ts";

/** The tree of a JSON text without faults; nodes are offsets. */
export function jsonTree(text: string): TextTree {
  const known = new Map<number, Inside | undefined>();
  return {
    root: skipSpace(text, 0),
    open(node) {
      if (!known.has(node)) known.set(node, insideOf(text, node));
      return known.get(node);
    },
    start: (node) => node,
    written: (node) =>
      /["{[]/.test(text[node]!) ? undefined : text.slice(node, scanValue(text, node, 0)),
  };
}

function insideOf(text: string, open: number): Inside | undefined {
  const first = text[open];
  if (first !== "{" && first !== "[") return undefined;
  const items: number[] = [];
  const members = new Map<string, Member>();
  let at = skipSpace(text, open + 1);
  while (text[at] !== "}" && text[at] !== "]") {
    if (text[at] === ",") at = skipSpace(text, at + 1);
    if (first === "[") items.push(at);
    else {
      const end = scanString(text, at);
      const key = JSON.parse(text.slice(at, end)) as string;
      const node = skipSpace(text, skipSpace(text, end) + 1);
      members.set(key, { node, key: at });
      at = node;
    }
    at = skipSpace(text, scanValue(text, at, 0));
  }
  return first === "[" ? { items } : { members };
}
