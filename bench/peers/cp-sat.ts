import type { CpModelProto } from "or-tools-wasm/cp-sat";
import type { Program } from "../../src/program/types.ts";
import { cpSatModel } from "../../src/solvers/cpsat-model.ts";
import { runCpSat } from "../../src/solvers/cpsat-run.ts";
import { UsageError } from "../../src/util/errors.ts";
import { modelLines } from "./native/model-text.ts";
import type { NativeProcess } from "./native/process.ts";
import type { Peer, PeerFinding } from "./types.ts";

/** As many as the machine that the figures come from has cores; what the WASM build makes of it, see docs/measuring.md. */
export const WORKERS = 2;

/** Something that runs CP-SAT on a model; points and bounds are those of the model's own objective. Answers with its last word. */
export type CpSatEngine = (
  proto: CpModelProto,
  seconds: number,
  seed: number,
  learn: (finding: PeerFinding) => void,
) => Promise<string>;

/** CP-SAT of Google OR-Tools, compiled to WebAssembly. It tells nothing before its end. */
export const wasmEngine: CpSatEngine = async (proto, seconds, seed, learn) => {
  const began = performance.now();
  const { CpSat } = await import("or-tools-wasm/cp-sat");
  const left = seconds - (performance.now() - began) / 1000;
  if (left <= 0) return "no time was left after writing the model";
  const { scalingFactor = 1, offset = 0 } = proto.objective ?? {};
  const model = { proto, scale: 1 / scalingFactor, offset: offset * scalingFactor, leastValue: 0 };
  const settings = { seconds: left, seed, workers: WORKERS, gap: 0 };
  const { status, x, bound, info } = await runCpSat(CpSat, model, settings);
  if (status === "MODEL_INVALID") throw new UsageError(`CP-SAT refuses the model: ${info}`);
  learn({ ...(x && { point: x }), ...(bound !== undefined && { bound }) });
  return status;
};

/** The native one, in a process that waits for its model. */
export function nativeEngine(process: NativeProcess): CpSatEngine {
  return (proto, seconds, seed, learn) =>
    process.solve({
      model: modelLines(proto),
      columns: proto.variables?.length ?? 0,
      seconds,
      seed,
      threads: WORKERS,
      learn,
    });
}

/** CP-SAT on a program. */
export function cpSatOn(engine: CpSatEngine): Peer {
  return {
    async solve(program, seconds, seed, learn) {
      const began = performance.now();
      const model = cpSatModel(wholeTargets(program));
      if ("why" in model) return { absent: model.why };
      const left = seconds - (performance.now() - began) / 1000;
      if (left <= 0) return "no time was left after writing the model";
      return await engine(model.proto, left, seed, learn);
    },
  };
}

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
