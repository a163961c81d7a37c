import { bestBound } from "../bounds/registry.ts";
import { bestKnown } from "../compare/bounds.ts";
import { judged, referenceOf } from "../compare/compare.ts";
import type { Contestant, KnownBound, PlayLimits, Subject } from "../compare/types.ts";
import type { DocumentEntry } from "../edit/draft.ts";
import { parseInstance } from "../instance/parse.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { exactValue } from "../planner/objective-value.ts";
import { InstanceError } from "../util/errors.ts";
import { compareFractions, type Fraction, makeFraction } from "../util/fraction.ts";

/** A contestant's plan beside an optimum that is proven. */
export interface Judgement {
  readonly subject: Subject;
  /** The first objective. */
  readonly target: Target;
  readonly plan: VerifiedPlan;
  /** Internal units, both. */
  readonly value: number;
  readonly optimum: number;
  /** How often the optimum goes into the value, or the value into an optimum that is maximised: at least 1. */
  readonly ratio: Fraction;
  /** What proves that no plan is better. */
  readonly proof: KnownBound;
}

/** What became of the instances that were looked at. */
export interface JudgeCounts {
  /** Instances that the contestant was asked about. */
  looked: number;
  /** Of these, where it had no plan. */
  planless: number;
  /** Of these, where the optimum was not proven, though the ratio might have counted. */
  open: number;
}

/** Judges one instance after another. */
export interface HuntJudge {
  readonly counts: JudgeCounts;
  /** Undefined where there is no ratio, or surely none of `atLeast`: most are told so by a quick bound. */
  judge(document: DocumentEntry, atLeast?: Fraction): Promise<Judgement | undefined>;
}

/** How a judge looks. */
export interface HuntJudgeOptions extends Omit<PlayLimits, "workLimit"> {
  /** Units of work for the proof of one optimum, so that equal seeds prove equal ones. */
  readonly proofWork: number;
  /** Milliseconds for it, whatever work is left. */
  readonly proofTime?: number;
  /** Printed units. */
  readonly leastOptimum?: number;
}

/** What is known of a document: all, or what its ratio is at most, if it has one. */
type Known = { readonly found: Judgement } | { readonly atMost: Fraction | undefined };

/** Documents that are remembered: walks over plateaus come back to them. */
const REMEMBERED = 20_000;

/** A judge of one contestant. The optimum is the value of a verified plan that a bound of Berth's own equals; a bound alone counts for nothing. */
export function makeJudge(contestant: Contestant, options: HuntJudgeOptions): HuntJudge {
  const counts: JudgeCounts = { looked: 0, planless: 0, open: 0 };
  const seen = new Map<string, Known>();
  return {
    counts,
    async judge(document, atLeast) {
      const isLess = (ratio: Fraction) =>
        atLeast !== undefined && compareFractions(ratio, atLeast) < 0;
      const key = JSON.stringify(document);
      let known = seen.get(key);
      if (known === undefined || ("atMost" in known && known.atMost && !isLess(known.atMost))) {
        known = await judgeAnew(contestant, document, isLess, options, counts);
        if (seen.size >= REMEMBERED) seen.clear();
        // What was cut short says nothing.
        if (options.signal?.aborted !== true) seen.set(key, known);
      }
      return "found" in known && !isLess(known.found.ratio) ? known.found : undefined;
    },
  };
}

const NO_RATIO = { atMost: undefined } as const;

async function judgeAnew(
  contestant: Contestant,
  document: DocumentEntry,
  isLess: (ratio: Fraction) => boolean,
  { proofWork, proofTime, leastOptimum = 0, ...limits }: HuntJudgeOptions,
  counts: JudgeCounts,
): Promise<Known> {
  const subject = subjectOf(document);
  if (subject === undefined) return NO_RATIO;
  const { instance } = subject;
  const [target] = targetsOf(instance);
  counts.looked++;
  const played = await contestant.play(subject, { ...limits, workLimit: proofWork });
  const { value, plan } = judged(subject, target, played);
  if (value === undefined || plan === undefined) {
    counts.planless++;
    return NO_RATIO;
  }
  const bound = bestBound(instance, target);
  // The ratio to a bound is no less than the one to the optimum.
  const atMost = bound && ratioOf(target, value, bound.value);
  if (atMost !== undefined && isLess(atMost)) return { atMost };
  const { seed, signal } = limits;
  const reference = await referenceOf(subject, target, {
    ...{ workLimit: proofWork, seed },
    ...(proofTime !== undefined && { timeLimit: proofTime }),
    ...(signal !== undefined && { signal }),
  });
  const optimum = Math.min(value, reference.value ?? Infinity);
  const proof = bestKnown(instance, target, reference.bounds);
  if (proof?.value !== optimum) {
    counts.open++;
    return NO_RATIO;
  }
  const ratio = ratioOf(target, value, optimum);
  const isSmall = Math.abs(exactValue(target, optimum)) < leastOptimum * target.perUnit;
  if (ratio === undefined || isSmall) return NO_RATIO;
  return { found: { subject, target, plan, value, optimum, ratio, proof } };
}

/** At least 1 for an optimum that no plan passes; undefined where one of both is 0 or they differ in sign. */
function ratioOf(target: Target, value: number, optimum: number): Fraction | undefined {
  const [reached, best] = [BigInt(exactValue(target, value)), BigInt(exactValue(target, optimum))];
  if (reached <= 0n || best <= 0n) return undefined;
  return target.sense === "max" ? makeFraction(best, reached) : makeFraction(reached, best);
}

/** What changes have made may be no instance at all. */
function subjectOf(document: DocumentEntry): Subject | undefined {
  try {
    return { name: String(document.name ?? "hunted"), instance: parseInstance(document), document };
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}
