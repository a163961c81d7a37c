/** What an importer made: an instance document (or part of one) and what a person should know of it. */
export interface Imported {
  readonly document: object;
  /** Sentences: what was left out, rounded or assumed. */
  readonly notes: readonly string[];
}

/** A foreign format that can be read into an instance document. */
export interface Importer {
  /** One line for `--help`. */
  readonly summary: string;
  /** The texts it needs: name -> what it is. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The input that a command takes as its argument; others are options. */
  readonly argument?: string;
  /** Its settings: name -> what it is and how it is written. */
  readonly settings: Readonly<Record<string, string>>;
  /** Settings that have no value: name -> what it is. Where one is given, its text is "true". */
  readonly flags?: Readonly<Record<string, string>>;
  /**
   * Inputs and settings are by the names above; settings are texts as a person writes them.
   * Throws InstanceError for bad inputs and UsageError for bad settings.
   */
  readonly read: (
    inputs: Readonly<Record<string, string>>,
    settings: Readonly<Record<string, string>>,
  ) => Imported;
}
