import { solveInWorker } from "../../src/solvers/in-worker.ts";
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
