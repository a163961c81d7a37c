import { expect, test } from "vitest";
import type { SolveEvent } from "../../src/program/types.ts";
import { SolverProgress } from "../../src/solvers/progress.ts";
import { SolverError } from "../../src/util/errors.ts";
import { dense } from "./programs.ts";

/** min x, 2 <= x <= 9, integer. */
const program = dense([[2, 9, 1, "i"]]);

function watched(): { progress: SolverProgress; events: SolveEvent[] } {
  const events: SolveEvent[] = [];
  return {
    progress: new SolverProgress("test", program, { onEvent: (event) => events.push(event) }),
    events,
  };
}

test("only improvements are kept and reported", () => {
  const { progress, events } = watched();
  progress.raise(1);
  expect(progress.offer(Float64Array.of(5))).toBeUndefined();
  progress.offer(Float64Array.of(7));
  progress.raise(0.5);
  progress.offer(Float64Array.of(3));
  progress.raise(2);
  const values = events.map(({ point, dualBound }) => point?.value ?? `>= ${dualBound}`);
  expect(values).toEqual([">= 1", 5, 3, ">= 2"]);
  expect(progress.held()).toEqual({ point: { x: Float64Array.of(3), value: 3 }, dualBound: 2 });
});

test("a point that is none is turned away with a reason", () => {
  const { progress, events } = watched();
  expect(progress.offer(Float64Array.of(1))).toBe("column 0 is 1, outside [2, 9]");
  expect([events, progress.held()]).toEqual([[], {}]);
});

test("bounds that say nothing are not bounds", () => {
  const { progress, events } = watched();
  for (const bound of [Number.NaN, -Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
    progress.raise(bound);
  expect([events, progress.held()]).toEqual([[], {}]);
});

test("a bound a rounding error above the point is cut, one above that is a broken solver", () => {
  const { progress, events } = watched();
  progress.offer(Float64Array.of(3));
  progress.raise(3 + 1e-9);
  expect([progress.dualBound, events.at(-1)]).toEqual([3, { dualBound: 3 }]);
  expect(() => progress.raise(3.1)).toThrow(SolverError);
});

test("a point below a claimed bound is a broken solver as well", () => {
  const { progress } = watched();
  progress.raise(4);
  expect(() => progress.offer(Float64Array.of(3))).toThrow(
    "test claims the lower bound 4, above the value 3 of a point that keeps every row (1 columns, 0 rows, 0 nonzeros).",
  );
});
