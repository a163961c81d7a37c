import type { Random } from "../../util/random.ts";

/** What a generator is asked for. */
export interface GenerateOptions {
  /** Task copies, 0 or more. */
  readonly tasks: number;
  /** Resource copies, 1 or more. */
  readonly resources: number;
  /** Resource kinds; only `fleet` knows kinds. */
  readonly kinds?: number;
  /** Equal seeds give equal documents. */
  readonly seed: number;
}

/** An instance document, ready for `parseInstance` or a file. */
export interface GeneratedDocument {
  readonly name: string;
  readonly mode: "placement" | "batch";
  readonly objectives: readonly string[];
  readonly transfer?: readonly object[];
  readonly resources: readonly object[];
  readonly tasks: readonly object[];
}

/** A family of random instances. */
export interface Generator {
  /** One line for `--help`. */
  readonly summary: string;
  readonly make: (options: GenerateOptions, random: Random) => Omit<GeneratedDocument, "name">;
}
