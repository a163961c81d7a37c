import type { Program } from "../../src/program/types.ts";
import type { Peer } from "./types.ts";

/** Its infinity; larger bounds count as none. */
const INFINITE = 1e20;

/** SCIP as OR-Tools carries it, compiled to WebAssembly, one thread. It tells nothing before its end. */
export const scip: Peer = {
  async solve(program, seconds, seed, learn) {
    const began = performance.now();
    const { MPSolver } = await import("or-tools-wasm/mp-solver");
    const request = {
      model: modelOf(program),
      solverType: MPSolver.SCIP_MIXED_INTEGER_PROGRAMMING,
      solverSpecificParameters: `limits/gap = 0\nrandomization/randomseedshift = ${seed}\n`,
    };
    const left = seconds - (performance.now() - began) / 1000;
    if (left <= 0) return "no time was left after writing the model";
    const { response } = await MPSolver.solveModelRequest({
      ...request,
      solverTimeLimitSeconds: left,
    });
    const status = String(response.status);
    const values = response.variableValue;
    const bound = response.bestObjectiveBound;
    const hasPoint = status === "MPSOLVER_OPTIMAL" || status === "MPSOLVER_FEASIBLE";
    learn({
      ...(hasPoint && Array.isArray(values) ? { point: Float64Array.from(values, Number) } : {}),
      ...(hasPoint && isBound(bound, status) ? { bound } : {}),
    });
    return status.replace("MPSOLVER_", "");
  },
};

/** The field holds 0 where there is no bound yet, with and without a plan. */
function isBound(bound: unknown, status: string): bound is number {
  if (typeof bound !== "number" || Math.abs(bound) >= INFINITE) return false;
  return bound !== 0 || status === "MPSOLVER_OPTIMAL";
}

function modelOf(program: Program): object {
  const { rowStart, columnIndex, coefficient } = program;
  return {
    maximize: false,
    objectiveOffset: program.offset,
    variable: Array.from({ length: program.columns }, (_, c) => ({
      lowerBound: program.lower[c],
      upperBound: program.upper[c],
      objectiveCoefficient: program.objective[c],
      isInteger: program.integer[c] === 1,
    })),
    constraint: Array.from({ length: program.rows }, (_, r) => ({
      varIndex: [...columnIndex.subarray(rowStart[r], rowStart[r + 1])],
      coefficient: [...coefficient.subarray(rowStart[r], rowStart[r + 1])],
      lowerBound: program.rowLower[r],
      upperBound: program.rowUpper[r],
    })),
  };
}
