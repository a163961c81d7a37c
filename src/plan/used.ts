import type { Plan } from "./types.ts";

/** Fewer pieces than copies by this factor are sorted; else every copy is looked at. */
const SPARSE = 16;

/** The resource copies that have a piece, ascending. `copies` is how many there are. O(copies), or O(n log n) where pieces are few. */
export function usedCopies({ resource }: Plan, copies: number): Int32Array {
  if (SPARSE * resource.length < copies) {
    const sorted = resource.slice().sort();
    return sorted.filter((copy, i) => i === 0 || copy !== sorted[i - 1]);
  }
  const isUsed = new Uint8Array(copies);
  for (const copy of resource) isUsed[copy] = 1;
  let count = 0;
  for (const one of isUsed) count += one;
  const used = new Int32Array(count);
  let at = 0;
  for (let copy = 0; copy < copies; copy++) if (isUsed[copy] === 1) used[at++] = copy;
  return used;
}
