import { partsOf } from "../instance/objectives/registry.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { UsageError } from "../util/errors.ts";
import type { Situation } from "./types.ts";

/**
 * The situation with a plain sequence as the schedule that it is: every resource copy runs one piece at a time, and pieces cost
 * what they cost there, so copies pay for no time. Plans, rules and values are the same; any other instance comes back as it is.
 * Throws UsageError for what only sequences know.
 */
export function asSchedule(situation: Situation): Situation {
  const { instance, objectives = instance.objectives } = situation;
  if (instance.mode !== "batch" || instance.pairs.features !== undefined) return situation;
  const schedule = sequenceAsSchedule(instance);
  const other = objectives.find((objective) => isAnother(instance, schedule, objective));
  if (other !== undefined) {
    throw new UsageError(
      `${other.name} of a plain sequence (exclusive: true and nothing else over time) is not replanned; that of a schedule is.\n` +
        "Maybe add limits: [] to the document, which makes it one.",
    );
  }
  const t = instance.tasks.findIndex(({ divisible, replicas }) => divisible || replicas > 1);
  if (t >= 0) {
    const { id, divisible } = instance.tasks[t];
    const what = divisible ? "divisible" : "in replicas";
    throw new UsageError(`Task "${id}" is ${what}, and a sequence of such tasks is not replanned.`);
  }
  return { ...situation, instance: schedule };
}

/** True if an objective counts something else in a schedule: energy of copies, demand instead of busy time. */
function isAnother(sequence: Instance, schedule: Instance, objective: ObjectiveSpec): boolean {
  const [own, other] = [sequence, schedule].map((one) => partsOf(one, objective));
  return (
    own.some(
      ({ kind }, i) => kind !== other[i]?.kind || kind === "utilization" || kind === "whole",
    ) || own.length !== other.length
  );
}

/** A plain sequence as a schedule of pieces that stand alone; values of energy and levels are counted otherwise there. */
export function sequenceAsSchedule(instance: Instance): Instance {
  const T = instance.tasks.length;
  const R = instance.resources.length;
  return Object.freeze({
    ...instance,
    mode: "schedule" as const,
    resources: instance.resources.map((resource) => ({ ...resource, pricePerHour: 0 })),
    schedule: Object.freeze({
      exclusiveResource: new Uint8Array(R).fill(1),
      exclusiveTask: new Uint8Array(T),
      workers: new Int32Array(T).fill(1),
      within: new Int32Array(T).fill(-1),
      topology: [],
      precedence: [],
      maintenance: instance.resources.map(() => []),
      limits: [],
      family: new Int32Array(T),
      families: [""],
      setup: new Float64Array(1),
      billing: instance.resources.map(() => ({ by: "occupied" as const, every: 1 })),
    }),
  });
}
