import { cpSatModel } from "./cp-sat-model.ts";
import type { Peer } from "./types.ts";

/** As many as the machine that the figures come from has cores; what the WASM build makes of it, see protocol.md. */
const WORKERS = 2;

/** CP-SAT of Google OR-Tools, compiled to WebAssembly. It tells nothing before its end. */
export const cpSat: Peer = {
  async solve(program, seconds, seed, learn) {
    const began = performance.now();
    const model = cpSatModel(program);
    if (typeof model === "string") return { absent: model };
    const { CpSat } = await import("or-tools-wasm/cp-sat");
    const bytes = await CpSat.createModel(model);
    const left = seconds - (performance.now() - began) / 1000;
    if (left <= 0) return "no time was left after writing the model";
    const { response } = await CpSat.solve(bytes, {
      maxTimeInSeconds: left,
      numWorkers: WORKERS,
      randomSeed: seed,
    });
    const status = String(response?.status ?? "no answer");
    const hasPoint = status === "OPTIMAL" || status === "FEASIBLE";
    const bound = Number(response?.bestObjectiveBound ?? 0);
    // Without a plan 0 may mean that there was no bound yet.
    const hasBound = hasPoint || (status === "UNKNOWN" && bound !== 0);
    learn({
      ...(hasPoint ? { point: Float64Array.from(response?.solution ?? [], Number) } : {}),
      ...(hasBound ? { bound } : {}),
    });
    return status;
  },
};
