import { mpsLines } from "../../src/program/mps-text.ts";
import type { Program } from "../../src/program/types.ts";
import { solveInWorker } from "../../src/solvers/in-worker.ts";
import { WORKERS } from "./cp-sat.ts";
import type { NativeProcess } from "./native/process.ts";
import type { Peer } from "./types.ts";

/** HiGHS as Berth itself uses it, but without a start and with nothing beside it. */
export const highs: Peer = {
  async solve(program, seconds, seed, learn) {
    const tell = (event: { point?: { x: Float64Array }; dualBound?: number }) =>
      learn({
        ...(event.point === undefined ? {} : { point: event.point.x }),
        ...(event.dualBound === undefined ? {} : { bound: event.dualBound }),
      });
    const timeLimit = seconds * 1000;
    const result = await solveInWorker(
      "highs",
      program,
      { timeLimit, gap: 0, seed },
      { onEvent: tell },
    );
    tell(result);
    const { termination, rawStatus } = result;
    return termination === "unsupported" ? { absent: rawStatus } : termination;
  },
};

/** The native one, in a process that waits for its program, which it reads as `berth export --format mps` writes it. */
export function nativeHighs(process: NativeProcess): Peer {
  return {
    solve: (program, seconds, seed, learn) =>
      process.solve({
        model: mpsLines(program),
        columns: program.columns,
        seconds,
        seed,
        threads: WORKERS,
        learn: ({ point, ...told }) =>
          learn({ ...told, ...(point !== undefined && { point: rounded(point, program) }) }),
      }),
  };
}

/** Whole columns are whole but for a millionth, as HiGHS counts. */
function rounded(point: Float64Array, { integer }: Program): Float64Array {
  return point.map((value, c) => (integer[c] === 1 ? Math.round(value) : value));
}
