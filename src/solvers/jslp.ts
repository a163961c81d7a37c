import lpSolver, { type Model } from "javascript-lp-solver";
import { type Divided, dividedProgram } from "../program/divided.ts";
import type { Program, Shortfall, SolveOptions, SolveResult, Solver } from "../program/types.ts";
import { SolverError } from "../util/errors.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { jslpModel, jslpPoint } from "./jslp-model.ts";
import { programSize, SolverProgress } from "./progress.ts";
import { declined, magnitudeObstacle } from "./shortfall.ts";
import { solveTrivial } from "./trivial.ts";

/**
 * javascript-lp-solver: for small programs, as a second opinion. It proves nothing we could check, so no bound
 * is taken from it; what it says after its time is over counts only as a point, if it is one; and it declines
 * integer columns without ends, on which its search does not end, and wide ones and large coefficients, which it gets wrong.
 */
export const jslp: Solver = {
  name: "jslp",
  features: {
    integer: true,
    continuous: true,
    infeasibility: false,
    warmStart: false,
    incumbents: false,
    bounds: false,
    duals: false,
    interrupt: false,
    nodeLimit: false,
  },
  solve: async (program, options, hooks) => {
    const deadline = startDeadline(options, hooks);
    const trivial = solveTrivial(program, hooks);
    if (trivial !== undefined) return trivial;
    const divided = dividedProgram(program);
    const shortfall =
      columnsObstacle(program) ?? magnitudeObstacle(divided.program, MOST_MAGNITUDE);
    if (shortfall !== undefined) return declined(shortfall);
    const stopped = deadline.stopped();
    if (stopped !== undefined) return { termination: stopped, rawStatus: "not started" };
    return solve(divided, options, deadline, new SolverProgress("jslp", program, hooks));
  },
};

/** The package's types describe its CommonJS form, where the solver is a member; as ESM it is the default. */
const library = lpSolver as unknown as typeof lpSolver.default;

/**
 * Integer columns wider than 10^6 beside coefficients as large made its optima of small makespan programs wrong, up to a fifth
 * off; at 10^5 none was. Coefficients of binary and real columns up to 10^8 did no harm in 1,800 programs.
 */
const MOST_WIDTH = 1e5;
const MOST_MAGNITUDE = 1e7;

function columnsObstacle({ columns, integer, lower, upper }: Program): Shortfall | undefined {
  for (let j = 0; j < columns; j++) {
    if (integer[j] && !(Number.isFinite(lower[j]) && Number.isFinite(upper[j]))) {
      const bounds = `[${lower[j]}, ${upper[j]}]`;
      const why = `it takes integer columns with two bounds only, and column ${j} has ${bounds}`;
      return { kind: "features", why };
    }
    if (integer[j] && upper[j] - lower[j] > MOST_WIDTH) {
      const [width, most] = [upper[j] - lower[j], MOST_WIDTH].map((of) => of.toLocaleString("en"));
      const why = `it is not sound for integer columns wider than ${most}, and column ${j} is ${width} wide`;
      return { kind: "magnitude", why };
    }
  }
  return undefined;
}

function solve(
  divided: Divided,
  options: SolveOptions,
  deadline: Deadline,
  progress: SolverProgress,
): SolveResult {
  const { program } = divided;
  const answer = ask(program, deadline, options.gap ?? 0);
  const rejected = answer.feasible ? progress.offer(divided.point(answer.x)) : undefined;
  const { rawStatus } = answer;
  const stopped = deadline.stopped();
  if (stopped !== undefined) return { termination: stopped, rawStatus, ...progress.held() };
  if (!answer.feasible) return { termination: "infeasible", rawStatus };
  if (!answer.bounded) return tellApart(program, deadline, rawStatus);
  if (rejected !== undefined) {
    throw new SolverError(
      `jslp calls feasible a point that is not: ${rejected} (${programSize(program)}).`,
    );
  }
  const termination = (options.gap ?? 0) > 0 ? "gap-reached" : "optimal";
  return { termination, rawStatus, ...progress.held() };
}

interface Answer {
  readonly feasible: boolean;
  readonly bounded: boolean;
  readonly x: Float64Array;
  readonly rawStatus: string;
}

function ask(program: Program, deadline: Deadline, tolerance: number): Answer {
  const left = deadline.left();
  const model: Model = {
    ...jslpModel(program),
    options: {
      tolerance,
      exitOnCycles: true,
      ...(left !== undefined && { timeout: Math.max(1, Math.ceil(left)) }),
    },
  };
  const answer = library.Solve(model) as Readonly<Record<string, unknown>>;
  const feasible = answer.feasible === true;
  const bounded = answer.bounded !== false;
  const rawStatus = feasible ? (bounded ? "feasible" : "unbounded") : "infeasible";
  return { feasible, bounded, rawStatus, x: jslpPoint(program, answer) };
}

/** "Unbounded" is said of the relaxation; with a point and rational data it holds for the program as well. */
function tellApart(program: Program, deadline: Deadline, rawStatus: string): SolveResult {
  const free: Program = { ...program, objective: new Float64Array(program.columns), offset: 0 };
  const answer = ask(free, deadline, 0);
  const progress = new SolverProgress("jslp", free, {});
  const rejected = answer.feasible ? progress.offer(answer.x) : undefined;
  if (progress.point !== undefined) return { termination: "unbounded", rawStatus };
  const stopped = deadline.stopped();
  if (stopped !== undefined) return { termination: stopped, rawStatus };
  if (!answer.feasible) return { termination: "infeasible", rawStatus };
  throw new SolverError(`jslp answers ${rawStatus}, but ${rejected} (${programSize(program)}).`);
}
