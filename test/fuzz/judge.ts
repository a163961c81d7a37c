import { checkFormulation, isFormulationProof } from "../../src/check/check-formulation.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import type { Plan } from "../../src/plan/types.ts";
import { plan } from "../../src/planner/plan.ts";
import type { LevelOutcome, Outcome } from "../../src/planner/types.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { limitOf, type Truth, truthOf } from "../oracle/truth.ts";
import { isFeasible } from "../plan/naive.ts";
import { naiveValue } from "../plan/naive-objectives.ts";
import { isLawfulSchedule } from "../plan/naive-schedule.ts";
import { survivesAsTold } from "../support/enumerate-losses.ts";
import type { Solve } from "./documents.ts";

/** What became of a case. `end` is for counts: "invalid", or what was known and what came out. */
export interface Verdict {
  readonly end: string;
  /** What is wrong, if anything is. */
  readonly fault?: string;
}

/** Combinations that an enumeration may try; what is larger is checked without it. */
const MOST = 20_000;

/** Solves a document and compares all that is said with what trying everything says. */
export async function judge(document: object, solve: Solve): Promise<Verdict> {
  let instance: Instance;
  try {
    instance = parseInstance(document);
    targetsOf(instance);
  } catch (error) {
    if (error instanceof InstanceError) return { end: "invalid" };
    return { end: "fault", fault: `parsing threw ${text(error)}` };
  }
  const truth = truthOf(instance, targetsOf(instance), MOST);
  try {
    const outcome = await plan(instance, solve);
    const fault = faultOf(instance, truth, outcome);
    if (fault !== undefined) return { end: "fault", fault };
    const known = truth === undefined ? "too large" : truth.complete ? "exact" : "sample";
    return { end: `${known}, ${outcome.termination}` };
  } catch (error) {
    return { end: "fault", fault: `planning threw ${text(error)}` };
  }
}

function text(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What is wrong with an outcome, in words; undefined if nothing is. */
export function faultOf(
  instance: Instance,
  truth: Truth | undefined,
  outcome: Outcome,
): string | undefined {
  const { termination, levels, plan: found } = outcome;
  const isInfeasible = termination === "infeasible";
  if (isInfeasible && (truth?.values.length ?? 0) > 0)
    return "infeasible is said, and a plan exists";
  if (isInfeasible && found !== undefined) return "infeasible is said beside a plan";
  if (found !== undefined) {
    if (!isLawful(instance, found.plan)) return "the plan breaks a rule";
    if (truth?.complete && truth.values.length === 0) return "a plan where none exists";
  }
  let left = truth?.values ?? [];
  for (const [k, level] of levels.entries()) {
    const least = Math.min(...left.map((values) => values[k]));
    const fault =
      valueFault(instance, level, found?.plan) ??
      boundFault(level, least, truth) ??
      certificateFault(instance, level, k, least);
    if (fault !== undefined) return `level ${k} (${level.target.name}): ${fault}`;
    const { best } = level;
    if (best === undefined) break;
    left = left.filter((values) => values[k] <= limitOf(best, level.target.tolerance));
  }
  return undefined;
}

/** Placements, sequences and schedules by the slow reading of the rules, recoveries included. */
function isLawful(instance: Instance, plan: Plan): boolean {
  const { robust: _, ...plain } = instance;
  const isKept =
    instance.mode === "schedule" ? isLawfulSchedule(plain, plan) : isFeasible(plain, plan);
  return isKept && survivesAsTold(instance, plan);
}

function valueFault(
  instance: Instance,
  { target, value, best }: LevelOutcome,
  plan: Plan | undefined,
): string | undefined {
  if (plan === undefined) return value === undefined ? undefined : "a value without a plan";
  const sum = target.terms.reduce(
    (all, { objective, factor }) => all + BigInt(factor) * naiveValue(instance, plan, objective),
    0n,
  );
  if (value === undefined || BigInt(value) !== sum) return `the plan has ${sum}, ${value} is said`;
  const isShared = instance.tasks.some(({ divisible }) => divisible);
  if (best !== undefined && !isShared && value > limitOf(best, target.tolerance)) {
    return `later levels left ${value} of ${best}`;
  }
  return undefined;
}

/** `least` is the least value that is known to be possible within the limits of the earlier levels. */
function boundFault(
  { best, bound, certified, termination }: LevelOutcome,
  least: number,
  truth: Truth | undefined,
): string | undefined {
  for (const one of [bound, certified]) {
    if (one !== undefined && one.value > least) {
      return `bound ${one.value} by ${one.source} above ${least}`;
    }
  }
  if (best === undefined || truth === undefined) return undefined;
  if (truth.complete && best < least) return `value ${best} below ${least}`;
  if (termination === "optimal" && best > least) return `optimal at ${best}, and ${least} exists`;
  if (termination === "optimal" && bound?.value !== best) return "optimal with a gap";
  return undefined;
}

/** Certificates prove what is stated, and nothing false. What limits of earlier levels allow is `least`. */
function certificateFault(
  instance: Instance,
  { target, bound, certified }: LevelOutcome,
  k: number,
  least: number,
): string | undefined {
  for (const one of [bound, certified]) {
    if (one?.certificate === undefined) continue;
    const { certificate, value } = one;
    const isFormulation = isFormulationProof(certificate);
    // A proof over a program is one over that of its level, limits included.
    if (isFormulation && k > 0) continue;
    const checked = (isFormulation ? checkFormulation : checkCertificate)(
      instance,
      target,
      certificate,
    );
    if ("rejected" in checked) return `certificate ${certificate.kind}: ${checked.rejected}`;
    if (checked.bound < value) return `${certificate.kind} proves ${checked.bound} of ${value}`;
    if (checked.bound > least) return `${certificate.kind} proves ${checked.bound} above ${least}`;
  }
  return undefined;
}
