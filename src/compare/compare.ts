import { prepared } from "../check/verify-plan-file.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import { NO_STATEMENTS } from "../io/statements.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import { gapBetween } from "../plan/gap.ts";
import type { Bound } from "../plan/types.ts";
import { plan } from "../planner/plan.ts";
import type { PlanOptions } from "../planner/types.ts";
import { troubled } from "./answer.ts";
import { bestKnown } from "./bounds.ts";
import type {
  Contestant,
  JudgedRun,
  KnownBound,
  Played,
  PlayLimits,
  Subject,
  Unread,
} from "./types.ts";

/** What bounds a comparison. */
export interface CompareLimits extends PlayLimits {
  /** Milliseconds of the reference run on each instance, which looks for the bound that all contestants share; a work limit takes its place. */
  readonly bound: number;
}

/** All that is known of one instance. */
export interface JudgedSubject {
  readonly name: string;
  readonly subject: Subject;
  /** The first objective, which everything here is about. */
  readonly target: Target;
  readonly bound?: KnownBound;
  /** The best value of the reference run and of all contestants. */
  readonly best?: number;
  /** Set where Berth proved that there is no plan: nobody was asked for one. */
  readonly infeasible?: string;
  /** In the order of the contestants; empty without a plan that could be found. */
  readonly runs: readonly JudgedRun[];
}

/**
 * Judges contestants on one instance by its first objective: a reference run of `auto`, then every contestant once, each plan verified
 * in exact integers. The bound is the best that the reference run and Berth's methods among the contestants proved, so gaps of one instance are
 * comparable. Nothing that a contestant does ends it; throws InvariantError where a bound lies above a plan.
 */
export async function judgeSubject(
  subject: Subject,
  contestants: readonly Contestant[],
  limits: CompareLimits,
): Promise<JudgedSubject> {
  const { instance, name } = subject;
  const [target] = targetsOf(instance);
  const { bound: timeLimit, workLimit, seed, signal } = limits;
  const reference = await referenceOf(subject, target, {
    ...(workLimit === undefined ? { timeLimit } : { workLimit }),
    ...{ seed, ...(signal !== undefined && { signal }) },
  });
  if (reference.infeasible !== undefined) {
    return { name, subject, target, infeasible: reference.infeasible, runs: [] };
  }
  let bound = bestKnown(instance, target, reference.bounds);
  const runs: Omit<JudgedRun, "gap">[] = [];
  for (const contestant of contestants) {
    if (limits.signal?.aborted === true) break;
    const began = performance.now();
    const played: Played = await contestant
      .play(subject, limits)
      .catch((error) => troubled("fault", error instanceof Error ? error.message : String(error)));
    const { seconds = (performance.now() - began) / 1000, bounds = [] } = played;
    bound = bestKnown(instance, target, bounds, bound);
    runs.push({ contestant: contestant.name, seconds, ...judged(subject, target, played) });
  }
  const values = [reference.value, ...runs.map(({ value }) => value)].filter(
    (one) => one !== undefined,
  );
  return {
    name,
    subject,
    target,
    ...(bound !== undefined && { bound }),
    ...(values.length > 0 && { best: Math.min(...values) }),
    runs: runs.map((run): JudgedRun => {
      const gap = gapBetween(run.value, bound?.value);
      return { ...run, ...(gap !== undefined && { gap }) };
    }),
  };
}

/** True of an instance that could not be read. */
export function isUnread(one: Subject | Unread): one is Unread {
  return "unread" in one;
}

/** What a run of `auto` knows of an instance. */
export interface Reference {
  readonly bounds: readonly Bound[];
  readonly value?: number;
  /** Set where Berth proved that there is no plan. */
  readonly infeasible?: string;
}

/** One run of `auto` on the first objective alone. */
export async function referenceOf(
  { instance }: Subject,
  target: Target,
  limits: Pick<PlanOptions, "timeLimit" | "workLimit" | "seed" | "signal">,
): Promise<Reference> {
  const { objectives, combine } = instance;
  const outcome = await plan(instance, {
    ...limits,
    // A weighted sum is one target, whatever stands in it.
    ...(combine === "lexicographic" && objectives.length > 1 && { objectives: [objectives[0]] }),
  });
  const { refuted, levels, plan: verified } = outcome;
  if (refuted?.proof === "ours") return { bounds: [], infeasible: refuted.reason };
  const { bound, certified } = levels[0];
  return {
    bounds: [bound, certified].filter((one) => one !== undefined),
    ...(verified !== undefined && { value: evaluateTarget(instance, verified.plan, target) }),
  };
}

/** The value of what a contestant came to, once verified, or what is wrong with it. */
export function judged(
  { instance }: Subject,
  target: Target,
  { plan: made, trouble }: Played,
): Pick<JudgedRun, "value" | "trouble" | "plan"> {
  if (made === undefined) return trouble === undefined ? troubled("none", "no plan") : { trouble };
  const { checked } = prepared("compare", instance, { plan: made, statements: NO_STATEMENTS }, {});
  if (checked.ok) {
    return { value: evaluateTarget(instance, checked.plan.plan, target), plan: checked.plan };
  }
  const [{ rule, message }, ...others] = checked.violations;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return troubled("rule", `${rule}: ${message}${more}`);
}
