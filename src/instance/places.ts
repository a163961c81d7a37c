/** Where something of a document stands in its text, from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
  /** How a value without quotes is written there; absent for others and for keys. */
  readonly written?: string;
  /** How the key is written, where it is read as another one: 007 as "7". */
  readonly key?: string;
  /** A sentence that begins with "Maybe" for a slip that the text shows and the value does not: a comma, no space behind a colon. */
  readonly slip?: string;
}

/** What is known of the text that a document was read from. */
export interface TextPlaces {
  /** The place of the value, or of the key, that a JSON pointer names; undefined if nothing of the text has it. */
  find(path: string, part?: "key"): TextPlace | undefined;
  /** True if some number is written otherwise than it prints, such as 1.10, 007 or 1e3. */
  hasOddNumbers(): boolean;
}
