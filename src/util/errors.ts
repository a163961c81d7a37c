/** One fault of the input: where it is, what is wrong, and a mend when one can be guessed. */
export interface Issue {
  /** JSON pointer into the document, such as "/tasks/3/demand/memory"; "" is the whole document. */
  readonly path: string;
  /** What was expected and what was found. Ends without a full stop. */
  readonly message: string;
  /** A sentence that starts with "Maybe", when a mend can be guessed. */
  readonly hint?: string;
  /** Where it stands in the text of the document, from 1, if that is known. */
  readonly line?: number;
  readonly column?: number;
}

/** Bad input: every issue found, never only the first. */
export class InstanceError extends Error {
  override readonly name = "InstanceError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(formatIssue).join("\n"));
    this.issues = issues;
  }
}

/** The caller asked for something that cannot be had: a wrong option, an unknown name, a missing package. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A solver broke: it threw, ran out of memory or answered against its own rules. */
export class SolverError extends Error {
  override readonly name = "SolverError";
}

/** A fault of ours: two roads to one truth disagree. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** One line for a person: "/tasks/3/demand/memory (line 12, column 30): expected ..., got .... Maybe write ...." */
export function formatIssue({ path, message, hint, line, column }: Issue): string {
  const place = line === undefined ? "" : ` (line ${line}, column ${column})`;
  const where = path === "" && place === "" ? "" : `${path === "" ? "/" : path}${place}: `;
  return `${where}${message}.${hint === undefined ? "" : ` ${hint}`}`;
}
