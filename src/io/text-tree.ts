/** A value inside a map, and the offset of its key. */
export interface Member {
  readonly node: number;
  readonly key: number;
  /** The key as written, where it is read as another one. */
  readonly text?: string;
}

/** What is inside a list or a map. */
export type Inside =
  | { readonly items: readonly number[] }
  | { readonly members: ReadonlyMap<string, Member> };

/** A document as its text has it. Nodes are numbers that only the tree understands. */
export interface TextTree {
  readonly root: number;
  /** Undefined of anything else. Remembered. */
  open(node: number): Inside | undefined;
  /** Offset where a value begins; undefined if nothing is written for it. */
  start(node: number): number | undefined;
  /** A value without quotes as it is written. */
  written(node: number): string | undefined;
}
