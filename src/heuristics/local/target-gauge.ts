import { answerFor, type ByKind } from "../../instance/objectives/objective.ts";
import { partsOf } from "../../instance/objectives/registry.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../../instance/types.ts";
import type { State } from "../state/state.ts";
import { endGauge } from "./end-gauge.ts";
import type { Gauge } from "./gauge.ts";
import {
  pieceGauge,
  placedGauge,
  readGauge,
  runtimeGauge,
  transferGauge,
  usedGauge,
} from "./sum-gauges.ts";
import { lastEndGauge, utilizationGauge } from "./utilization-gauges.ts";
import { wholeGauge } from "./whole-gauge.ts";

/** A target of a state, kept up step by step: the weighted sum of its terms. */
export class TargetGauge {
  readonly #gauges: readonly { readonly gauge: Gauge; readonly factor: number }[];

  constructor(state: State, target: Target) {
    this.#gauges = target.terms.flatMap(({ objective, factor }) =>
      gaugesOf(state, objective).map((gauge) => ({ gauge, factor })),
    );
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

/** True if the order of pieces on a copy matters to the targets: they add up values of ends. */
export function countsEnds(instance: Instance, targets: readonly Target[]): boolean {
  return targets.some(({ terms }) =>
    terms.some(({ objective }) =>
      partsOf(instance, objective).some(({ kind }) => kind === "ends" || kind === "whole"),
    ),
  );
}

function gaugesOf(state: State, objective: ObjectiveSpec): readonly Gauge[] {
  // The state keeps the cost for budgets anyway.
  if (objective.name === "cost") return [readGauge(() => state.cost)];
  return partsOf(state.instance, objective).map((part) =>
    answerFor(GAUGES, part, state, objective),
  );
}

const GAUGES: ByKind<[state: State, objective: ObjectiveSpec], Gauge> = {
  pieces: (part, state, objective) => pieceGauge(state, objective, part),
  placed: ({ gain }, state, objective) => placedGauge(state, objective, gain),
  runtimes: ({ value }, state, objective) => runtimeGauge(state, objective, value),
  ends: ({ value }, state, objective) => endGauge(state, objective, value),
  copies: (part, state, objective) => usedGauge(state, objective, part),
  transfers: (_, state) => transferGauge(state),
  "last end": (_, state) => lastEndGauge(state),
  utilization: ({ dimension, isRange }, state) => utilizationGauge(state, dimension, isRange),
  whole: ({ value }, state, objective) => wholeGauge(state, objective, value),
};
