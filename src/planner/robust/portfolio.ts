import { WITH_RECOVERIES } from "../../heuristics/handles.ts";
import type { Instance } from "../../instance/types.ts";
import { unheard } from "../../plan/traits.ts";
import type { LevelTask } from "../method.ts";
import type { PhaseOfLevels, Phases } from "../phases.ts";
import { AFTER_AREAS, AT_ONCE, hasNoStart, hasPlan, ownPhases } from "../portfolio.ts";
import {
  afterLosses,
  isBehindRelaxation,
  relaxation,
  wholeThenReserves,
  withReserves,
} from "./levels.ts";
import { hasFewLosses, survivors, survivorsByPlace } from "./survivors.ts";

/**
 * What is run for a name where plans must survive losses; a sentence where nothing is. Methods know nothing of losses, so
 * they only ever see surrogates of the level, and what they find there is tried.
 */
export function robustPortfolioOf(instance: Instance, name: string): Phases | string {
  const unknown = unheard(WITH_RECOVERIES, { instance });
  if (unknown !== undefined) {
    return `No plans that survive losses are looked for where ${unknown}.`;
  }
  return tableOf(instance)[name] ?? `The method ${name} does not plan for losses.`;
}

/** True if a method can be asked for where a plan must survive losses. */
export function plansForLosses(instance: Instance, name: string): boolean {
  return tableOf(instance)[name] !== undefined;
}

/** Lists without losses and, where the best of their plans do not survive, with reserves. */
const LISTS: PhaseOfLevels = {
  levels: wholeThenReserves,
  phases: [{ method: "greedy" }],
  note: "No plan by lists survives every loss, with spares and with headroom.",
};
const LISTS_ALONE: PhaseOfLevels = { ...LISTS, ends: () => true };
const LISTS_AT_FIRST: PhaseOfLevels = { ...LISTS, when: hasNoStart };

/** The integer program of placements knows the rule on losses; that over time does not, and says so. */
const PROGRAM_ALONE: Phases = [LISTS_AT_FIRST, { method: "milp", isAsked: true }];

/** Copies of tasks, resources and losses, multiplied, up to which the program alone is quickest. */
const SMALL = 1000;

const isInfeasible: PhaseOfLevels["ends"] = (_task, { termination }) =>
  termination === "infeasible";
const isLarge = ({ incumbent: { instance } }: LevelTask) => {
  const lost = instance.robust?.copies.length ?? 0;
  return instance.taskOfCopy.length * instance.resourceOfCopy.length * lost > SMALL;
};

/** Where what is found without losses is better than all that survives: the search with each reserve in turn. */
const SEARCH_WITH_RESERVES: PhaseOfLevels = {
  levels: withReserves,
  phases: ownPhases("placement", "local"),
  when: isBehindRelaxation,
  share: 0.3,
  work: 3000,
  turns: 4,
};

/** Plans with reserves, bounds of the relaxation, and the program beside searches. */
const ROBUST: Readonly<Record<string, Phases>> = {
  greedy: [LISTS_ALONE],
  local: [
    { ...LISTS, ends: (task) => !hasPlan(task) },
    { method: "local", isAsked: true },
  ],
  milp: PROGRAM_ALONE,
  auto: [
    LISTS_AT_FIRST,
    {
      levels: relaxation,
      phases: AT_ONCE,
      when: isLarge,
      share: 0.25,
      work: 3000,
      ends: isInfeasible,
    },
    SEARCH_WITH_RESERVES,
    // Without a plan there is nothing to search from beside the program.
    { elsewhere: ["milp"], here: [], when: (task) => !hasPlan(task), ends: () => true },
    { elsewhere: ["milp"], here: ["local", "neighbourhoods"], when: hasPlan, ends: () => true },
  ],
};

const SURVIVORS: Phases = [
  { method: survivorsByPlace, share: 0.6, work: 4000 },
  { method: survivors },
];

/** The same over time; most of the time where losses are many goes to plans with reserves. */
const SEARCH_OVER_TIME: PhaseOfLevels = {
  ...SEARCH_WITH_RESERVES,
  phases: [{ method: "local" }],
  work: 4000,
};

/** Plans by lists with reserves, bounds and plans of the relaxation, plans with reserves, and a search among what survives. */
const ROBUST_OVER_TIME: Readonly<Record<string, Phases>> = {
  greedy: [LISTS_ALONE],
  local: [LISTS_AT_FIRST, ...SURVIVORS],
  milp: PROGRAM_ALONE,
  auto: [
    { ...LISTS_AT_FIRST, share: 0.4, work: 40_000 },
    { levels: relaxation, phases: [{ method: "areas" }], share: 0.2, work: 4000 },
    // Bounds without losses have certificates, so those of what losses leave come second.
    { levels: afterLosses, phases: [{ method: "areas" }], share: 0.15, work: 4000 },
    { levels: relaxation, phases: AFTER_AREAS, ends: isInfeasible },
    {
      ...SEARCH_OVER_TIME,
      when: (task) => isBehindRelaxation(task) && hasFewLosses(task),
      share: 0.2,
    },
    {
      ...SEARCH_OVER_TIME,
      when: (task) => isBehindRelaxation(task) && !hasFewLosses(task),
      share: 0.6,
    },
    ...SURVIVORS,
  ],
};

/** What is run by the name that was asked for. */
function tableOf({ mode }: Instance): Readonly<Record<string, Phases>> {
  return mode === "schedule" ? ROBUST_OVER_TIME : ROBUST;
}
