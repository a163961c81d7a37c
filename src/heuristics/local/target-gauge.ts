import { onlyOverTime } from "../../instance/schedule.ts";
import type { Target } from "../../instance/targets.ts";
import type { ObjectiveName, ObjectiveSpec } from "../../instance/types.ts";
import { shareCeil } from "../../plan/shares.ts";
import type { State } from "../state/state.ts";
import type { Gauge } from "./gauge.ts";
import { levelGauge, makespanGauge } from "./level-gauges.ts";
import {
  longestGauge,
  readGauge,
  sumGauge,
  throughputGauge,
  utilizationGauge,
} from "./sum-gauges.ts";
import { weightedGauge } from "./weighted-gauge.ts";

/** A target of a state, kept up step by step: the weighted sum of its terms. */
export class TargetGauge {
  readonly #gauges: readonly { readonly gauge: Gauge; readonly factor: number }[];

  constructor(state: State, target: Target) {
    this.#gauges = target.terms.map(({ objective, factor }) => ({
      gauge: GAUGES[objective.name](state, objective),
      factor,
    }));
  }

  came(piece: number, copy: number): void {
    for (const { gauge } of this.#gauges) gauge.came?.(piece, copy);
  }

  left(piece: number, copy: number): void {
    for (const { gauge } of this.#gauges) gauge.left?.(piece, copy);
  }

  settle(copy: number): void {
    for (const { gauge } of this.#gauges) gauge.settle?.(copy);
  }

  /** The internal value, as `evaluateTarget` would say of the plan. */
  value(): number {
    let sum = 0;
    for (const { gauge, factor } of this.#gauges) sum += factor * gauge.value();
    return sum;
  }

  /** What a search descends; see `Gauge`. */
  guide(): number {
    let sum = 0;
    for (const { gauge, factor } of this.#gauges) sum += factor * gauge.guide();
    return sum;
  }

  /** The resource copies on which a maximum among the terms hangs, if there is one. */
  extremes(): { readonly top: number; readonly bottom: number } | undefined {
    for (const { gauge } of this.#gauges) if (gauge.extremes) return gauge.extremes();
    return undefined;
  }
}

/** True if the order of pieces on a copy matters to the targets: they count weighted ends. */
export function countsEnds(targets: readonly Target[]): boolean {
  return targets.some(({ terms }) =>
    terms.some(({ objective }) => objective.name === "weighted-completion"),
  );
}

const GAUGES = {
  throughput: throughputGauge,
  utilization: utilizationGauge,
  "completion-time": longestGauge,
  makespan: makespanGauge,
  cost: (state) => readGauge(() => state.cost),
  balance: (state, { dimension }) => levelGauge(state, dimension, false),
  spread: (state, { dimension }) => levelGauge(state, dimension, true),
  "weighted-completion": weightedGauge,
  "weighted-tardiness": onlyOverTime,
  "late-tasks": onlyOverTime,
  energy: (state) =>
    sumGauge(state, (piece, copy) =>
      shareCeil(state.instance.pairs.energy[state.pair(piece, copy)], state.pieces.share[piece]),
    ),
  migrations: (state) =>
    sumGauge(
      state,
      (piece, copy) => state.instance.earlier?.migrates?.[state.pair(piece, copy)] ?? 0,
    ),
} satisfies Record<ObjectiveName, (state: State, objective: ObjectiveSpec) => Gauge>;
