import type { Command } from "commander";
import pc from "picocolors";
import { findRecoveries } from "../heuristics/robust/find.ts";
import { lossName, withoutLosses } from "../instance/losses.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { readNamedPlan } from "../io/named-plan.ts";
import { readPlan, type StatedPlan } from "../io/plan-file.ts";
import { evaluateObjective, evaluateTarget } from "../plan/evaluate.ts";
import type { Plan, Violation } from "../plan/types.ts";
import { formatValue } from "../plan/value-text.ts";
import { verify } from "../plan/verify.ts";
import { durationText } from "../plan/wording.ts";
import { objectiveValue } from "../planner/objective-value.ts";
import { ruleOf } from "../replan/record.ts";
import { situate } from "../replan/replan.ts";
import { downCopies } from "../replan/resources.ts";
import { timeText } from "../report/gantt.ts";
import { UsageError } from "../util/errors.ts";
import { plain } from "../util/plain.ts";
import { EXIT } from "./failure.ts";
import { print, printJson } from "./print.ts";
import { boundText, checkBound, type ProvenBound } from "./proven-bound.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";

/** `berth verify INSTANCE PLAN`: recompute everything, list every broken rule. */
export function verifyCommand(program: Command): void {
  const command = program
    .command("verify")
    .description("check a plan against its instance, exactly; every broken rule is listed")
    .argument("<instance>", "instance file")
    .argument("<plan>", "plan file, or the output of solve --json; - reads stdin")
    .option("--certificate", "recompute each bound from the proof that the plan file carries")
    .option("--from <plan>", "the earlier plan of a replan: what had begun must be where it was");
  withRuntimesOptions(command)
    .option("--json", "print exactly one JSON document on stdout")
    .action(verifyFiles);
}

/** What a check found. `objectives` are recomputed, in printed units. */
interface Findings {
  readonly violations: readonly Violation[];
  readonly objectives: readonly Finding[];
  /** A sentence on recoveries that the file did not hold. */
  readonly note?: string;
}

interface Finding {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** With --certificate. */
  readonly bound?: ProvenBound;
}

interface VerifyFlags extends RuntimesFlags {
  readonly json?: boolean;
  readonly certificate?: boolean;
  readonly from?: string;
}

async function verifyFiles(
  instancePath: string,
  planPath: string,
  flags: VerifyFlags,
): Promise<void> {
  const { instance: whole } = await readFilledInstance(instancePath, flags);
  const stated = await readPlan(planPath, whole);
  const isLeftOut = whole.robust !== undefined && stated.replan?.robust !== undefined;
  const instance = isLeftOut ? withoutLosses(whole) : whole;
  const held = await instanceOf(instance, stated, flags);
  const found = check(held, stated, flags.certificate === true);
  const notes = [
    found.note,
    isLeftOut ? ROBUST_LEFT_OUT : undefined,
    flags.from === undefined ? undefined : replanNote(instance, stated),
  ];
  const note = notes.filter((text) => text !== undefined).join("\n");
  const findings = { ...found, ...(note !== "" && { note }) };
  const ok = findings.violations.length === 0;
  process.exitCode = ok ? EXIT.plan : EXIT.usage;
  if (flags.json === true) printJson({ instance: instance.name, ok, ...findings });
  else print(findingsText(findings));
}

const ROBUST_LEFT_OUT =
  "Losses are not tried: the file says that it is a replan that need survive none (robust is left out).";

/** What the plan file itself says of its replan; whoever reads it knows whether that is so. */
function replanNote(instance: Instance, { replan }: StatedPlan): string | undefined {
  if (replan === undefined) return undefined;
  const down = replan.down.length === 0 ? "nothing was down" : `down: ${replan.down.join(", ")}`;
  const when =
    instance.mode === "placement" ? "" : ` at ${timeText(replan.now_ms, instance.origin)}`;
  return `Checked as the replan that the file says it is${when}; ${down}.`;
}

/** With --from the instance whose plans may replace the earlier one: its certificates speak of that. */
async function instanceOf(
  instance: Instance,
  { replan }: StatedPlan,
  { from, certificate }: VerifyFlags,
): Promise<Instance> {
  if (from === undefined) {
    if (replan === undefined || certificate !== true) return instance;
    throw new UsageError(
      "The plan came from a replan, and its certificates speak of what was left to plan.\nMaybe add --from with the earlier plan.",
    );
  }
  if (replan === undefined) {
    throw new UsageError(
      "The plan file does not come from a replan, so nothing is known of what had begun.\nMaybe leave --from out.",
    );
  }
  const earlier = await readNamedPlan(from);
  if (replan.now_ms < (earlier.replan?.now_ms ?? 0)) {
    throw new UsageError(
      `The plan says that it was made at ${durationText(replan.now_ms)}, before the one of --from.\nMaybe the two files are swapped.`,
    );
  }
  const { replanned } = situate({
    instance,
    earlier: earlier.assignments,
    now: replan.now_ms,
    down: downCopies(instance, replan.down, [], []),
    migrations: ruleOf(replan),
    ...(replan.objective !== undefined && {
      objectives: objectivesFromText(instance, replan.objective),
    }),
  });
  return replanned;
}

function check(
  instance: Instance,
  { plan: given, stated, bounds }: StatedPlan,
  withBounds: boolean,
): Findings {
  const { plan, note } = withFoundRecoveries(instance, given);
  const checked = verify(instance, plan);
  if (!checked.ok) return { violations: checked.violations, objectives: [], ...note };
  const violations: Violation[] = [];
  const objectives = targetsToCheck(instance, [...stated.keys()]).map((target) => {
    const value = evaluateTarget(instance, plan, target);
    const printed = objectiveValue({ target, value, termination: "completed" });
    const claimed = stated.get(target.name);
    if (claimed !== undefined && claimed !== printed.value_exact) {
      const message = `the file states ${claimed}, the plan has ${printed.value_exact}`;
      violations.push({ rule: `stated ${target.name}`, message });
    }
    const finding = { name: target.name, unit: target.unit, value: printed.value as number };
    if (!withBounds) return finding;
    const { bound, mismatch } = checkBound(
      instance,
      target,
      value,
      bounds.get(target.name),
      ({ objective, dimension }) =>
        evaluateObjective(instance, plan, {
          name: objective,
          ...(dimension !== undefined && { dimension }),
        }),
    );
    if (mismatch !== undefined) violations.push(mismatch);
    return { ...finding, ...(bound === undefined ? {} : { bound }) };
  });
  return { violations, objectives, ...note };
}

/**
 * A plan that comes without recoveries, as from a CSV file, with those that a search finds; they are verified like any
 * others. The search needs a plan that keeps all other rules.
 */
function withFoundRecoveries(
  instance: Instance,
  plan: Plan,
): { readonly plan: Plan; readonly note?: Pick<Findings, "note"> } {
  const { robust } = instance;
  if (robust === undefined || plan.recoveries !== undefined) return { plan };
  if (!verify(withoutLosses(instance), plan).ok) return { plan };
  const found = findRecoveries(instance, plan);
  const missing = "The plan came without recoveries";
  if ("plan" in found) {
    const note = `${missing}; Berth found one from every loss.`;
    return { plan: found.plan, note: { note } };
  }
  const why = found.why === "impossible" ? "there is none" : "none was found";
  return {
    plan,
    note: { note: `${missing}, and ${why} for ${lossName(instance, robust, found.loss)}.` },
  };
}

/** The objectives of the instance, and others that the plan file names. */
function targetsToCheck(instance: Instance, names: readonly string[]): readonly Target[] {
  const own = targetsOf(instance);
  const known = new Set(own.map(({ name }) => name));
  const others = names.filter((name) => !known.has(name));
  return [...own, ...others.flatMap((name) => targetNamed(instance, name))];
}

/** Nothing for a name that is no single objective, such as a weighted sum of other weights. */
function targetNamed(instance: Instance, name: string): readonly Target[] {
  try {
    const specs = objectivesFromText(instance, name);
    return targetsOf(instance, specs, "lexicographic").filter((target) => target.name === name);
  } catch {
    return [];
  }
}

function findingsText({ note, ...findings }: Findings): string {
  const text = rulesText(findings);
  return note === undefined ? text : `${text}\n${note}`;
}

function rulesText({ violations, objectives }: Findings): string {
  if (violations.length === 0) {
    const values = objectives.map(
      ({ name, unit, value, bound }) =>
        `  ${plain(name)}: ${formatValue(value, unit)}${bound === undefined ? "" : boundText(bound, unit)}`,
    );
    return [pc.green("The plan keeps every rule."), ...values].join("\n");
  }
  const broken = violations.map(({ rule, message }) => `  ${plain(`${rule}: ${message}`)}`);
  const count = violations.length === 1 ? "1 rule" : `${violations.length} rules`;
  return [pc.red(`The plan breaks ${count}:`), ...broken].join("\n");
}
