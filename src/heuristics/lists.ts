/** Stands for the list of a copy that never had anything, so that copies without pieces cost next to nothing. */
const NOTHING = Object.freeze([]) as unknown as number[];

/** A list for each copy, all empty. To be added to through `listAt` alone. */
export function emptyLists(copies: number): number[][] {
  return new Array<number[]>(copies).fill(NOTHING);
}

/** The list of a copy, one of its own from now on. */
export function listAt(lists: number[][], copy: number): number[] {
  if (lists[copy] === NOTHING) lists[copy] = [];
  return lists[copy];
}
