import type { Instance } from "../types.ts";
import type { Fields, Report } from "./report.ts";

/** Keys of the document that rules read by themselves, beside those that every document may have. */
export interface OwnFields {
  readonly document: ReadonlySet<string>;
  readonly tasks: ReadonlySet<string>;
  /** What becomes of `Instance.asked`: by name of the rule; undefined if nothing is asked. */
  read(source: FieldSource): Readonly<Record<string, unknown>> | undefined;
}

/** What a rule may look at to read its keys. */
export interface FieldSource {
  /** Places of tasks are by entry, such as "/tasks/3/crowd". */
  readonly report: Report;
  readonly document: Fields;
  /** By task entry: its keys, with those that a stage has from its task. */
  readonly tasks: readonly Fields[];
  /** All but `asked`. */
  readonly instance: Instance;
}
