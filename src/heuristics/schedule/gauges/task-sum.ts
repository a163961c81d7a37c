import type { Placement } from "../board.ts";
import type { Job } from "../view.ts";
import type { Gauge } from "./gauge.ts";

/** What a placed task copy counts by itself. */
export type TaskValue = (job: Job, placement: Placement) => number;

/** The sum of a value of each placed copy. */
export function taskSum(worthOf: TaskValue): Gauge {
  return {
    look() {},
    value(board) {
      let sum = 0;
      board.placed.forEach((placement, copy) => {
        if (placement !== undefined) sum += worthOf(board.jobOf(copy), placement);
      });
      return sum;
    },
    changes: (board, copy, placement) => worthOf(board.jobOf(copy), placement),
    hurts: (board, copy, placement) => worthOf(board.jobOf(copy), placement),
  };
}

/** The sum of a value of each piece, by the resource entry that it stands on. */
export function pieceSum(worthOf: (task: number, resource: number) => number): Gauge {
  return taskSum(({ entry }, { places }) =>
    places.reduce((sum, { option }) => sum + worthOf(entry, option.entry), 0),
  );
}

/** The same for the sum of a value of each end, of one priority class or of all. */
export function endSum(
  valueAt: (job: Job, end: number) => number,
  priority: number | undefined,
): Gauge {
  return taskSum((job, { end }) =>
    priority === undefined || job.priority === priority ? valueAt(job, end) : 0,
  );
}
