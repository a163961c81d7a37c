import { documentRequirements } from "./document.ts";
import { groupRequirements } from "./groups.ts";
import type { DocumentRequirement, RequirementKind, Source } from "./requirement.ts";
import { resourceRequirements } from "./resources.ts";
import { taskFieldRequirements } from "./task-fields.ts";
import { taskRequirements } from "./tasks.ts";

/** Every kind of requirement. A new one is one file and one line. */
const KINDS: readonly RequirementKind[] = [
  taskRequirements,
  resourceRequirements,
  documentRequirements,
  groupRequirements,
  taskFieldRequirements,
];

/** All that a document asks of its plans and that can be given up piece by piece. */
export function requirementsOf(source: Source): readonly DocumentRequirement[] {
  return KINDS.flatMap((kind) => kind(source));
}
