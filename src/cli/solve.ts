import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import type { Command } from "commander";
import { objectivesFromText } from "../instance/objective-text.ts";
import type { Instance } from "../instance/types.ts";
import { readPolicyFile } from "../io/model-file.ts";
import { writePlan } from "../io/plan-file.ts";
import { plan } from "../planner/plan.ts";
import type { Outcome, PlanOptions } from "../planner/types.ts";
import type { ReplanRecord } from "../replan/record.ts";
import { outcomeDocument } from "../report/json.ts";
import { outcomeText } from "../report/terminal.ts";
import { defined } from "../util/defined.ts";
import { EXIT } from "./failure.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { type PlanningFlags, withPlanningOptions } from "./planning-options.ts";
import { columnsOf, print, printJson, tell } from "./print.ts";
import { type Progress, showProgress } from "./progress.ts";
import { readFilledInstance } from "./runtimes-option.ts";

interface SolveFlags extends PlanningFlags {
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
  withPlanningOptions(command, LIMITS)
    .option("-o, --output <file>", "write the plan to this file (JSON, or CSV by its ending)")
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
  progress: Progress,
  interrupt: Interrupt,
): Promise<void> {
  const { instance, note } = await readFilledInstance(file, flags);
  const options = planOptions(instance, flags);
  const policy = flags.policy === undefined ? undefined : await readPolicyFile(flags.policy);
  // Better to learn of a missing folder now than after an hour of planning.
  if (flags.output !== undefined) await access(dirname(flags.output), constants.W_OK);
  interrupt.begin(progress.held);
  const planned = await plan(instance, {
    ...options,
    ...(policy === undefined ? {} : { policy }),
    signal: interrupt.signal,
    onTrace: progress.onTrace,
  });
  const outcome = note === undefined ? planned : { ...planned, notes: [note, ...planned.notes] };
  progress.end();
  const failure = await save(outcome, flags.output);
  printOutcome(instance, outcome, flags);
  process.exitCode = failure === undefined ? exitCode(outcome) : EXIT.usage;
  if (failure !== undefined) {
    tell(`The plan could not be written to ${flags.output}: ${failure}`);
  }
}

function planOptions(instance: Instance, flags: SolveFlags): PlanOptions {
  const { objective, method, solver, timeLimit, workLimit, gap, seed } = flags;
  const objectives = objective === undefined ? undefined : objectivesFromText(instance, objective);
  return defined({ objectives, method, solver, timeLimit, workLimit, gap, seed });
}

/** The reason why the plan could not be written, if so; the plan is printed all the same. */
export async function save(
  outcome: Outcome,
  path: string | undefined,
  replan?: ReplanRecord,
): Promise<string | undefined> {
  if (path === undefined || outcome.plan === undefined) return undefined;
  try {
    await writePlan(path, outcome.plan, { ...outcome, ...(replan !== undefined && { replan }) });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function printOutcome(instance: Instance, outcome: Outcome, flags: SolveFlags): void {
  if (flags.json === true) {
    printJson(outcomeDocument(instance, outcome));
    return;
  }
  print(outcomeText(instance, outcome, columnsOf(process.stdout)));
}

/** 0 with a plan, else why there is none. */
export function exitCode(outcome: Outcome): number {
  if (outcome.plan !== undefined) return EXIT.plan;
  return outcome.termination === "infeasible" ? EXIT.infeasible : EXIT.noPlan;
}
