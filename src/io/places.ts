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
      const isKey =
        found.key !== undefined && (part === "key" || tree.open(found.node) !== undefined);
      lines ??= lineStarts(text);
      const place = placeAt(lines, isKey ? found.key! : tree.start(found.node));
      const written = part === "key" ? undefined : tree.written(found.node);
      const { text: key } = found;
      return {
        ...place,
        ...(written !== undefined && { written }),
        ...(key !== undefined && { key }),
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
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
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
