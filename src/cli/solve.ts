import type { Command } from "commander";
import { objectivesFromText } from "../instance/objective-text.ts";
import type { Instance } from "../instance/types.ts";
import { checkOutput, STDOUT } from "../io/output.ts";
import { writePlan } from "../io/plan-file.ts";
import { type PlanOrigin, planText } from "../io/plan-text.ts";
import { readPolicyFile } from "../io/policy-file.ts";
import { plan } from "../planner/plan.ts";
import { planningTime } from "../planner/planning-time.ts";
import type { Unmet } from "../planner/required.ts";
import type { Outcome, PlanOptions } from "../planner/types.ts";
import { outcomeStory } from "../report/html/story.ts";
import { outcomeFields } from "../report/json.ts";
import { outcomeText } from "../report/terminal.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { brieflyWhy } from "./briefly-why.ts";
import { commandTime, endWith, stdout } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { type PlanningFlags, withPlanningOptions } from "./planning-options.ts";
import { columnsOf, print, printData, printJson, tell, tellLines } from "./print.ts";
import { type ShownProgress, showProgress } from "./progress.ts";
import {
  checkReportOutput,
  type PictureFlags,
  saveReport,
  withReportOption,
} from "./report-output.ts";
import {
  type RequireFlags,
  requiredBy,
  unmetBy,
  unmetText,
  withRequireOptions,
} from "./require-options.ts";
import { runBlock } from "./run-block.ts";
import { runHeader } from "./run-header.ts";
import { readFilledInstance } from "./runtimes-option.ts";
import { readChecked } from "./verified-plan.ts";

interface SolveFlags extends PlanningFlags, PictureFlags, RequireFlags {
  readonly start?: string;
  readonly output?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `berth solve FILE`: plan, verify, prove, print. */
export function solveCommand(program: Command): void {
  const command = program
    .command("solve")
    .description("plan an instance: a verified plan with its value, bound and gap")
    .argument("<file>", "instance: YAML, JSON or OR-Library GAP text; - reads stdin");
  withReportOption(
    withRequireOptions(withPlanningOptions(command, LIMITS))
      .option(
        "--start <plan>",
        "anyone's plan to start from, JSON or CSV: what is found is never worse",
      )
      .option("-o, --output <file>", "write the plan to this file (JSON, or CSV by its ending)"),
  )
    .option("--json", "print exactly one JSON document on stdout")
    .option("-q, --quiet", "no progress on stderr")
    .action(solve);
}

const LIMITS = {
  time: "stop after this long and keep the best, such as 60s",
  work: "stop after this much work: equal seeds and limits give equal plans on any machine",
};

async function solve(file: string, flags: SolveFlags): Promise<void> {
  const progress = showProgress(flags.quiet === true, flags.json === true);
  const interrupt = listenForInterrupt(progress.tell);
  try {
    await solveWith(file, flags, progress, interrupt);
  } finally {
    progress.end();
    interrupt.end();
  }
}

async function solveWith(
  file: string,
  flags: SolveFlags,
  progress: ShownProgress,
  interrupt: Interrupt,
): Promise<void> {
  const { instance, document, note, sources } = await readFilledInstance(file, flags);
  const options = planOptions(instance, flags);
  const policy = flags.policy === undefined ? undefined : await readPolicyFile(flags.policy);
  const start =
    flags.start === undefined
      ? undefined
      : (await readChecked(flags.start, instance, { certificates: false, what: "a start" }))
          .verified.plan;
  // Better to learn of a missing folder now than after an hour of planning.
  const inputs = [...sources, flags.policy ?? "-", flags.start ?? "-"];
  await checkPlanOutput(flags, inputs, [".json", ".csv"]);
  await checkReportOutput(flags, inputs, [flags.output]);
  progress.begin(runHeader(instance, flags));
  interrupt.begin(progress.held);
  const time = planningTime(flags.timeLimit, commandTime(), instance);
  const planned = await plan(instance, {
    ...options,
    ...defined({ timeLimit: time.timeLimit }),
    ...defined({ policy, start }),
    signal: interrupt.signal,
    onTrace: progress.onTrace,
  });
  const notes = [note, time.note, ...planned.notes].filter((text) => text !== undefined);
  const outcome = { ...planned, notes };
  const why = await brieflyWhy(document, instance, outcome, { ...time, signal: interrupt.signal });
  progress.end();
  const failures = [
    await save(outcome, flags.output),
    await saveReport(() => outcomeStory(instance, outcome), flags),
  ];
  const unmet = unmetBy(outcome, flags);
  printOutcome(instance, outcome, unmet, flags);
  if (flags.json !== true && why !== undefined) printBeside(flags.output, `\n${why}`);
  endWithSaved(outcome, failures, unmet, flags);
}

function planOptions(instance: Instance, flags: SolveFlags): PlanOptions {
  const { objective, method, without, solver, workLimit, gap, seed } = flags;
  const objectives = objective === undefined ? undefined : objectivesFromText(instance, objective);
  return defined({ objectives, method, without, solver, workLimit, gap, seed });
}

/** Throws UsageError if a plan cannot be written as asked; see `checkOutput`. */
export async function checkPlanOutput(
  { output, json }: { readonly output?: string; readonly json?: boolean },
  inputs: readonly string[],
  endings: readonly string[],
): Promise<void> {
  if (output === undefined) return;
  if (output === STDOUT && json === true) {
    throw new UsageError(
      "--json and -o - both print on standard output.\nMaybe leave out one of them: both hold the plan.",
    );
  }
  await checkOutput(output, { endings, inputs });
}

/** The reason why the plan could not be written, if so; the plan is printed all the same. */
export async function save(
  outcome: Outcome,
  path: string | undefined,
  origin: Pick<PlanOrigin, "replan" | "document"> = {},
): Promise<string | undefined> {
  if (path === undefined || outcome.plan === undefined) return undefined;
  try {
    const whole = { ...outcome, ...origin };
    if (path === STDOUT) printData(planText(outcome.plan, whole));
    else await writePlan(path, outcome.plan, whole);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Ends as the outcome says, after a word on what is not as required and on each thing that could not be written. */
export function endWithSaved(
  outcome: Outcome,
  failures: readonly (string | undefined)[],
  unmet: readonly Unmet[],
  flags: RequireFlags,
): void {
  const told = failures.filter((failure) => failure !== undefined);
  endWith(told.length === 0 ? exitCode(outcome, unmet) : EXIT.usage);
  if (unmet.length > 0) tell(unmetText(unmet, requiredBy(flags)));
  for (const failure of told) tellLines(failure);
}

function printOutcome(
  instance: Instance,
  outcome: Outcome,
  unmet: readonly Unmet[],
  flags: SolveFlags,
): void {
  if (flags.json === true) {
    const fields = { ...outcomeFields(instance, outcome), ...(unmet.length > 0 && { unmet }) };
    printJson({ ...fields, run: runBlock(outcome, flags) });
    return;
  }
  printBeside(flags.output, outcomeText(instance, outcome, columnsOf(stdout())));
}

/** A report for a person on stdout, or on stderr where the plan itself goes to stdout. */
export function printBeside(output: string | undefined, report: string): void {
  if (output === STDOUT) tellLines(report);
  else print(report);
}

/** 0 with a plan that is as required, else why there is none. */
function exitCode(outcome: Outcome, unmet: readonly Unmet[]): number {
  if (outcome.plan !== undefined) return unmet.length > 0 ? EXIT.missing : EXIT.plan;
  return outcome.termination === "infeasible" ? EXIT.infeasible : EXIT.noPlan;
}
