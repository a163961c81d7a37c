import type { Solver } from "../program/types.ts";
import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";

/** Every solver by name, loaded when asked for; a loader throws UsageError if its package is not installed. */
export const SOLVERS: Readonly<Record<string, () => Promise<Solver>>> = {
  highs: async () => (await import("./highs.ts")).highs,
  glpk: async () => await (await import("./glpk.ts")).loadGlpk(),
  cpsat: async () => await (await import("./cpsat.ts")).loadCpSat(),
  jslp: async () => (await import("./jslp.ts")).jslp,
};

/** The names in order of preference. */
export const SOLVER_NAMES: readonly string[] = Object.keys(SOLVERS);

/** Solvers loaded so far in this thread: a second WASM heap would only cost memory. */
const loaded = new Map<string, Promise<Solver>>();

/** Loads a solver, once per thread. Throws UsageError for an unknown name or a package that is not installed. */
export async function findSolver(name: string): Promise<Solver> {
  const load = Object.hasOwn(SOLVERS, name) ? SOLVERS[name] : undefined;
  if (load !== undefined) {
    const solver = loaded.get(name) ?? load();
    loaded.set(name, solver);
    // Failing again must tell why again, so a failure is not remembered.
    solver.catch(() => loaded.delete(name));
    return await solver;
  }
  const near = nearest(name, SOLVER_NAMES);
  const hint = near === undefined ? `one of: ${SOLVER_NAMES.join(", ")}` : `"${near}"`;
  throw new UsageError(`Unknown solver "${name}". Maybe ${hint}.`);
}
