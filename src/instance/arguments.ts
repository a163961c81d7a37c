import { requireOptions, type WantedArgument, type WantedOption } from "../util/arguments.ts";
import { nameOfObjective } from "./objectives/registry.ts";

/** What `parseInstance` returns. */
export const INSTANCE: WantedArgument = {
  what: "an instance",
  keys: ["taskOfCopy", "pairs"],
  from: "parseInstance(document) or await readInstance(path)",
};

/** What `targetsOf` returns one of for each level. */
export const TARGET: WantedArgument = {
  what: "a target",
  keys: ["terms", "perUnit"],
  from: "one of targetsOf(instance)",
};

/** What `objectivesFromText` returns. */
export const OBJECTIVE_LIST: WantedOption = {
  what: "a list of objectives",
  holds: (value) => Array.isArray(value) && value.length > 0 && value.every(isObjective),
  hint: 'objectivesFromText(instance, "cost:2%,makespan")',
};

/** Throws UsageError for a list of objectives that is none; undefined stands for the instance's own. */
export function requireObjectives(caller: string, objectives: unknown): void {
  requireOptions(caller, { objectives: OBJECTIVE_LIST }, { objectives });
}

function isObjective(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "tolerance" in value &&
    "name" in value &&
    nameOfObjective(value.name) !== undefined
  );
}
