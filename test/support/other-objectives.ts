import { OBJECTIVE_NAMES } from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { InstanceError } from "../../src/util/errors.ts";

/** What generators of documents ask for where it fits, each with what it needs. */
const KNOWN: ReadonlySet<string> = new Set([
  ...["throughput", "utilization", "completion-time", "makespan", "cost", "balance", "spread"],
  ...["weighted-completion", "weighted-tardiness", "late-tasks", "energy"],
]);

/** All other objectives that the document can have: a new one is tried everywhere by itself. */
export function otherObjectives(document: object): readonly string[] {
  return OBJECTIVE_NAMES.filter((name) => !KNOWN.has(name) && isValid(document, name));
}

function isValid(document: object, objective: string): boolean {
  try {
    parseInstance({ ...document, combine: "lexicographic", objectives: [objective] });
    return true;
  } catch (error) {
    if (error instanceof InstanceError) return false;
    throw error;
  }
}
