import { formulate } from "../../models/formulate.ts";
import type { Encoding, LevelLimit } from "../../models/types.ts";
import { pairsWithin } from "../bounds/prices/fixing.ts";
import type { Instance } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";
import type { Plan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import type { SolveEvent, SolveResult, SolveTermination } from "../program/types.ts";
import { findSolver } from "../solvers/registry.ts";
import { shortfallOf } from "../solvers/shortfall.ts";
import { InvariantError } from "../util/errors.ts";
import { offerGreedyPlans } from "./greedy.ts";
import type { Incumbent } from "./incumbent.ts";
import { solveCounted } from "./linear-solver.ts";
import { goalReached, type LevelEnd, type LevelTask, type Method } from "./method.ts";
import { proveClaim } from "./prove-claim.ts";
import { raiseRelaxation } from "./relaxation.ts";
import { costResolution, shareResolution } from "./resolution.ts";
import { shortfallNote } from "./shortfall.ts";
import type { Termination } from "./types.ts";

/** The WASM heap of 2 GB holds about a million binary columns; larger programs abort it. */
const MAX_PAIRS = 1_000_000;

/** Milliseconds that a proof of the solver's claim may take; as long again as the solver took if that is more. */
const LEAST_PROOF = 500;

/** Builds the integer program of the level, starts it from a greedy plan and hands it to a solver. */
export const milp: Method = {
  name: "milp",
  usesSolver: true,
  run: async (task) => {
    const { start, instance } = task.incumbent;
    // Greedy plans know nothing of losses.
    if (start === undefined && instance.robust === undefined) await offerGreedyPlans(task);
    return await solveLevel(task);
  },
};

/** The integer program of the level, with its relaxation before and a proof of the solver's claim behind it. */
async function solveLevel(task: LevelTask): Promise<LevelEnd> {
  const { incumbent, clock } = task;
  if (goalReached(incumbent, task.goal)) return { termination: "completed" };
  const pairs = countPairs(incumbent.instance);
  if (pairs > MAX_PAIRS) return cannot(task, tooLarge(pairs));
  const stopped = clock.stopped();
  if (stopped !== undefined) return { termination: stopped };
  const { instance, target } = incumbent;
  const limits = admittedLimits(incumbent);
  const whole = formulate(instance, target, limits);
  if ("unsupported" in whole) return cannot(task, whole.unsupported);
  await raiseRelaxation(task, whole, narrowing(incumbent));
  if (goalReached(incumbent, task.goal)) return { termination: "completed" };
  // Proofs with certificates are about the whole program; the solver gets what is left of it.
  const left = withoutHopeless(incumbent);
  const part = left === instance ? whole : formulate(left, target, limits);
  const began = performance.now();
  const end = await solveProgram(task, "unsupported" in part ? whole : part, true);
  if (end.termination === "completed") {
    const taken = performance.now() - began;
    await proveClaim(task, whole, narrowing(incumbent), Math.max(LEAST_PROOF, taken));
  }
  if (end.termination !== "completed" || !losesInRounding(incumbent)) return end;
  if (goalReached(incumbent, task.goal)) return end;
  const within = formulate(withRoom(instance), target, incumbent.limits);
  if ("unsupported" in within) return end;
  await solveProgram(task, within, false);
  return incumbent.plan === undefined ? end : { termination: end.termination };
}

/**
 * The instance without pairs that only plans worse than the incumbent use, as far as a certified bound tells. After a loss
 * tasks may go where no such plan would have them, so with losses all pairs stay.
 */
function withoutHopeless({ instance, target, value, bound }: Incumbent): Instance {
  if (instance.robust !== undefined) return instance;
  if (value === undefined || bound?.certificate === undefined) return instance;
  const eligible = pairsWithin(instance, target, bound.certificate, value);
  return eligible === undefined
    ? instance
    : { ...instance, pairs: { ...instance.pairs, eligible } };
}

/** The limits that the incumbent admits plans by: a bound must hold for every one of them. */
export function admittedLimits({ instance, limits }: Incumbent): readonly LevelLimit[] {
  return limits.map(({ target, atMost }) => ({
    target,
    atMost: atMost + shareResolution(instance, target),
  }));
}

/**
 * Points lie on the limits and on the budget, and rounding shares to millionths carries the plan across. A second
 * program leaves room for that; it only serves to find plans.
 */
function losesInRounding({ instance, limits }: Incumbent): boolean {
  if (!instance.tasks.some(({ divisible }) => divisible)) return false;
  return limits.length > 0 || instance.budget !== undefined;
}

function withRoom(instance: Instance): Instance {
  if (instance.budget === undefined) return instance;
  const room = costResolution(instance);
  return { ...instance, budget: Math.max(0, instance.budget - room) };
}

/** `bounding`: what the solver claims of this program holds for the level. */
export async function solveProgram(
  task: LevelTask,
  encoding: Encoding,
  bounding: boolean,
): Promise<LevelEnd> {
  const { incumbent, clock } = task;
  const { features } = await findSolver(task.solver);
  if (clock.workLeft() !== undefined && !features.nodeLimit) {
    const why = "cannot stop at a number of nodes, so it does not run under a work limit";
    return cannot(task, `${task.solver} ${why}.`);
  }
  const stop = new AbortController();
  const forward = () => stop.abort();
  clock.signal?.addEventListener("abort", forward, { once: true });
  const fault: { error?: unknown } = {};
  let enough = false;
  const onEvent = (event: SolveEvent) => {
    if (fault.error !== undefined || enough) return;
    try {
      learn(task, encoding, bounding ? event : withoutBound(event));
      // What comes between the goal and the end of the thread is a matter of speed, so nobody listens to it.
      enough = goalReached(incumbent, task.goal);
      if (enough) stop.abort();
    } catch (error) {
      fault.error = error;
      stop.abort();
    }
  };
  const left = clock.left();
  try {
    const result = await solveCounted(
      task.solver,
      encoding.program,
      {
        gap: task.goal.gap,
        seed: task.seed,
        ...(left === undefined ? {} : { timeLimit: left }),
        ...(incumbent.plan === undefined ? {} : { start: encoding.encode(incumbent.plan.plan) }),
      },
      { onEvent, signal: stop.signal },
      clock,
    );
    if (fault.error !== undefined) throw fault.error;
    clock.spend(result.termination === "node-limit" ? clock.workLeft() : 1);
    if (enough) return { termination: "completed" };
    const shortfall = shortfallOf(features, result);
    if (shortfall !== undefined) {
      task.tell(shortfallNote(task.solver, "the integer program", encoding.program, shortfall));
    }
    if (!bounding) {
      if (result.point !== undefined) learn(task, encoding, { point: result.point });
      return { termination: "completed" };
    }
    return conclude(task, encoding, result, features.infeasibility);
  } finally {
    clock.signal?.removeEventListener("abort", forward);
  }
}

function learn(task: LevelTask, encoding: Encoding, event: SolveEvent): void {
  const { incumbent } = task;
  if (event.point !== undefined) {
    const plan = encoding.decode(event.point.x);
    if (!lostInRounding(incumbent.instance, plan)) incumbent.offer(plan, task.solver);
  }
  if (event.dualBound !== undefined) {
    const value = encoding.liftBound(event.dualBound) - narrowing(incumbent);
    if (Number.isSafeInteger(value)) {
      incumbent.raise({ value, source: task.solver, proof: "claimed" });
    }
  }
}

/**
 * True if shares of divisible tasks, rounded to millionths, no longer fit where not a millionth is to spare. The
 * point is fine as a real number, so this is no fault; there may be no plan on the grid at all.
 */
export function lostInRounding(instance: Instance, plan: Plan): boolean {
  if (!instance.tasks.some(({ divisible }) => divisible)) return false;
  const checked = verify(instance, plan);
  return !checked.ok && checked.violations.every(({ rule }) => ROUNDED.has(rule));
}

/** Rules that a millionth more or a ms more can break. Any other broken rule is a fault. */
const ROUNDED: ReadonlySet<string> = new Set(["capacity", "deadline", "window", "budget"]);

/**
 * Rounding a piece up also raises the least load, so a plan's spread may be below that of its point; every other
 * objective only grows by rounding.
 */
function narrowing({ instance, target }: Incumbent): number {
  const spreads = target.terms.some(({ objective }) => objective.name === "spread");
  return spreads ? shareResolution(instance, target) : 0;
}

function withoutBound({ point }: SolveEvent): SolveEvent {
  return point === undefined ? {} : { point };
}

function conclude(
  task: LevelTask,
  encoding: Encoding,
  result: SolveResult,
  trusted: boolean,
): LevelEnd {
  learn(task, encoding, {
    ...(result.point === undefined ? {} : { point: result.point }),
    ...(result.dualBound === undefined ? {} : { dualBound: result.dualBound }),
  });
  if (result.termination === "infeasible" && !trusted) {
    const note = `${task.solver} found no plan; its word alone does not prove that there is none.`;
    return { termination: "completed", note };
  }
  if (result.termination === "infeasible" && task.incumbent.plan !== undefined) {
    throw new InvariantError(
      `${task.solver} calls the program infeasible (${result.rawStatus}) but a verified plan exists.`,
    );
  }
  if (result.termination === "unbounded") {
    throw new InvariantError(
      `${task.solver} calls a bounded program unbounded (${result.rawStatus}).`,
    );
  }
  if (result.termination === "infeasible") {
    return { termination: "infeasible", note: `No plan keeps all rules, claims ${task.solver}.` };
  }
  const lost = result.point !== undefined && task.incumbent.plan === undefined;
  return {
    termination: TERMINATION[result.termination],
    ...(lost
      ? { note: "Shares rounded to millionths no longer fit; nothing fits without rounding." }
      : {}),
  };
}

/** "optimal" is earned by value and bound alone, so a solver's word only says that it ran to its end. */
const TERMINATION = {
  optimal: "completed",
  "gap-reached": "completed",
  "time-limit": "time-limit",
  "node-limit": "work-limit",
  "memory-limit": "memory-limit",
  interrupted: "interrupted",
  unsupported: "unsupported",
} satisfies Record<Exclude<SolveTermination, "infeasible" | "unbounded">, Termination>;

/** Usable pairs of task copy and resource copy: the assignment columns of the plain program. */
function countPairs(instance: Instance): number {
  const usable = usablePairs(instance);
  const { tasks, resources } = instance;
  let pairs = 0;
  for (let t = 0; t < tasks.length; t++) {
    let copies = 0;
    for (let r = 0; r < resources.length; r++) {
      if (usable[t * resources.length + r]) copies += resources[r].count;
    }
    pairs += copies * tasks[t].count;
  }
  return pairs;
}

/** The end of a level that has no program or no solver for it, told where it is found: callers go on with other methods. */
export function cannot(task: LevelTask, why: string): LevelEnd {
  task.tell(why);
  return { termination: "unsupported" };
}

function tooLarge(pairs: number): string {
  return (
    `The plain program would have ${pairs.toLocaleString("en")} assignment columns, more than the ` +
    `${MAX_PAIRS.toLocaleString("en")} a WASM solver can hold; what other methods found stands.`
  );
}
