import { bestBound } from "../bounds/registry.ts";
import type { LevelLimit } from "../instance/level-limit.ts";
import { isNeverNegative, type Target, targetsOf } from "../instance/targets.ts";
import { VERIFIED_PLAN } from "../plan/arguments.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Bound, VerifiedPlan } from "../plan/types.ts";
import { findSolver } from "../solvers/registry.ts";
import { requireArgument } from "../util/arguments.ts";
import { defined } from "../util/defined.ts";
import { certify } from "./certify.ts";
import { type Clock, startClock } from "./clock.ts";
import { type Course, courseOf, DEFAULT_SOLVER } from "./course.ts";
import { allowance } from "./earlier.ts";
import { type Best, Incumbent } from "./incumbent.ts";
import { goalReached, type LevelTask } from "./method.ts";
import { checkOptions } from "./options.ts";
import { partClock } from "./part-clock.ts";
import { shareResolution } from "./resolution.ts";
import type { PlanOptions } from "./types.ts";

/** What a caller may ask of `searchBounds`, as of `plan`. */
export type BoundSearchOptions = Pick<
  PlanOptions,
  "objectives" | "without" | "solver" | "timeLimit" | "workLimit" | "seed" | "signal" | "onTrace"
>;

/** What a search knows of one objective, in internal units. */
export interface KnownBounds {
  /** The best bound, and the best one with a certificate where that is another. */
  readonly bounds: readonly Bound[];
  /** The best value of a verified plan that was met, the judged plan's included. */
  readonly best: number;
}

/** What is known of how good a plan is in one objective, in internal units. */
export interface JudgedLevel {
  readonly target: Target;
  /** Of the judged plan. */
  readonly value: number;
  /** Among all plans: the objective by itself. */
  readonly alone: KnownBounds;
  /**
   * Among the plans that are as good in the objectives before it, each within its tolerance of the judged plan; absent of the first.
   */
  readonly within?: KnownBounds;
}

/** What a search for bounds came to. */
export interface BoundSearch {
  /** In the order of the objectives. */
  readonly levels: readonly JudgedLevel[];
  /** Sentences on what was not done. */
  readonly notes: readonly string[];
}

/** One objective among some plans. */
interface Question {
  readonly index: number;
  readonly target: Target;
  readonly limits: readonly LevelLimit[];
}

/**
 * Looks for bounds that show how far anyone's plan is from the best, in each objective by itself and then, of later ones, among the
 * plans that are as good in those before: with the methods of `plan`, quick bounds of all questions first. Each question gets an equal part of
 * what is left of time and work. Throws UsageError for unknown options, SolverError if a solver breaks.
 */
export async function searchBounds(
  plan: VerifiedPlan,
  options: BoundSearchOptions = {},
): Promise<BoundSearch> {
  requireArgument("searchBounds", VERIFIED_PLAN, plan);
  checkOptions("searchBounds", options);
  const { instance } = plan;
  const course = courseOf(instance, options);
  if (course.solver !== undefined) await findSolver(course.solver);
  const clock = startClock(options);
  const targets = targetsOf(instance, options.objectives);
  const values = targets.map((target) => evaluateTarget(instance, plan.plan, target));
  const questions = questionsOf(targets, values);
  const notes: string[] = [];
  const tasks = questions.map((question) => begin(plan, question, course, options, clock, notes));
  for (const { incumbent } of tasks) raiseQuickBound(incumbent, clock);
  for (const [i, task] of tasks.entries()) {
    // What holds for every plan holds for some of them.
    if (questions[i].limits.length > 0) raiseAll(task.incumbent, tasks[questions[i].index]);
    const open = tasks.slice(i).filter((one) => !goalReached(one.incumbent, one.goal)).length;
    const share = 1 / Math.max(1, open);
    await look({ ...task, clock: partClock(clock, share, Number.POSITIVE_INFINITY) }, course);
  }
  const found = tasks.map(({ incumbent }) => knownOf(incumbent));
  const levels = targets.map((target, i): JudgedLevel => {
    const within = questions.findIndex((one) => one.index === i && one.limits.length > 0);
    return {
      target,
      value: values[i],
      alone: found[i],
      ...(within >= 0 && { within: found[within] }),
    };
  });
  return { levels, notes };
}

/** What the trace calls the plan. */
const JUDGED = "judged plan";

/** Every objective by itself, in their order; then every later one within what the plan has before it. */
function questionsOf(targets: readonly Target[], values: readonly number[]): readonly Question[] {
  const limits = targets.map((target, i) => ({
    target,
    atMost: values[i] + allowance(target, values[i]),
  }));
  const alone = targets.map((target, index) => ({ index, target, limits: [] }));
  const within = targets.map((target, index) => ({
    index,
    target,
    limits: limits.slice(0, index),
  }));
  return [...alone, ...within.slice(1)];
}

function begin(
  plan: VerifiedPlan,
  { index, target, limits }: Question,
  { solver, without }: Course,
  { onTrace, seed = 1 }: BoundSearchOptions,
  clock: Clock,
  notes: string[],
): LevelTask {
  const { instance } = plan;
  const improved = (source: string, best: Best) =>
    onTrace?.({ seconds: clock.seconds(), level: index, target, source, ...defined(best) });
  const incumbent = new Incumbent(instance, target, limits, { improved });
  // Nobody knows how good it is, so searches begin by themselves; but other plans need not keep its limits.
  incumbent.offer(plan, JUDGED, { isRough: limits.length === 0 });
  return {
    incumbent,
    clock,
    goal: { gap: 0, slack: shareResolution(instance, target) },
    seed,
    solver: solver ?? DEFAULT_SOLVER,
    without: new Set(without),
    tell: (note) => {
      if (!notes.includes(note)) notes.push(note);
    },
  };
}

/** Pairs of entries from which on each quick bound takes so long that the clock is asked before. */
const MANY_PAIRS = 1_000_000;

const ZERO = { value: 0, source: "zero", proof: "ours" } as const;

function raiseQuickBound(incumbent: Incumbent, clock: Clock): void {
  const { instance, target, limits } = incumbent;
  if (isNeverNegative(target)) incumbent.raise({ ...ZERO, given: [] });
  if (limits.length > 0 || instance.pairs.features !== undefined) return;
  const isLarge = instance.tasks.length * instance.resources.length >= MANY_PAIRS;
  const bound = bestBound(instance, target, () => isLarge && clock.stopped() !== undefined);
  if (bound !== undefined) incumbent.raise({ ...bound, given: [] });
}

function raiseAll(incumbent: Incumbent, { incumbent: { bound, certified } }: LevelTask): void {
  for (const known of [bound, certified]) if (known !== undefined) incumbent.raise(known);
}

async function look(task: LevelTask, course: Course): Promise<void> {
  const { incumbent, clock, goal } = task;
  const began = clock.seconds();
  const isOver = clock.stopped() !== undefined || goalReached(incumbent, goal);
  const end = isOver ? undefined : await course.run(task);
  if (end?.note !== undefined) task.tell(end.note);
  await certify(task, end?.termination ?? "completed", clock.seconds() - began);
}

function knownOf({ value, bound, certified, instance, target, plan }: Incumbent): KnownBounds {
  const bounds = [...new Set([bound, certified])].filter((one) => one !== undefined);
  return { bounds, best: value ?? evaluateTarget(instance, plan!.plan, target) };
}
