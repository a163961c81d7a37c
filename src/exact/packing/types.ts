/** What one copy of a resource entry holds: so many copies of each task entry, devices respected. */
export interface Configuration {
  readonly resource: number;
  /** Task entries, ascending, and how many copies of each; none is 0. */
  readonly tasks: readonly number[];
  readonly counts: readonly number[];
}

/** The best configuration of one resource copy at given prices. */
export interface PricedConfiguration {
  readonly configuration: Configuration;
  /** Worth of the configuration. */
  readonly worth: number;
  /** No configuration is worth more; equal to `worth` if the search came to its end. */
  readonly atMost: number;
}
