import type { CpSatApi, SatParameters } from "or-tools-wasm/cp-sat";
import type { CpSatModel } from "./cpsat-model.ts";

/** What one run of CP-SAT leaves; nothing of it is checked. */
export interface CpSatRun {
  /** Its own word, such as "OPTIMAL". */
  readonly status: string;
  readonly x?: Float64Array;
  /** The best lower bound on the program's value that it told. */
  readonly bound?: number;
  /** What it says of a model that it does not take. */
  readonly info: string;
}

/** How CP-SAT runs. */
export interface CpSatSettings {
  readonly seconds?: number;
  readonly seed: number;
  /** 1 makes runs repeatable. */
  readonly workers: number;
  /** Relative to the larger of 1 and the value. */
  readonly gap: number;
}

/**
 * Runs CP-SAT once. Blocks its thread, and hands over everything at its end. It would write logs and its own faults
 * past the streams of a worker thread, so it is told to be silent.
 */
export async function runCpSat(
  api: CpSatApi,
  { proto, scale, offset }: CpSatModel,
  { seconds, seed, workers, gap }: CpSatSettings,
): Promise<CpSatRun> {
  const parameters: SatParameters = {
    numWorkers: workers,
    randomSeed: seed & 0x7fffffff,
    relativeGapLimit: gap,
    absoluteGapLimit: 0,
    logSearchProgress: false,
    logToStdout: false,
    ...(seconds !== undefined && { maxTimeInSeconds: seconds }),
  };
  let told: number | undefined;
  const bytes = await api.createModel(proto);
  const { response } = await api.solve(bytes, parameters, {
    onBestBound: (bound) => {
      told = Math.max(told ?? -Infinity, bound);
    },
  });
  const status = String(response?.status ?? "no answer");
  const info = response?.solutionInfo ?? "";
  if (response === null || (status !== "OPTIMAL" && status !== "FEASIBLE")) {
    // The field of the bound holds 0 where there is none yet, but what was told on the way is one.
    return { status, info, ...(status === "UNKNOWN" && told !== undefined && { bound: told }) };
  }
  const x = Float64Array.from(response.solution ?? [], Number);
  const bound = Number(response.innerObjectiveLowerBound ?? Number.NaN) / scale + offset;
  return { status, info, x, bound };
}
