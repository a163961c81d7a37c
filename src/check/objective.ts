import { isNeverNegative } from "../instance/targets.ts";
import type { StatedObjective } from "../io/statements.ts";
import { conditionOn, conditionText } from "../plan/condition.ts";
import { gapBetween } from "../plan/gap.ts";
import { exactValue, printedValue } from "../planner/objective-value.ts";
import { SOLVER_NAMES } from "../solvers/registry.ts";
import { defined } from "../util/defined.ts";
import { InvariantError } from "../util/errors.ts";
import type { BoundFinding, ObjectiveFinding } from "./findings.ts";
import { readNumbers, type StatedNumbers, type Tell, textsOf } from "./numbers.ts";
import {
  bestOf,
  isWord,
  type Judge,
  type Least,
  metBy,
  outsideBounds,
  withinOf,
} from "./outside.ts";
import { type CheckedProof, checkProof } from "./proof.ts";

/** One objective that is checked, with what the check needs to know. */
export interface ObjectiveTask extends Judge {
  /** What the file says, where it says anything. */
  readonly stated: StatedObjective | undefined;
  readonly tell: Tell;
  /** True if certificates are to be recomputed. */
  readonly withProofs: boolean;
  /** True of the output of a run, where a certified bound stands without its certificate. */
  readonly isRun: boolean;
}

/** What is found of an objective, and the best internal bound that was checked and holds for its optimum. */
export function checkObjective(task: ObjectiveTask): {
  readonly finding: ObjectiveFinding;
  readonly least?: number;
} {
  const { target, value, stated, tell } = task;
  const numbers = stated === undefined ? {} : readNumbers(target, stated, value, tell);
  if (stated !== undefined) checkSource(task, stated, numbers);
  const proven = stated === undefined ? undefined : provenBound(task, stated, numbers);
  const trivial = isNeverNegative(target) ? NEVER_NEGATIVE : undefined;
  const around = outsideBounds(task, trivial?.value);
  const own = stated === undefined ? undefined : statedBound(stated, numbers, value);
  const word = bestOf([...around.filter(isWord), own]);
  const holding = [trivial, proven, ...around].filter((one) => one?.holds);
  const least = bestOf(holding.filter((one) => one?.finding.status === "checked"));
  // That nothing is negative is worth a word where it closes the gap, or where nobody says more.
  const isTelling =
    least !== trivial ||
    value === 0 ||
    (numbers.bound ?? 1) <= 0 ||
    (task.outside !== undefined && word === undefined);
  const ours = word?.holds === true ? word : undefined;
  const shown = (isTelling ? least : undefined) ?? ours ?? proven ?? word;
  const bound = shown === undefined ? { status: "none" as const } : foundBound(task, shown);
  const claim =
    shown === word || word === undefined || word.value <= (shown?.value ?? -Infinity)
      ? undefined
      : foundBound(task, word);
  const most = bestOf(holding);
  const within = withinOf(around, most);
  return {
    finding: {
      name: target.name,
      unit: target.unit,
      sense: target.sense,
      per_unit: target.perUnit,
      value: printedValue(target, value),
      value_exact: exactValue(target, value),
      bound,
      ...defined({ claim, within: within && foundBound(task, within), ...metBy(task) }),
    },
    ...(most !== undefined && { least: most.value }),
  };
}

const NEVER_NEGATIVE: Least = {
  value: 0,
  finding: { status: "checked", proof: "never negative" },
  holds: true,
};

function foundBound(
  { target, value }: ObjectiveTask,
  { value: bound, finding }: Least,
): BoundFinding {
  const isChecked = finding.status === "checked" || finding.status === "proven";
  return {
    ...finding,
    bound: printedValue(target, bound),
    bound_exact: exactValue(target, bound),
    ...(isChecked && defined({ gap: gapBetween(value, bound) })),
  };
}

/** What the file says, whatever stands beside it. */
function statedBound(
  { proof, source, condition }: StatedObjective,
  { bound, certified }: StatedNumbers,
  reached: number,
): Least | undefined {
  const value = bound ?? certified;
  // What passes the plan is contradicted, and not worth repeating.
  if (value === undefined || value > reached) return undefined;
  const status = proof === "claimed" ? "claimed" : "stated";
  return { value, holds: false, finding: { status, ...defined({ source, condition }) } };
}

/** Words about a bound need one, and a solver's word is never a proof of ours. */
function checkSource(
  { tell, isRun, target }: ObjectiveTask,
  stated: StatedObjective,
  numbers: StatedNumbers,
): void {
  const { source, proof, certificate } = stated;
  for (const key of ["proof", "source", "condition"] as const) {
    if (stated[key] !== undefined && numbers.bound === undefined) tell(key, "there is no bound");
  }
  if (stated.certified_condition !== undefined && numbers.certified === undefined) {
    tell("certified_condition", "there is no certified bound");
  }
  if (proof === "ours" && source !== undefined && SOLVER_NAMES.includes(source)) {
    tell("proof", `a bound of ${source} is claimed, not ours`);
  }
  if (!isRun && numbers.certified !== undefined && certificate === undefined) {
    tell("certified", "there is no certificate beside it");
  }
  if (source === "zero" && numbers.bound !== 0) {
    tell("source", `what needs no proof is that ${target.name} is never below 0`);
  }
}

/** The bound of the certificate, if it proves one that the plan is among. */
function provenBound(
  task: ObjectiveTask,
  stated: StatedObjective,
  numbers: StatedNumbers,
): Least | undefined {
  const { instance, target, value, tell, withProofs, order } = task;
  const { certificate } = stated;
  if (certificate === undefined || !withProofs) return undefined;
  const checked = checkProof(instance, target, certificate);
  if ("rejected" in checked) {
    tell("certificate", `it proves nothing: ${checked.rejected}`);
    return undefined;
  }
  const { bound, given = [], trusts } = checked;
  const limits = given.flatMap((limit) => {
    const known = task.limitOf(limit);
    return known === undefined ? [] : [{ limit, ...known }];
  });
  if (limits.length < given.length) {
    tell("certificate", "it speaks of an objective that the instance does not have");
    return undefined;
  }
  const passed = limits.find((one) => one.value > one.limit.at_most);
  if (passed !== undefined) {
    const { objective, at_most } = passed.limit;
    tell("certificate", `it speaks of plans with ${objective} of at most ${at_most}; this is none`);
    return undefined;
  }
  if (bound > value) {
    const found = `${bound} for a plan of ${value}`;
    throw new InvariantError(`The certificate of ${target.name} proves a bound of ${found}.`);
  }
  const condition = conditionText(limits.map((one) => conditionOn(one.target, one.limit.at_most)));
  compareWithFile(task, stated, numbers, checked, condition);
  const holds = given.length === 0 || (order?.keeps === true && order.earns(given));
  const proof = String(Object(certificate).kind);
  return {
    value: bound,
    holds,
    finding: {
      status: holds ? "checked" : "conditional",
      proof,
      ...defined({ condition, trusts }),
    },
  };
}

/** The file must state the bound that its certificate proves, as ours, and no condition but that of the certificate. */
function compareWithFile(
  { target, tell }: ObjectiveTask,
  stated: StatedObjective,
  numbers: StatedNumbers,
  { bound }: Extract<CheckedProof, { readonly bound: number }>,
  condition: string | undefined,
): void {
  const which = numbers.certified === undefined ? "bound" : "certified";
  const told = numbers[which];
  const [a, b] = textsOf(target, told ?? bound - 1, bound);
  const proves = `the certificate proves ${b}`;
  if (told === undefined) tell("certificate", `the file states no bound, ${proves}`);
  else if (told !== bound) tell(`${which}_exact`, `the file states ${a}, ${proves}`);
  if (which === "bound" && stated.proof === "claimed") {
    tell("proof", `the file says claimed, and ${proves}`);
  }
  const key = which === "bound" ? "condition" : "certified_condition";
  const text = stated[key];
  if (text !== undefined && text !== condition) {
    tell(key, `the certificate holds ${condition ?? "for every plan"}`);
  }
}
