import { latestEnd, mostOfCopy, sumOf, sumOverCopies, totalWork } from "../amounts.ts";
import { timesTime } from "../billing.ts";
import { energyOf } from "../features.ts";
import type { Setting } from "../setting.ts";
import { lacksPower, lacksRuntime } from "./lacks.ts";
import type { Objective, Part } from "./objective.ts";

/** Millijoules: the energies of the pieces; in mode schedule power x occupied time of each resource copy, rounded half up. */
export const energy: Objective = {
  sense: "min",
  unit: "J",
  perUnit: () => 1000,
  parts: (setting) => [setting.schedule === undefined ? ofPieces(setting) : ofCopies(setting)],
  worst: (setting) =>
    setting.schedule === undefined
      ? sumOverCopies(setting, (t) => mostOfCopy(setting, t, "energy"))
      : worstOverTime(setting),
  lacks: (setting) => lacksRuntime(setting) ?? lacksPower(setting),
  counts: { what: "power and energies", unit: "units" },
  always: true,
  words: ["power"],
};

function ofPieces(setting: Setting): Part {
  const { features } = setting.pairs;
  return {
    kind: "pieces",
    isGain: false,
    byPlace: true,
    amount: (task, resource) => energyOf(setting, task, resource),
    ...(features !== undefined && { near: { perMs: features.energyPerMs } }),
  };
}

function ofCopies({ resources }: Setting): Part {
  return {
    kind: "copies",
    fixed: () => 0,
    timed(resource, { from, until }) {
      const busy = from.reduce((sum, start, i) => sum + until[i]! - start, 0);
      return timesTime(resources[resource]!.power ?? 0, busy, 1000);
    },
  };
}

/** What all resource copies may take together, or all pieces wherever they take most, whichever is less. */
function worstOverTime(setting: Setting): number {
  const { resources, resourceOfCopy } = setting;
  const everywhere = sumOf(
    resources.map(({ count, power = 0 }) => count * power * latestEnd(setting)),
  );
  const most = resources.reduce((all, { power = 0 }) => Math.max(all, power), 0);
  return Math.min(everywhere, most * totalWork(setting)) / 1000 + resourceOfCopy.length;
}
