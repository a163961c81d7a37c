import { answerFor, type ByKind } from "../../../instance/objectives/objective.ts";
import { partsOf } from "../../../instance/objectives/registry.ts";
import type { TargetTerm } from "../../../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../../../instance/types.ts";
import type { ScheduleView } from "../types.ts";
import { copySum } from "./copy-sum.ts";
import { type ScheduleGauge, together } from "./gauge.ts";
import { lastEnd } from "./last-end.ts";
import { pieceSum, taskSum } from "./task-sum.ts";
import { transfers } from "./transfers.ts";
import { balanceGauge, spreadGauge } from "./utilization.ts";
import { wholePlan } from "./whole-plan.ts";

/** The gauge of one term of a target, without its factor. */
export function gaugeOf(view: ScheduleView, { objective }: TargetTerm): ScheduleGauge {
  const gauges = partsOf(view.instance, objective).map((part) =>
    answerFor(GAUGES, part, view.instance, objective, view),
  );
  const known = gauges.filter((gauge) => gauge !== undefined);
  return known.length < gauges.length ? wholePlan(view.instance, objective) : together(known);
}

/** By kind. An objective with a part that has none is evaluated anew at every step. */
const GAUGES: ByKind<[Instance, ObjectiveSpec, ScheduleView], ScheduleGauge | undefined> = {
  pieces: ({ amount, isGain }, _, { priority }) =>
    pieceSum(isGain ? (task, resource) => -amount(task, resource) : amount, priority),
  placed: ({ gain }, _, { priority }) => taskSum(({ entry }) => -gain(entry), priority),
  runtimes: ({ value }, { tasks }, { priority }) =>
    taskSum(({ entry }, { places }) => {
      const longest = places.reduce((most, { option }) => Math.max(most, option.runtime), 0);
      return value(tasks[entry], longest);
    }, priority),
  ends: ({ value }, { tasks }, { priority }) =>
    taskSum(({ entry }, { end }) => value(tasks[entry], end), priority),
  copies: (part, instance, objective) =>
    objective.priority === undefined ? copySum(instance, part) : undefined,
  transfers: (_, instance) => transfers(instance),
  "last end": (_, __, ___, view) => lastEnd(view, false),
  utilization: ({ isRange, dimension }, instance) =>
    (isRange ? spreadGauge : balanceGauge)(instance, dimension),
  whole: () => undefined,
};
