import { costOf } from "../../../instance/features.ts";
import { paysTransfers } from "../../../instance/links.ts";
import type { TargetTerm } from "../../../instance/targets.ts";
import type { Instance, ObjectiveName, ObjectiveSpec } from "../../../instance/types.ts";
import { demandOf } from "../../../instance/usable.ts";
import { type Gauge, together } from "./gauge.ts";
import { balanceGauge, spreadGauge } from "./levels.ts";
import { copySum, energyOf, rentOf } from "./rents.ts";
import { pieceSum, taskSum } from "./task-sum.ts";
import { transfers } from "./transfers.ts";
import { wholePlan } from "./whole-plan.ts";

/** By objective. What has no line is evaluated anew at every step, see `wholePlan`; a makespan is kept by who has its aim. */
const GAUGES: Readonly<
  Partial<Record<ObjectiveName, (instance: Instance, objective: ObjectiveSpec) => Gauge>>
> = {
  throughput: (_, { priority }) => taskSum(({ gain }) => -gain, priority),
  utilization: (instance, { dimension = 0, priority }) =>
    pieceSum((task, resource) => -demandOf(instance, task, resource, dimension), priority),
  "completion-time": (_, { priority }) =>
    taskSum(
      (__, { places }) =>
        places.reduce((longest, { option }) => Math.max(longest, option.runtime), 0),
      priority,
    ),
  cost: (instance) =>
    together([
      pieceSum((task, resource) => costOf(instance, task, resource)),
      copySum(instance, rentOf),
      ...(paysTransfers(instance) ? [transfers(instance)] : []),
    ]),
  energy: (instance) => copySum(instance, energyOf),
  balance: (instance, { dimension }) => balanceGauge(instance, dimension),
  spread: (instance, { dimension }) => spreadGauge(instance, dimension),
  migrations: ({ earlier, resources }) =>
    pieceSum((task, resource) => earlier?.migrates?.[task * resources.length + resource] ?? 0),
  "weighted-completion": (_, { priority }) =>
    taskSum(({ weight }, { end }) => weight * end, priority),
  "weighted-tardiness": (_, { priority }) =>
    taskSum(({ weight, due }, { end }) => (end > due ? weight * (end - due) : 0), priority),
  "late-tasks": (_, { priority }) =>
    taskSum(({ weight, due }, { end }) => (end > due ? weight : 0), priority),
};

/** The gauge of one term of a target, without its factor. */
export function gaugeOf(instance: Instance, { objective }: TargetTerm): Gauge {
  return GAUGES[objective.name]?.(instance, objective) ?? wholePlan(instance, objective);
}
