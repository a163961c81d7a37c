import { InvariantError } from "../../util/errors.ts";
import type { Setting } from "../setting.ts";
import { balance } from "./balance.ts";
import { completionTime } from "./completion-time.ts";
import { cost } from "./cost.ts";
import { energy } from "./energy.ts";
import { lateTasks } from "./late-tasks.ts";
import { makespan } from "./makespan.ts";
import { migrations } from "./migrations.ts";
import type { Objective, ObjectiveScope, Part } from "./objective.ts";
import { spread } from "./spread.ts";
import { throughput } from "./throughput.ts";
import { utilization } from "./utilization.ts";
import { weightedCompletion } from "./weighted-completion.ts";
import { weightedTardiness } from "./weighted-tardiness.ts";

/** Every objective. A new one is one file and one line, and a formulation in `models/`. */
const OBJECTIVES = {
  throughput,
  utilization,
  "completion-time": completionTime,
  makespan,
  cost,
  balance,
  spread,
  "weighted-completion": weightedCompletion,
  "weighted-tardiness": weightedTardiness,
  "late-tasks": lateTasks,
  energy,
  migrations,
} as const satisfies Readonly<Record<string, Objective>>;

export type ObjectiveName = keyof typeof OBJECTIVES;

const ALL_NAMES = Object.keys(OBJECTIVES) as readonly ObjectiveName[];

/** What a document may ask for. */
export const OBJECTIVE_NAMES: readonly ObjectiveName[] = ALL_NAMES.filter(
  (name) => objectiveOf(name).ofChange !== true,
);

/** An objective as part of a target names it. */
export interface Named extends ObjectiveScope {
  readonly name: ObjectiveName;
}

/** What is known of an objective. */
export function objectiveOf(name: ObjectiveName): Objective {
  return OBJECTIVES[name];
}

/** The objective of a name, if it is one. */
export function nameOfObjective(text: unknown): ObjectiveName | undefined {
  return ALL_NAMES.find((name) => name === text);
}

/** The sum that the internal value of an objective is. */
export function partsOf(setting: Setting, named: Named): readonly Part[] {
  return objectiveOf(named.name).parts(setting, named);
}

/** The objective that decides between plans of one value, if one does. Throws InvariantError if it is none. */
export function tieBreakOf(name: ObjectiveName): ObjectiveName | undefined {
  const { tieBreak } = objectiveOf(name);
  const found = nameOfObjective(tieBreak);
  if (tieBreak !== undefined && found === undefined) {
    throw new InvariantError(`The tie-break "${tieBreak}" of ${name} is no objective.`);
  }
  return found;
}
