import type { Encoding } from "../../../models/types.ts";
import { mayFallByRounding, targetParts } from "../../instance/objectives/kinds.ts";
import type { Instance } from "../../instance/types.ts";
import { RULES } from "../../plan/rules/registry.ts";
import type { Rule } from "../../plan/rules/rule.ts";
import type { Plan } from "../../plan/types.ts";
import { verify } from "../../plan/verify.ts";
import type { SolveEvent, SolveResult, SolveTermination } from "../../program/types.ts";
import { findSolver } from "../../solvers/registry.ts";
import { shortfallOf } from "../../solvers/shortfall.ts";
import { InvariantError } from "../../util/errors.ts";
import type { Incumbent } from "../incumbent.ts";
import { solveCounted } from "../linear-solver.ts";
import type { Event, LevelEnd, LevelTask } from "../method.ts";
import { mapped, relay } from "../relay.ts";
import { shareResolution } from "../resolution.ts";
import { shortfallNote } from "../shortfall.ts";
import type { Termination } from "../types.ts";

/** `bounding`: what the solver claims of this program holds for the level. */
export async function* solverEvents(
  task: LevelTask,
  encoding: Encoding,
  bounding: boolean,
): AsyncGenerator<Event, LevelEnd> {
  const { incumbent, clock } = task;
  const { features } = await findSolver(task.solver);
  if (clock.workLeft() !== undefined && !features.nodeLimit) {
    const why = "cannot stop at a number of nodes, so it does not run under a work limit";
    return cannot(task, `${task.solver} ${why}.`);
  }
  const left = clock.left();
  const told = relay((onEvent: (event: SolveEvent) => void) =>
    solveCounted(
      task.solver,
      encoding.program,
      {
        gap: task.goal.gap,
        seed: task.seed,
        ...(left === undefined ? {} : { timeLimit: left }),
        ...(incumbent.plan === undefined ? {} : { start: encoding.encode(incumbent.plan.plan) }),
      },
      { onEvent, ...(clock.signal === undefined ? {} : { signal: clock.signal }) },
      clock,
    ),
  );
  const result = yield* mapped(told, (event) => learned(task, encoding, event, bounding));
  clock.spend(result.termination === "node-limit" ? clock.workLeft() : 1);
  const shortfall = shortfallOf(features, result);
  if (shortfall !== undefined) {
    task.tell(shortfallNote(task.solver, "the integer program", encoding.program, shortfall));
  }
  const { point, dualBound } = result;
  yield learned(
    task,
    encoding,
    { ...(point !== undefined && { point }), ...(dualBound !== undefined && { dualBound }) },
    bounding,
  );
  return bounding ? endOf(task, result, features.infeasibility) : { termination: "completed" };
}

function learned(
  { incumbent, solver }: LevelTask,
  encoding: Encoding,
  { point, dualBound }: SolveEvent,
  bounding: boolean,
): Event {
  const plan = point && encoding.decode(point.x);
  const isWhole = plan !== undefined && !lostInRounding(incumbent.instance, plan);
  const value =
    dualBound === undefined || !bounding
      ? Number.NaN
      : encoding.liftBound(dualBound) - narrowing(incumbent);
  return {
    work: 0,
    source: solver,
    ...(isWhole && { plan }),
    ...(Number.isSafeInteger(value) && {
      bound: { value, source: solver, proof: "claimed" as const },
    }),
  };
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
const ROUNDED: ReadonlySet<string> = new Set(
  (RULES as readonly Rule[]).flatMap(({ name, isOfAmounts }) => (isOfAmounts ? [name] : [])),
);

/**
 * Rounding a piece up also raises the least load, so a plan's spread may be below that of its point; every other
 * objective only grows by rounding.
 */
export function narrowing({ instance, target }: Incumbent): number {
  const mayFall = targetParts(instance, target).some(mayFallByRounding);
  return mayFall ? shareResolution(instance, target) : 0;
}

function endOf(task: LevelTask, result: SolveResult, trusted: boolean): LevelEnd {
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
    const note = `No plan keeps all rules, as ${task.solver} claims and Berth has not checked.`;
    return { termination: "infeasible", note };
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

/** The end of a level that has no program or no solver for it, told where it is found: callers go on with other methods. */
export function cannot(task: LevelTask, why: string): LevelEnd {
  task.tell(why);
  return { termination: "unsupported" };
}
