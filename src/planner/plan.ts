import { bestBound, provesInfeasible, provesTaskPlaceless } from "../bounds/registry.ts";
import { INSTANCE } from "../instance/arguments.ts";
import type { LevelLimit } from "../instance/level-limit.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import { gapBetween } from "../plan/gap.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { findSolver } from "../solvers/registry.ts";
import { requireArgument } from "../util/arguments.ts";
import { defined } from "../util/defined.ts";
import { certify } from "./certify.ts";
import { type Clock, holdBack, startClock } from "./clock.ts";
import { type Course, courseOf, DEFAULT_SOLVER } from "./course.ts";
import { allowance, carriedBounds } from "./earlier.ts";
import { needsFirstPlan, offerFirstPlan } from "./first-plan.ts";
import { type Best, Incumbent } from "./incumbent.ts";
import { type Goal, goalReached, type LevelTask } from "./method.ts";
import { checkOptions } from "./options.ts";
import { placelessTasks } from "./placeless.ts";
import { shareResolution } from "./resolution.ts";
import { verifiedStart } from "./start.ts";
import { weakest } from "./termination.ts";
import type {
  LevelOutcome,
  Outcome,
  PlanOptions,
  Refuted,
  Termination,
  TraceEntry,
} from "./types.ts";

/**
 * Plans an instance: level by level in the order of its objectives, each with a verified plan, a lower
 * bound and a gap. Never throws for outcomes (infeasible, limits); those are in the result.
 * Throws UsageError for unknown methods, solvers or options and a start that breaks a rule, SolverError if a solver breaks and
 * InvariantError if a plan or a bound turns out wrong.
 */
export async function plan(instance: Instance, options: PlanOptions = {}): Promise<Outcome> {
  requireArgument("plan", INSTANCE, instance);
  checkOptions("plan", options);
  const course = courseOf(instance, options);
  if (course.solver !== undefined) await findSolver(course.solver);
  return await new Run(instance, course, options).finish();
}

/** A level while it is planned. */
interface Level {
  readonly incumbent: Incumbent;
  readonly termination: Termination;
}

/** What a level has learned. */
interface Told extends Best {
  readonly index: number;
  readonly target: Target;
  readonly source: string;
}

class Run {
  readonly #instance: Instance;
  readonly #course: Course;
  readonly #options: PlanOptions;
  readonly #clock: Clock;
  readonly #start: VerifiedPlan | undefined;
  /** True if the instance has more pairs than tables can hold. */
  readonly #isWide: boolean;
  readonly #trace: TraceEntry[] = [];
  readonly #notes: string[] = [];
  #refuted: Refuted | undefined;

  constructor(instance: Instance, course: Course, options: PlanOptions) {
    this.#instance = instance;
    this.#isWide = instance.pairs.features !== undefined;
    this.#course = course;
    this.#options = options;
    this.#clock = startClock(options);
    this.#start = options.start && verifiedStart(instance, options.start);
  }

  async finish(): Promise<Outcome> {
    const targets = targetsOf(this.#instance, this.#options.objectives);
    const opening = this.#incumbent(0, targets[0], []);
    const task = this.#taskOf(opening, this.#clock);
    const { earlier } = this.#options;
    if (earlier?.plan !== undefined) opening.offer(earlier.plan, "earlier run");
    // A plan before anything that takes long; where it is there, nothing need be refuted.
    const isList = opening.plan === undefined && needsFirstPlan(this.#instance, targets[0]);
    const placeless = isList && !this.#isWide ? provesTaskPlaceless(this.#instance) : undefined;
    if (isList && placeless === undefined) await offerFirstPlan(task);
    const reason = placeless ?? (opening.plan === undefined ? this.#refutation() : undefined);
    if (reason !== undefined) return this.#infeasible(targets, reason);
    const levels: Level[] = [];
    const limits: LevelLimit[] = [];
    let best: VerifiedPlan | undefined;
    for (const [index, target] of targets.entries()) {
      const incumbent = index === 0 ? opening : this.#incumbent(index, target, [...limits]);
      const clock = this.#clockOf(index, targets, incumbent);
      const began = this.#clock.seconds();
      const level = await this.#planLevel(index, incumbent, best, clock);
      if (index === 0 && opening.plan === undefined && LIMITS.has(level.termination)) {
        await offerFirstPlan(task);
      }
      const seconds = this.#clock.seconds() - began;
      await certify(this.#taskOf(incumbent, clock), level.termination, seconds);
      levels.push(level);
      best = level.incumbent.plan;
      const { value, noPlan } = level.incumbent;
      if (noPlan !== undefined) {
        this.#notes.unshift(noPlan);
        this.#refuted = { proof: "ours", reason: noPlan };
      }
      if (value === undefined) break;
      limits.push({ target, atMost: value + allowance(target, value) });
    }
    return this.#outcome(targets, levels, best);
  }

  /** Each level leaves a part of all time to those that have not begun, unless it has no plan yet: finding one matters more. */
  #clockOf(level: number, targets: readonly Target[], incumbent: Incumbent): Clock {
    const later = targets.slice(level + 1);
    if (later.length === 0) return this.#clock;
    const share = Math.min(MOST_FOR_LATER, FOR_LATER * later.length);
    return holdBack(this.#clock, this.#options, share, () => incumbent.plan !== undefined);
  }

  #refutation(): string | undefined {
    return this.#isWide ? undefined : provesInfeasible(this.#instance, this.#isOver);
  }

  /** True once the clock has run out, where a bound reads so many pairs that it takes time. */
  readonly #isOver = () => {
    const { tasks, resources } = this.#instance;
    return tasks.length * resources.length >= MANY_PAIRS && this.#clock.stopped() !== undefined;
  };

  #incumbent(index: number, target: Target, limits: readonly LevelLimit[]): Incumbent {
    const incumbent = new Incumbent(this.#instance, target, limits, {
      improved: (source, best) => this.#record({ index, target, source, ...best }),
    });
    // Lists may well be better, so searches do not rely on it.
    if (this.#start !== undefined) incumbent.offer(this.#start, "start", { isRough: true });
    return incumbent;
  }

  async #planLevel(
    index: number,
    incumbent: Incumbent,
    previous: VerifiedPlan | undefined,
    clock: Clock,
  ): Promise<Level> {
    const { target, limits } = incumbent;
    if (previous !== undefined) incumbent.offer(previous, "previous level");
    const { earlier } = this.#options;
    if (earlier?.plan !== undefined && index > 0) incumbent.offer(earlier.plan, "earlier run");
    for (const known of carriedBounds(earlier, index, target, limits)) incumbent.raise(known);
    const bound = this.#isWide ? undefined : bestBound(this.#instance, target, this.#isOver);
    if (bound !== undefined) incumbent.raise({ ...bound, given: [] });
    const stopped = clock.stopped();
    if (stopped !== undefined && incumbent.plan !== undefined) {
      return { incumbent, termination: this.#earned(incumbent, stopped) };
    }
    if (goalReached(incumbent, this.#goal(incumbent.target))) {
      return { incumbent, termination: this.#earned(incumbent, "completed") };
    }
    const end = await this.#course.run(this.#taskOf(incumbent, clock));
    if (end.note !== undefined) this.#tell(end.note);
    // Whatever is proven here is told to the incumbent.
    if (end.termination === "infeasible") {
      this.#refuted = { proof: "claimed", reason: end.note ?? CLAIMED };
    }
    return { incumbent, termination: this.#earned(incumbent, end.termination) };
  }

  #tell(note: string): void {
    if (!this.#notes.includes(note)) this.#notes.push(note);
  }

  #taskOf(incumbent: Incumbent, clock: Clock): LevelTask {
    return {
      incumbent,
      clock,
      goal: this.#goal(incumbent.target),
      seed: this.#options.seed ?? 1,
      solver: this.#course.solver ?? DEFAULT_SOLVER,
      without: new Set(this.#course.without),
      tell: (note) => this.#tell(note),
      ...(this.#options.policy === undefined ? {} : { policy: this.#options.policy }),
    };
  }

  #goal(target: Target): Goal {
    const { gap } = this.#options;
    return gap === undefined
      ? { gap: 0, slack: shareResolution(this.#instance, target) }
      : { gap, slack: 0 };
  }

  /** What value and bound prove outranks the reason for which the method ended. */
  #earned(incumbent: Incumbent, ended: Termination): Termination {
    if (incumbent.noPlan !== undefined) return "infeasible";
    if (incumbent.closed) return "optimal";
    return goalReached(incumbent, this.#goal(incumbent.target)) ? "gap-reached" : ended;
  }

  #record({ index: level, ...entry }: Told): void {
    const traced = { seconds: this.#clock.seconds(), level, ...defined(entry) } as TraceEntry;
    this.#trace.push(traced);
    this.#options.onTrace?.(traced);
  }

  #infeasible(targets: readonly Target[], reason: string): Outcome {
    this.#tell(reason);
    this.#refuted = { proof: "ours", reason };
    return {
      ...this.#frame("infeasible"),
      levels: targets.map((target) => ({ target, termination: "infeasible" as const })),
    };
  }

  #outcome(
    targets: readonly Target[],
    levels: readonly Level[],
    best: VerifiedPlan | undefined,
  ): Outcome {
    const outcomes: LevelOutcome[] = [];
    let surpassed: Termination | undefined;
    for (const level of levels) {
      const outcome = this.#levelOutcome(level, best, surpassed);
      const { value = Infinity } = outcome;
      if (value < (level.incumbent.value ?? Infinity)) surpassed ??= level.termination;
      outcomes.push(outcome);
    }
    const skipped = targets.slice(levels.length);
    const last = levels[levels.length - 1].termination;
    for (const target of skipped) outcomes.push({ target, termination: last });
    return {
      ...this.#frame(weakest(outcomes.map(({ termination }) => termination))),
      levels: outcomes,
      ...(best === undefined ? {} : { plan: best }),
    };
  }

  /**
   * `surpassed`: why a level before this one ended whose value the plan is below. What this one reached was with plans that are worse
   * there, so it is of no account beside the plan.
   */
  #levelOutcome(
    { incumbent, termination }: Level,
    best: VerifiedPlan | undefined,
    surpassed: Termination | undefined,
  ): LevelOutcome {
    const { target, bound, certified } = incumbent;
    const value = best && evaluateTarget(this.#instance, best.plan, target);
    // A plan of a later level may be better here by chance.
    const held = surpassed === undefined ? incumbent.value : value;
    const reached = held === undefined ? undefined : Math.min(held, value ?? Infinity);
    const gap = gapBetween(reached, bound?.value);
    const ended = termination === "optimal" ? (surpassed ?? termination) : termination;
    return {
      target,
      termination: gap === 0 ? "optimal" : ended,
      ...(value === undefined ? {} : { value }),
      ...(reached === undefined ? {} : { best: reached }),
      ...(bound === undefined ? {} : { bound }),
      ...(certified === undefined || bound?.certificate !== undefined ? {} : { certified }),
      ...(gap === undefined ? {} : { gap }),
    };
  }

  #frame(termination: Termination): Omit<Outcome, "levels" | "plan"> {
    const { workLimit } = this.#options;
    return {
      termination,
      ...(termination === "infeasible" && defined({ refuted: this.#refuted })),
      method: this.#course.name,
      ...(this.#course.without.length > 0 ? { without: this.#course.without } : {}),
      ...(this.#course.solver === undefined ? {} : { solver: this.#course.solver }),
      trace: this.#trace,
      notes: [...placelessTasks(this.#instance), ...this.#notes],
      seconds: this.#clock.seconds(),
      ...(workLimit === undefined ? {} : { work: workLimit - (this.#clock.workLeft() ?? 0) }),
    };
  }
}

const CLAIMED = "No plan keeps all rules, as a solver claims and Berth has not checked.";

/** Pairs of entries from which on each quick bound takes so long that the clock is asked before. */
const MANY_PAIRS = 1_000_000;

/** The part of all time and work that is kept for each level that has not begun, and for all of them at most. */
const FOR_LATER = 0.15;
const MOST_FOR_LATER = 0.4;

/** Why a level ends for want of something: there may be a plan all the same. */
const LIMITS: ReadonlySet<Termination> = new Set(["time-limit", "work-limit", "memory-limit"]);
