import { type DocumentEntry, draftOf } from "../edit/draft.ts";
import { copiesIn } from "./edits.ts";
import { numbersOf } from "./numbers.ts";

/** How much there is to look at, what matters most first: task copies, links, resource copies, the sum of all numbers. */
export type DocumentSize = readonly [
  tasks: number,
  links: number,
  resources: number,
  numbers: number,
];

/** The size of a document. */
export function sizeOf(document: unknown): DocumentSize {
  const draft = draftOf(document);
  const links = draft.tasks.reduce(
    (sum, task) => sum + ((task?.after ?? []) as readonly unknown[]).length,
    0,
  );
  const numbers = numbersOf(draft).reduce((sum, one) => sum + one.read(), 0);
  const tasks = draft.tasks as readonly DocumentEntry[];
  return [copiesIn(tasks), links, copiesIn(draft.resources), numbers];
}

/** Below 0 if `a` is smaller. */
export function sizeOrder(a: DocumentSize, b: DocumentSize): number {
  const at = a.findIndex((one, i) => one !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
