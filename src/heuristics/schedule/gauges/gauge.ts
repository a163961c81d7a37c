import type { PartialSchedule } from "../partial-schedule.ts";
import type { Placement } from "../types.ts";

/**
 * One objective of what stands on a schedule, kept up as it changes. Every value is internal: whole numbers, smaller is better.
 */
export interface ScheduleGauge {
  /** Looks anew at resource copies of a schedule: at all that have changed since, of another schedule at all of them. */
  look(schedule: PartialSchedule, copies: Iterable<number>): void;
  /** What a plan of all that stands is worth. */
  value(schedule: PartialSchedule): number;
  /** By how much a place for a task copy that stands nowhere changes the value. May take long. */
  changes(schedule: PartialSchedule, copy: number, placement: Placement): number;
  /** What tells schedules of one value apart, so that a step towards a better value shows; in the unit of the value. 0 if absent. */
  guide?(schedule: PartialSchedule): number;
  /** What a place adds to value and guide, quickly; `changes` if absent. */
  adds?(schedule: PartialSchedule, copy: number, placement: Placement): number;
  /** How much a placed copy is to blame for the value; 0 if absent. */
  hurts?(schedule: PartialSchedule, copy: number, placement: Placement): number;
  /** True if a place alone takes the value past this, whatever else is moved off the resource copies that it leaves alone. */
  passes?(schedule: PartialSchedule, copy: number, placement: Placement, atMost: number): boolean;
}

/** The sum of some gauges. */
export function together(gauges: readonly ScheduleGauge[]): ScheduleGauge {
  if (gauges.length === 1) return gauges[0];
  const sum = (of: (gauge: ScheduleGauge) => number) =>
    gauges.reduce((total, gauge) => total + of(gauge), 0);
  return {
    look(schedule, copies) {
      const all = [...copies];
      for (const gauge of gauges) gauge.look(schedule, all);
    },
    value: (schedule) => sum((gauge) => gauge.value(schedule)),
    changes: (schedule, copy, placement) =>
      sum((gauge) => gauge.changes(schedule, copy, placement)),
    guide: (schedule) => sum((gauge) => gauge.guide?.(schedule) ?? 0),
    adds: (schedule, copy, placement) => sum((gauge) => addsOf(gauge, schedule, copy, placement)),
    hurts: (schedule, copy, placement) =>
      sum((gauge) => gauge.hurts?.(schedule, copy, placement) ?? 0),
  };
}

/** What a place adds to the value and the guide of a gauge. */
export function addsOf(
  gauge: ScheduleGauge,
  schedule: PartialSchedule,
  copy: number,
  placement: Placement,
): number {
  return gauge.adds === undefined
    ? gauge.changes(schedule, copy, placement)
    : gauge.adds(schedule, copy, placement);
}
