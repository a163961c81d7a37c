import type { BoxTree } from "../../util/box-tree.ts";
import {
  CertificateRejection,
  readInteger,
  readIntegers,
  readMap,
  refuseOthers,
} from "./reading.ts";

/** Deeper trees would overflow the stack. */
const DEEPEST = 1000;

/** The value as a tree of boxes over so many columns and rows. Throws Rejection otherwise. */
export function readBoxTree(value: unknown, columns: number, rows: number): BoxTree {
  const read = (node: unknown, depth: number): BoxTree => {
    if (depth > DEEPEST) throw new CertificateRejection("its tree is too deep");
    const map = readMap(node, "a node of its tree");
    if (map.column === undefined) return readLeaf(map, rows);
    refuseOthers(map, ["column", "at", "below", "above"]);
    const column = readInteger(map.column, 0, "column");
    if (column >= columns) throw new CertificateRejection(`there is no column ${column}`);
    const at = readInteger(map.at, Number.MIN_SAFE_INTEGER, "at");
    const [below, above] = [read(map.below, depth + 1), read(map.above, depth + 1)];
    return { column, at, below, above };
  };
  return read(value, 0);
}

function readLeaf(map: Readonly<Record<string, unknown>>, rows: number): BoxTree {
  refuseOthers(map, ["weight", "row", "multiplier"]);
  if (!Array.isArray(map.row)) throw new CertificateRejection("the rows of a leaf are no list");
  const { length } = map.row;
  const row = readIntegers(map.row, length, 0, "row");
  for (const i of row) if (i >= rows) throw new CertificateRejection(`there is no row ${i}`);
  return {
    weight: readInteger(map.weight, 0, "weight"),
    row,
    multiplier: readIntegers(map.multiplier, length, Number.MIN_SAFE_INTEGER, "multiplier"),
  };
}
