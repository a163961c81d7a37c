import { INSTANCE } from "../instance/arguments.ts";
import { withoutLosses } from "../instance/losses.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { requirementIssues } from "../instance/requirements.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import type { NamedPlan } from "../io/named-plan.ts";
import type { StatedPlan } from "../io/plan-file.ts";
import { NO_STATEMENTS, type StatedObjective, type Statements } from "../io/statements.ts";
import type { GivenLimit } from "../plan/certificate/types.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Plan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { requireArgument, type WantedArgument } from "../util/arguments.ts";
import { InstanceError, type Issue, UsageError } from "../util/errors.ts";
import { show } from "../util/show.ts";
import type { Contradiction, Findings, ObjectiveFinding } from "./findings.ts";
import { checkInstance, checkRun, checkTrace } from "./header.ts";
import { teller } from "./numbers.ts";
import { checkObjective } from "./objective.ts";
import { Order } from "./order.ts";
import { withFoundRecoveries } from "./recoveries.ts";
import { replanNote, replannedBy } from "./replanned.ts";
import { uncheckedIn } from "./unchecked.ts";

/** What `readPlan` returns. */
const STATED_PLAN: WantedArgument = {
  what: "what a plan file says",
  keys: ["plan", "statements"],
  from: "await readPlan(path, instance)",
};

/** What a caller may ask of `verifyPlanFile`. */
export interface VerifyOptions {
  /** Recompute every certificate. Default true; without, what is said of bounds is stated, not checked. */
  readonly certificates?: boolean;
  /** Where the plan is a replan: the plan that it replaces. What had begun must be where it was. */
  readonly earlier?: NamedPlan;
  /** The objectives that the plan is judged by, in place of the instance's own. */
  readonly objectives?: readonly ObjectiveSpec[];
}

/**
 * Checks a plan and all that its file states against the instance, in exact integers: every rule, every value, and every bound
 * that has a certificate. Nothing is taken from the file but the plan, and the certificates, which are recomputed.
 * Throws InstanceError for an objective that nothing is known of, UsageError where `earlier` does not belong to the plan, and
 * InvariantError if a certificate that holds proves more than the plan has.
 */
export function verifyPlanFile(
  whole: Instance,
  file: StatedPlan,
  options: VerifyOptions = {},
): Findings {
  requireArgument("verifyPlanFile", INSTANCE, whole);
  requireArgument("verifyPlanFile", STATED_PLAN, file);
  const { statements, replan } = file;
  const isLeftOut = whole.robust !== undefined && replan?.robust !== undefined;
  const own = isLeftOut ? withoutLosses(whole) : whole;
  const { earlier } = options;
  const instance = earlier === undefined ? own : replannedBy(own, file, earlier);
  const { plan, note } = withFoundRecoveries(instance, file.plan);
  const checked = verify(instance, plan);
  const header = statements === NO_STATEMENTS ? undefined : checkInstance(whole, statements);
  const isOpen = replan !== undefined && earlier === undefined;
  const told = checked.ok
    ? checkObjectives(instance, plan, statements, options, isOpen)
    : { objectives: [], contradictions: [], uncertified: [] };
  const notes = [
    note,
    isLeftOut ? ROBUST_LEFT_OUT : undefined,
    earlier === undefined ? undefined : replanNote(own, file),
    isOpen ? OPEN : undefined,
    ...(header?.notes ?? []),
  ].filter((text) => text !== undefined);
  const violations = checked.ok ? [] : checked.violations;
  const contradictions = [
    ...(header?.contradictions ?? []),
    ...checkRun(statements),
    ...told.contradictions,
  ].map((one): Contradiction => {
    const place = file.places?.find(one.path);
    return place === undefined ? one : { ...one, line: place.line, column: place.column };
  });
  return {
    ok: violations.length === 0 && contradictions.length === 0,
    violations,
    contradictions,
    objectives: told.objectives,
    uncertified: told.uncertified,
    unchecked: uncheckedIn(file, told.objectives),
    notes,
  };
}

const ROBUST_LEFT_OUT =
  "Losses are not tried: the file says that it is a replan that need survive none (robust is left out).";

const OPEN =
  "The plan came from a replan, and its bounds speak of what was left to plan: --from with the earlier plan checks them.";

/** A target of the check, and what the file says of it. */
interface Named {
  readonly target: Target;
  readonly stated: StatedObjective | undefined;
  readonly isOwn: boolean;
}

function checkObjectives(
  instance: Instance,
  plan: Plan,
  statements: Statements,
  { certificates = true, objectives }: VerifyOptions,
  isOpen: boolean,
): Pick<Findings, "objectives" | "contradictions" | "uncertified"> {
  const contradictions: Contradiction[] = [];
  const order = new Order();
  const found: ObjectiveFinding[] = [];
  const uncertified: string[] = [];
  const values = new Map<string, { readonly target: Target; readonly value: number }>();
  const limitOf = (limit: GivenLimit) => {
    const target = limitTarget(instance, limit);
    return target && { target, value: evaluateTarget(instance, plan, target) };
  };
  for (const { target, stated, isOwn } of targetsToCheck(
    instance,
    statements,
    objectives,
    isOpen,
  )) {
    const value = evaluateTarget(instance, plan, target);
    values.set(target.name, { target, value });
    const tell = stated === undefined ? () => {} : teller(contradictions, stated);
    const { finding, least } = checkObjective({
      instance,
      target,
      value,
      stated,
      tell,
      withProofs: certificates && !isOpen,
      isRun: statements.isRun,
      ...(isOwn && { order }),
      limitOf,
    });
    found.push(finding);
    if (!isOwn) continue;
    order.add(target, value, least);
    const { status, proof } = finding.bound;
    const isProven = status === "checked" && (proof !== "never negative" || value === 0);
    if (!isProven) uncertified.push(target.name);
  }
  contradictions.push(...checkTrace(statements, (name) => values.get(name)));
  return { objectives: found, contradictions, uncertified };
}

/** The objectives to judge by, in their order, and others that the file names. Throws InstanceError for unknown ones. */
function targetsToCheck(
  instance: Instance,
  { objectives: stated }: Statements,
  asked: readonly ObjectiveSpec[] | undefined,
  isOpen: boolean,
): readonly Named[] {
  const own = targetsOf(instance, asked);
  const issues: Issue[] = [];
  const others = stated.flatMap((one): Named[] => {
    if (own.some(({ name }) => name === one.name)) return [];
    const target = targetNamed(instance, one.name);
    if (target !== undefined) return [{ target, stated: one, isOwn: false }];
    // A level of the replan itself, which this instance does not have.
    if (isOpen && /^migrations$| with migrations at \$/.test(one.name)) return [];
    const message = `${show(one.name)} is no objective of this instance`;
    const hint = "Maybe give the run's own --objective to verify, too.";
    issues.push({ path: `${one.path}/name`, message, hint });
    return [];
  });
  if (issues.length > 0) throw new InstanceError(issues);
  const first = own.map((target) => ({
    target,
    stated: stated.find(({ name }) => name === target.name),
    isOwn: true,
  }));
  return [...first, ...others];
}

/** Undefined for a name that is no single objective, such as a weighted sum of other weights. */
function targetNamed(instance: Instance, name: string): Target | undefined {
  try {
    const specs = objectivesFromText(instance, name);
    return targetsOf(instance, specs, "lexicographic").find((target) => target.name === name);
  } catch (error) {
    if (error instanceof UsageError || error instanceof InstanceError) return undefined;
    throw error;
  }
}

/** The target that a limit of a certificate is of; undefined if the instance cannot have it. */
function limitTarget(instance: Instance, { objective, dimension }: GivenLimit): Target | undefined {
  const spec: ObjectiveSpec = {
    name: objective,
    ...(dimension !== undefined && { dimension }),
    tolerance: 0,
    weight: { numerator: 1, denominator: 1 },
  };
  if (requirementIssues(instance, [spec]).length > 0) return undefined;
  try {
    return targetsOf(instance, [spec], "lexicographic")[0];
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}
