import { parseInstance } from "../instance/parse.ts";
import type { Instance } from "../instance/types.ts";
import { documentOf, draftOf, type Edit } from "./draft.ts";

/** The instance of a document after edits. Throws InstanceError where they leave none. */
export function editedInstance(document: unknown, name: string, edits: readonly Edit[]): Instance {
  const draft = draftOf(document);
  for (const edit of edits) edit(draft);
  return parseInstance(documentOf(draft), { name });
}
