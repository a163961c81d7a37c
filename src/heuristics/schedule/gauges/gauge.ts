import type { ScheduleBoard } from "../board.ts";
import type { Placement } from "../types.ts";

/**
 * One objective of what stands on a board, kept up as it changes. Every value is internal: whole numbers, smaller is better.
 */
export interface ScheduleGauge {
  /** Looks anew at resource copies of a board: at all that have changed since, of another board at all of them. */
  look(board: ScheduleBoard, copies: Iterable<number>): void;
  /** What a plan of all that stands is worth. */
  value(board: ScheduleBoard): number;
  /** By how much a place for a task copy that stands nowhere changes the value. May take long. */
  changes(board: ScheduleBoard, copy: number, placement: Placement): number;
  /** What tells boards of one value apart, so that a step towards a better value shows; in the unit of the value. 0 if absent. */
  guide?(board: ScheduleBoard): number;
  /** What a place adds to value and guide, quickly; `changes` if absent. */
  adds?(board: ScheduleBoard, copy: number, placement: Placement): number;
  /** How much a placed copy is to blame for the value; 0 if absent. */
  hurts?(board: ScheduleBoard, copy: number, placement: Placement): number;
  /** True if a place alone takes the value past this, whatever else is moved off the resource copies that it leaves alone. */
  passes?(board: ScheduleBoard, copy: number, placement: Placement, atMost: number): boolean;
}

/** The sum of some gauges. */
export function together(gauges: readonly ScheduleGauge[]): ScheduleGauge {
  if (gauges.length === 1) return gauges[0];
  const sum = (of: (gauge: ScheduleGauge) => number) =>
    gauges.reduce((total, gauge) => total + of(gauge), 0);
  return {
    look(board, copies) {
      const all = [...copies];
      for (const gauge of gauges) gauge.look(board, all);
    },
    value: (board) => sum((gauge) => gauge.value(board)),
    changes: (board, copy, placement) => sum((gauge) => gauge.changes(board, copy, placement)),
    guide: (board) => sum((gauge) => gauge.guide?.(board) ?? 0),
    adds: (board, copy, placement) => sum((gauge) => addsOf(gauge, board, copy, placement)),
    hurts: (board, copy, placement) => sum((gauge) => gauge.hurts?.(board, copy, placement) ?? 0),
  };
}

/** What a place adds to the value and the guide of a gauge. */
export function addsOf(
  gauge: ScheduleGauge,
  board: ScheduleBoard,
  copy: number,
  placement: Placement,
): number {
  return gauge.adds === undefined
    ? gauge.changes(board, copy, placement)
    : gauge.adds(board, copy, placement);
}
