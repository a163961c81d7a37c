import type { Solver } from "../program/types.ts";
import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";

/** Every solver by name, loaded when asked for; a loader throws UsageError if its package is not installed. */
export const SOLVERS: Readonly<Record<string, () => Promise<Solver>>> = {
  highs: async () => (await import("./highs.ts")).highs,
  glpk: async () => await (await import("./glpk.ts")).loadGlpk(),
  jslp: async () => (await import("./jslp.ts")).jslp,
};

/** The names in order of preference. */
export const SOLVER_NAMES: readonly string[] = Object.keys(SOLVERS);

/** Loads a solver. Throws UsageError for an unknown name or a package that is not installed. */
export async function findSolver(name: string): Promise<Solver> {
  const load = Object.hasOwn(SOLVERS, name) ? SOLVERS[name] : undefined;
  if (load !== undefined) return await load();
  const near = nearest(name, SOLVER_NAMES);
  const hint = near === undefined ? `one of: ${SOLVER_NAMES.join(", ")}` : `"${near}"`;
  throw new UsageError(`Unknown solver "${name}". Maybe ${hint}.`);
}
