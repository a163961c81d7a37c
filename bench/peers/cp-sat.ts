import type { Program } from "../../src/program/types.ts";
import { cpSatModel } from "../../src/solvers/cpsat-model.ts";
import { runCpSat } from "../../src/solvers/cpsat-run.ts";
import type { Peer } from "./types.ts";

/** As many as the machine that the figures come from has cores; what the WASM build makes of it, see docs/measuring.md. */
export const WORKERS = 2;

/** CP-SAT of Google OR-Tools, compiled to WebAssembly. It tells nothing before its end. */
export const cpSat: Peer = {
  async solve(program, seconds, seed, learn) {
    const began = performance.now();
    const model = cpSatModel(wholeTargets(program));
    if ("why" in model) return { absent: model.why };
    const { CpSat } = await import("or-tools-wasm/cp-sat");
    const left = seconds - (performance.now() - began) / 1000;
    if (left <= 0) return "no time was left after writing the model";
    const settings = { seconds: left, seed, workers: WORKERS, gap: 0 };
    const { status, x, bound } = await runCpSat(CpSat, model, settings);
    learn({ ...(x && { point: x }), ...(bound !== undefined && { bound }) });
    return status;
  },
};

/**
 * Real columns that rows only ask to be large enough, as whole ones: rounding such a column up breaks nothing, and costs
 * less than the 1 by which the targets of these programs differ.
 */
function wholeTargets(program: Program): Program {
  const { rows, rowStart, columnIndex, coefficient, rowLower, objective } = program;
  const integer = program.integer.map((one, c) => (one === 1 || objective[c] >= 0 ? 1 : 0));
  for (let r = 0; r < rows; r++) {
    const real: number[] = [];
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      if (program.integer[columnIndex[e]] === 0) real.push(e);
    }
    const asks = real.length === 1 && coefficient[real[0]] < 0 && rowLower[r] === -Infinity;
    if (!asks) for (const e of real) integer[columnIndex[e]] = 0;
  }
  return { ...program, integer };
}
