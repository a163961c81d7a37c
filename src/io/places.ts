import type { TextPlace, TextPlaces } from "../instance/places.ts";
import { findJsonFault } from "./json-text.ts";
import { jsonTree } from "./json-tree.ts";
import type { Member, TextTree } from "./text-tree.ts";
import { yamlTree } from "./yaml-tree.ts";

/** Longer YAML has no places: its tree would take more memory than its document. That of JSON is a few offsets. */
const MOST_YAML = 64 * 2 ** 20;

/**
 * The places of a JSON or YAML text, worked out when first asked for: a document without faults pays nothing. O(length) once,
 * then O(depth) for each place in lists that were asked about before.
 */
export function placesOf(text: string): TextPlaces {
  let tree: TextTree | undefined;
  let lines: Int32Array | undefined;
  return {
    hasOddNumbers: () => ODD_NUMBER.test(text),
    find(path, part) {
      tree ??= treeOf(text);
      const found = walk(tree, path);
      if (found === undefined) return undefined;
      const { node, key: at, text: key } = found;
      const begins = tree.start(node);
      const isKey = at !== undefined && (part === "key" || tree.open(node) !== undefined);
      lines ??= lineStarts(text);
      const place = placeAt(lines, (isKey ? at : begins) ?? at ?? 0);
      const written = part === "key" ? undefined : tree.written(node);
      const end = begins === undefined ? undefined : begins + (written?.length ?? 0);
      const slip = at === undefined ? undefined : slipOf(path, text, end);
      return {
        ...place,
        ...(written !== undefined && { written }),
        ...(key !== undefined && { key }),
        ...(slip !== undefined && { slip }),
      };
    },
  };
}

function treeOf(text: string): TextTree {
  if (findJsonFault(text) === undefined) return jsonTree(text);
  return text.length <= MOST_YAML ? yamlTree(text) : NOTHING;
}

const NOTHING: TextTree = {
  root: 0,
  open: () => undefined,
  start: () => 0,
  written: () => undefined,
};

/** In braces "0,5" ends a value and begins a key, and "cpu:4" or "cpu=4" is a key alone. `end` of the value, undefined if nothing is written. */
function slipOf(path: string, text: string, end: number | undefined): string | undefined {
  if (end !== undefined) return /^\d,\d/.test(text.slice(end - 1, end + 2)) ? COMMA : undefined;
  const key = path.slice(path.lastIndexOf("/") + 1);
  if (/^\d/.test(key)) return COMMA;
  const [, name, value] = /^([\w.-]+)[:=](\S+)$/.exec(key) ?? [];
  return name && `Maybe write ${name}: ${value}, with a colon and a space.`;
}

const COMMA = "Maybe write a number with a decimal point: a comma ends the value before it.";

/** Numbers with leading or trailing zeros, signs, exponents or more digits than are kept. */
const ODD_NUMBER =
  /(?<![\w.+"'-])(?:[+-]?0[\dxo]|[+-]?\.\d|\+\d|[+-]?\d+\.(?:\d*0)?(?![\w.])|[+-]?\d[\d.]*[eE][+-]?\d|[+-]?\d{16}|[+-]?\d+\.\d{15})/;

type Found = Pick<Member, "node"> & Partial<Member>;

/** The node that a JSON pointer names, and where its key stands if it has one. */
function walk(tree: TextTree, path: string): Found | undefined {
  let found: Found = { node: tree.root };
  for (const step of path.split("/").slice(1)) {
    const inside = tree.open(found.node);
    if (inside === undefined) return undefined;
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    const item = "items" in inside ? inside.items[Number(step)] : undefined;
    const next = "items" in inside ? item !== undefined && { node: item } : inside.members.get(key);
    if (next === undefined || next === false) return undefined;
    found = next;
  }
  return found;
}

function lineStarts(text: string): Int32Array {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  return Int32Array.from(starts);
}

function placeAt(starts: Int32Array, offset: number): TextPlace {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}
