import { onlyOverTime } from "../../instance/schedule.ts";
import type { Target } from "../../instance/targets.ts";
import type { ObjectiveName, ObjectiveSpec } from "../../instance/types.ts";
import { shareCeil } from "../../plan/shares.ts";
import type { Gauge } from "./gauge.ts";
import type { Layout } from "./layout.ts";
import { levelGauge, makespanGauge } from "./level-gauges.ts";
import {
  longestGauge,
  readGauge,
  sumGauge,
  throughputGauge,
  utilizationGauge,
} from "./sum-gauges.ts";

/** A target of a layout, kept up step by step: the weighted sum of its terms. */
export class TargetGauge {
  readonly #gauges: readonly { readonly gauge: Gauge; readonly factor: number }[];

  constructor(layout: Layout, target: Target) {
    this.#gauges = target.terms.map(({ objective, factor }) => ({
      gauge: GAUGES[objective.name](layout, objective),
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
  cost: (layout) => readGauge(() => layout.cost),
  balance: (layout, { dimension }) => levelGauge(layout, dimension, false),
  spread: (layout, { dimension }) => levelGauge(layout, dimension, true),
  "weighted-completion": (layout) => readGauge(() => layout.queues?.weighted ?? 0),
  "weighted-tardiness": onlyOverTime,
  "late-tasks": onlyOverTime,
  energy: (layout) =>
    sumGauge(layout, (piece, copy) =>
      shareCeil(layout.instance.pairs.energy[layout.pair(piece, copy)], layout.roster.share[piece]),
    ),
  migrations: (layout) =>
    sumGauge(
      layout,
      (piece, copy) => layout.instance.earlier?.migrates?.[layout.pair(piece, copy)] ?? 0,
    ),
} satisfies Record<ObjectiveName, (layout: Layout, objective: ObjectiveSpec) => Gauge>;
