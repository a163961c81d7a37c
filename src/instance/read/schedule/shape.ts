import { nameOfObjective, objectiveOf } from "../../objectives/registry.ts";
import { type Fields, isMap } from "../report.ts";

/** Keys by which a document of batch mode asks for more than one task after another on each resource. */
const BEYOND = {
  document: ["limits", "setup", "robust"],
  resources: ["maintenance", "billing"],
  tasks: ["workers", "after", "limits", "priority", "stages", "exclusive"],
} as const;

/**
 * True if a document of batch mode runs one task after another on every resource and asks for nothing that goes beyond
 * times of tasks and windows: then the methods for sequences apply. Looks at keys alone; faults are told elsewhere.
 */
export function isSequence(
  document: Fields,
  resources: readonly Fields[],
  tasks: readonly Fields[],
): boolean {
  const alone = resources.every((fields) => (fields.exclusive ?? document.exclusive) === true);
  return (
    alone &&
    !has(document, BEYOND.document) &&
    !resources.some((fields) => has(fields, BEYOND.resources)) &&
    !tasks.some((fields) => has(fields, BEYOND.tasks)) &&
    !objectivesOf(document).some(isNew)
  );
}

function has(fields: Fields, keys: readonly string[]): boolean {
  return keys.some((key) => fields[key] !== undefined);
}

function objectivesOf({ objectives }: Fields): readonly unknown[] {
  return Array.isArray(objectives) ? objectives : [];
}

function isNew(item: unknown): boolean {
  if (typeof item === "string") return isOnlyOverTime(item);
  if (!isMap(item)) return false;
  const names = [item.objective, ...Object.keys(item)];
  return item.by_priority !== undefined || names.some(isOnlyOverTime);
}

function isOnlyOverTime(text: unknown): boolean {
  const name = nameOfObjective(text);
  return name !== undefined && objectiveOf(name).onlyOverTime === true;
}
