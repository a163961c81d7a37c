import type { LevelLimit } from "../../instance/level-limit.ts";
import { partsOf } from "../../instance/objectives/registry.ts";
import type { Target } from "../../instance/targets.ts";
import type { ObjectiveSpec } from "../../instance/types.ts";
import { addsOf, type ScheduleGauge } from "./gauges/gauge.ts";
import { type LastEnd, lastEnd } from "./gauges/last-end.ts";
import { gaugeOf } from "./gauges/registry.ts";
import type { PartialSchedule } from "./partial-schedule.ts";
import { shareOf, sizesOf } from "./priorities.ts";
import type { Placement, ScheduleView } from "./types.ts";

/** A value and how far from lawful it is; smaller is better, lawfulness first. */
export interface Penalised {
  readonly faults: number;
  readonly value: number;
}

/** Faults of a limit that is passed, beside those of a task that is missing, which are about 1. */
const PASSED_LIMIT = 1000;

/** Where a makespan is weighed with other things, how much further its target moves: what they are worth is not known. */
const FURTHER = 5;

export function isLess(a: Penalised, b: Penalised): boolean {
  return a.faults < b.faults || (a.faults === b.faults && a.value < b.value);
}

/** True if `a` is more lawful than `b`, whatever that costs, or as lawful and worse by no more than `slack`. */
export function isClose(a: Penalised, b: Penalised, slack: number): boolean {
  if (a.faults < b.faults - 1e-9) return true;
  return a.faults <= b.faults + 1e-9 && a.value <= b.value + slack;
}

/** A gauge and how much it counts. */
interface Part {
  readonly gauge: ScheduleGauge;
  readonly factor: number;
}

/**
 * What a schedule is worth to a target under the limits of earlier levels, kept up by resource copy. A makespan has a target makespan: what
 * plans should end by. Where it is the whole target only that counts, how much of what ends past it.
 */
export class PenalisedCost {
  readonly isMakespan: boolean;
  /** No task may end later: a makespan of an earlier level. */
  readonly latest: number;
  readonly #parts: readonly Part[];
  readonly #end: LastEnd | undefined;
  readonly #limits: readonly { readonly parts: readonly Part[]; readonly atMost: number }[];
  readonly #gauges: readonly ScheduleGauge[];
  readonly #view: ScheduleView;
  readonly #sizes: Float64Array;
  readonly #price: ArrayLike<number> | undefined;
  #schedule: PartialSchedule;

  /** `price`, by resource entry: what a millisecond of a whole copy is worth; 1 if absent. */
  constructor(
    schedule: PartialSchedule,
    target: Target,
    limits: readonly LevelLimit[],
    price: ArrayLike<number> | undefined,
  ) {
    const { view } = schedule;
    this.#view = view;
    this.#schedule = schedule;
    const isAlone = isMakespan(view, target);
    const hasEnd = target.terms.some(({ objective }) => isLastEnd(view, objective));
    const end = hasEnd ? lastEnd(view, isAlone) : undefined;
    this.#end = end;
    this.isMakespan = isAlone;
    this.#parts = gaugesFor(view, target, end);
    this.latest = limits
      .filter((limit) => isMakespan(view, limit.target))
      .reduce(
        (all, { target: { terms }, atMost }) => Math.min(all, Math.floor(atMost / terms[0].factor)),
        Infinity,
      );
    this.#limits = limits
      .filter((limit) => !isMakespan(view, limit.target))
      .map((limit) => ({ parts: gaugesFor(view, limit.target), atMost: limit.atMost }));
    this.#gauges = [...this.#parts, ...this.#limits.flatMap(({ parts }) => parts)].map(
      ({ gauge }) => gauge,
    );
    this.#sizes = sizesOf(view);
    this.#price = price;
  }

  /** What plans should end by, where the target has a makespan. */
  get targetEnd(): number {
    return this.#end?.targetEnd ?? Infinity;
  }

  set targetEnd(time: number) {
    if (this.#end !== undefined) this.#end.targetEnd = time;
  }

  /** True if the target weighs a makespan with other things. */
  get weighsEnd(): boolean {
    return this.#end !== undefined && !this.isMakespan;
  }

  /** Speaks of another schedule from now on. */
  turnTo(schedule: PartialSchedule): void {
    this.#schedule = schedule;
    for (const gauge of this.#gauges) gauge.look(schedule, schedule.held.keys());
  }

  /** Looks again at resource copies that have changed. */
  repay(copies: Iterable<number>): void {
    const changed = [...copies];
    for (const gauge of this.#gauges) gauge.look(this.#schedule, changed);
  }

  /** A makespan just below the best one, or by a share `deeper` of it, not below the bound. */
  lowerTarget(best: Penalised, bound: number, deeper: number): void {
    if (this.#end === undefined || best.faults > 0) return;
    if (!this.isMakespan) {
      const makespan = this.#end.value(this.#schedule);
      this.#end.targetEnd = Math.floor(makespan * (1 - Math.max(0.001, FURTHER * deeper)));
      return;
    }
    const makespan = best.value / this.#parts[0].factor;
    const targetEnd = Math.floor(makespan * (1 - Math.max(0.001, deeper)));
    this.#end.targetEnd = Math.max(bound, Math.min(makespan - 1, targetEnd));
  }

  /** True if what stands ends by the target makespan. */
  meetsTarget({ faults, value }: Penalised): boolean {
    return faults === 0 && value <= this.targetEnd * this.#parts[0].factor;
  }

  /** When all that stands has ended. */
  lastEnd(): number {
    return this.#end?.value(this.#schedule) ?? 0;
  }

  /** What a task copy would add at a place, with what guides a search to better values; a makespan counts what ends past the target makespan. */
  adds(copy: number, placement: Placement): number {
    let sum = 0;
    for (const { gauge, factor } of this.#parts) {
      sum += factor * addsOf(gauge, this.#schedule, copy, placement);
    }
    return sum;
  }

  /** True if a task copy that may stay away had better: at this place it brings nothing. */
  isIdle(copy: number, placement: Placement): boolean {
    let sum = 0;
    for (const { gauge, factor } of this.#parts) {
      sum += factor * gauge.changes(this.#schedule, copy, placement);
    }
    return sum >= 0;
  }

  /** True if a place passes a limit by itself. */
  passesLimit(copy: number, placement: Placement): boolean {
    return this.#limits.some(({ parts, atMost }) => {
      if (parts.length > 1) return false;
      const [{ gauge, factor }] = parts;
      return gauge.passes?.(this.#schedule, copy, placement, atMost / factor) ?? false;
    });
  }

  /** What tells places apart that add the same: what they would be worth to others, or when the task ends. */
  tieBreak({ places, end }: Placement): number {
    if (!this.isMakespan) return end;
    return places.reduce(
      (sum, { option }) =>
        sum + (this.#price?.[option.entry] ?? 1) * shareOf(this.#view, option) * option.runtime,
      0,
    );
  }

  /** The copies that may move and ended past the target makespan, with what must follow, when the guided cost was last asked for. */
  get late(): readonly number[] {
    return this.#end?.late ?? [];
  }

  /** How much a placed copy hurts now. */
  hurts(copy: number, placement: Placement): number {
    return this.#parts.reduce(
      (sum, { gauge, factor }) =>
        sum + factor * (gauge.hurts?.(this.#schedule, copy, placement) ?? 0),
      0,
    );
  }

  /** The value of what stands, and what is missing, past its limits or no longer apart. */
  value(): Penalised {
    return { faults: this.#faults(), value: this.#sum(this.#parts) };
  }

  /** The same with what guides a search; of a makespan alone only how much of what ends past the target makespan. */
  guided(): Penalised {
    const guide = this.#parts.reduce(
      (sum, { gauge, factor }) =>
        sum + (gauge.guide === undefined ? 0 : factor * gauge.guide(this.#schedule)),
      0,
    );
    const faults = this.#faults();
    if (this.isMakespan) return { faults, value: guide / this.#parts[0].factor };
    return { faults, value: this.#sum(this.#parts) + guide };
  }

  #faults(): number {
    let faults = this.#schedule.broken;
    this.#schedule.placed.forEach((placement, copy) => {
      const { optional, entry } = this.#schedule.jobOf(copy);
      if (placement === undefined && !optional) faults += 1 + this.#sizes[entry];
    });
    for (const { parts, atMost } of this.#limits) {
      const excess = this.#sum(parts) - atMost;
      if (excess > 0) faults += PASSED_LIMIT * (1 + excess / Math.max(1, Math.abs(atMost)));
    }
    return faults;
  }

  #sum(parts: readonly Part[]): number {
    return parts.reduce((sum, { gauge, factor }) => sum + factor * gauge.value(this.#schedule), 0);
  }
}

/** The gauges of a target; `end` is that of its makespan, a plain one if absent. */
function gaugesFor(view: ScheduleView, target: Target, end?: LastEnd): readonly Part[] {
  return target.terms.map((term) => ({
    factor: term.factor,
    gauge: (isLastEnd(view, term.objective) ? end : undefined) ?? gaugeOf(view, term),
  }));
}

function isMakespan(view: ScheduleView, { terms }: Target): boolean {
  return terms.length === 1 && isLastEnd(view, terms[0].objective);
}

function isLastEnd({ instance }: ScheduleView, objective: ObjectiveSpec): boolean {
  const [part, another] = partsOf(instance, objective);
  return part?.kind === "last end" && another === undefined;
}
