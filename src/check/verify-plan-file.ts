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
import type { VerifiedPlan } from "../plan/types.ts";
import { type Verification, verify } from "../plan/verify.ts";
import { requireArgument, type WantedArgument } from "../util/arguments.ts";
import { defined } from "../util/defined.ts";
import { InstanceError, type Issue, UsageError } from "../util/errors.ts";
import { show } from "../util/show.ts";
import type { Contradiction, Findings, ObjectiveFinding } from "./findings.ts";
import { checkInstance, checkRun, checkTrace } from "./header.ts";
import { teller } from "./numbers.ts";
import { checkObjective } from "./objective.ts";
import { Order } from "./order.ts";
import type { OutsideLevel } from "./outside.ts";
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
  return findingsOf(prepared("verifyPlanFile", whole, file, options));
}

/** A plan file beside the instance that it is checked against, its plan verified. */
export interface Prepared {
  readonly whole: Instance;
  readonly file: StatedPlan;
  readonly options: VerifyOptions;
  readonly checked: Verification;
  /** True of a replan without its earlier plan: what its bounds speak of is not known. */
  readonly isOpen: boolean;
  readonly notes: readonly string[];
}

/** Verifies the plan of a file; `caller` names the function that was called. Throws as `verifyPlanFile`. */
export function prepared(
  caller: string,
  whole: Instance,
  file: StatedPlan,
  options: VerifyOptions,
): Prepared {
  requireArgument(caller, INSTANCE, whole);
  requireArgument(caller, STATED_PLAN, file);
  const { replan } = file;
  const isLeftOut = whole.robust !== undefined && replan?.robust !== undefined;
  const own = isLeftOut ? withoutLosses(whole) : whole;
  const { earlier } = options;
  const instance = earlier === undefined ? own : replannedBy(own, file, earlier);
  const { plan, note } = withFoundRecoveries(instance, file.plan);
  const checked = verify(instance, plan);
  const isOpen = replan !== undefined && earlier === undefined;
  const notes = [
    note,
    isLeftOut ? ROBUST_LEFT_OUT : undefined,
    earlier === undefined ? undefined : replanNote(own, file),
    isOpen ? OPEN : undefined,
  ].filter((text) => text !== undefined);
  return { whole, file, options, checked, isOpen, notes };
}

/** What is found of a prepared file. `outside`: what else is known of the objectives of its order, by their names. */
export function findingsOf(
  { whole, file, options, checked, isOpen, notes }: Prepared,
  outside: ReadonlyMap<string, readonly OutsideLevel[]> = new Map(),
): Findings {
  const { statements } = file;
  const header = statements === NO_STATEMENTS ? undefined : checkInstance(whole, statements);
  const told = checked.ok
    ? checkObjectives(checked.plan, statements, options, isOpen, outside)
    : { objectives: [], order: [], contradictions: [], uncertified: [] };
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
    order: told.order,
    uncertified: told.uncertified,
    unchecked: uncheckedIn(file, told.objectives),
    notes: [...notes, ...(header?.notes ?? [])],
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
  { instance, plan }: VerifiedPlan,
  statements: Statements,
  { certificates = true, objectives }: VerifyOptions,
  isOpen: boolean,
  outside: ReadonlyMap<string, readonly OutsideLevel[]>,
): Pick<Findings, "objectives" | "order" | "contradictions" | "uncertified"> {
  const contradictions: Contradiction[] = [];
  const order = new Order();
  const found: ObjectiveFinding[] = [];
  const own: string[] = [];
  const uncertified: string[] = [];
  const values = new Map<string, { readonly target: Target; readonly value: number }>();
  const reached = (name: string) => values.get(name)?.value;
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
      ...(isOwn && { order, ...defined({ outside: outside.get(target.name) }) }),
      limitOf,
      valueOf: reached,
    });
    found.push(finding);
    if (!isOwn) continue;
    own.push(target.name);
    order.add(target, value, least);
    const { status, proof } = finding.bound;
    const isProven = status === "checked" && (proof !== "never negative" || value === 0);
    if (!isProven) uncertified.push(target.name);
  }
  contradictions.push(...checkTrace(statements, (name) => values.get(name)));
  return { objectives: found, order: own, contradictions, uncertified };
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
