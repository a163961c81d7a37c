/**
 * A linear or mixed-integer program: minimise `objective . x + offset` subject to
 * rowLower <= A x <= rowUpper and lower <= x <= upper, x integer where `integer` is 1.
 * Absent bounds are -Infinity / Infinity. A is stored by rows (CSR) without duplicates or zeros.
 */
export interface Program {
  readonly columns: number;
  readonly rows: number;
  readonly objective: Float64Array;
  readonly offset: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly integer: Uint8Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Length rows + 1. */
  readonly rowStart: Int32Array;
  readonly columnIndex: Int32Array;
  readonly coefficient: Float64Array;
  /** Readable names for exports and errors; may be missing. */
  readonly objectiveName?: string;
  readonly columnName?: (column: number) => string;
  readonly rowName?: (row: number) => string;
}

export type SolveTermination =
  | "optimal"
  | "gap-reached"
  | "infeasible"
  | "unbounded"
  | "time-limit"
  | "node-limit"
  | "memory-limit"
  | "interrupted"
  | "unsupported";

/** A point with its objective value priced by us (never the solver's own number). */
export interface AdmittedPoint {
  readonly x: Float64Array;
  readonly value: number;
}

/** What a solver did not do with a program; `why` goes on after its name and "..., because", in words without a full stop. */
export interface Shortfall {
  readonly kind: /** Numbers with which its answers were found wrong. */
    | "magnitude"
    /** Columns of a kind that it does not take. */
    | "features"
    /** It ran out of memory. */
    | "size"
    /** It stopped without being asked to, and says nothing of the program. */
    | "gave-up"
    /** It leaves no lower bound, so nothing tells how good its point is. */
    | "no-bound";
  readonly why: string;
}

/** Why a solver stopped, what it holds and what it knows; absent is absent. */
export interface SolveResult {
  readonly termination: SolveTermination;
  /** The solver's own word for its status. */
  readonly rawStatus: string;
  readonly point?: AdmittedPoint;
  /** A lower bound on the program's optimum, as the solver claims it (floating point). */
  readonly dualBound?: number;
  /** Set where it declined the program, gave up, or leaves no bound beside its point. */
  readonly shortfall?: Shortfall;
  /** Nodes of the search tree, where the solver counts them. */
  readonly nodes?: number;
  /** Iterations of the simplex method in all, where the solver counts them. */
  readonly iterations?: number;
  /** Of a linear program: a multiplier for each row, above 0 towards its lower side. Floating point, maybe not optimal. */
  readonly duals?: Float64Array;
}

export interface SolverFeatures {
  readonly integer: boolean;
  /** Takes real columns and columns without ends; otherwise it may call such a program unsupported. */
  readonly continuous: boolean;
  readonly warmStart: boolean;
  /** Its "infeasible" may be passed on as a claim; otherwise it only means that no point was found. */
  readonly infeasibility: boolean;
  /** Reports improving points while it runs. */
  readonly incumbents: boolean;
  /** Reports a lower bound on mixed-integer programs. */
  readonly bounds: boolean;
  /** Gives row multipliers of linear programs, from which a bound can be proven without its word. */
  readonly duals: boolean;
  /** Stops by itself at a time limit or an interrupt and keeps what it has. */
  readonly interrupt: boolean;
  /** Stops by itself at a number of nodes or of iterations, the same on every machine. */
  readonly nodeLimit: boolean;
}

export interface SolveOptions {
  /** Milliseconds of wall clock. */
  readonly timeLimit?: number;
  /** Most nodes of the search tree, at least 1; ignored by solvers without `nodeLimit`. */
  readonly nodeLimit?: number;
  /**
   * Most iterations of the simplex method, of all linear programs together, at least 1: the same on every machine, and a
   * node-limit where they are spent. Ignored by solvers without `nodeLimit`.
   */
  readonly iterationLimit?: number;
  /** Stop when |incumbent - bound| / |incumbent| is at most this; 0 asks for proof. Default 0. */
  readonly gap?: number;
  /** A feasible point to start from; ignored by solvers without `warmStart`. */
  readonly start?: Float64Array;
  readonly seed?: number;
}

/** What a running solver reports; `x` is a raw point, not yet admitted. */
export interface SolveEvent {
  readonly point?: AdmittedPoint;
  readonly dualBound?: number;
}

export interface SolveHooks {
  /** Called for every improving admitted point and every better bound. */
  readonly onEvent?: (event: SolveEvent) => void;
  /** Polled while solving; true asks the solver to stop and keep what it has. */
  readonly shouldStop?: () => boolean;
}

/**
 * A solver back end. `solve` blocks its thread (WASM), so callers run it through
 * `solveInWorker` unless they hold a thread of their own.
 * Throws SolverError if the solver breaks and UsageError if its package is not installed.
 */
export interface Solver {
  readonly name: string;
  readonly features: SolverFeatures;
  solve(program: Program, options: SolveOptions, hooks: SolveHooks): Promise<SolveResult>;
}
