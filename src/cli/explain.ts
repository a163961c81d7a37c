import type { Command } from "commander";
import { explain } from "../explain/explain.ts";
import { instanceJsonSchema } from "../instance/json-schema.ts";
import { explanationReport, explanationText } from "../report/explanation.ts";
import { type FieldSchema, fieldText } from "../report/field.ts";
import { explanationPage } from "../report/html/explanation.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { commandTime, endWith, stdout } from "./command-run.ts";
import { type ExplainPlanFlags, explainTask, explainWhole } from "./explain-plan.ts";
import { EXIT } from "./failure.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { parseCount, timeOption } from "./options.ts";
import { columnsOf, print, printJson, tell } from "./print.ts";
import { type SteadyLine, showSteadily } from "./progress.ts";
import { checkPageOutput, savePage, withPageOption } from "./report-output.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";

type ExplainFlags = RuntimesFlags & ExplainPlanFlags;

/** Milliseconds. */
const TIME_LIMIT = 30_000;

const VERDICT = { plan: EXIT.plan, none: EXIT.infeasible, open: EXIT.noPlan } as const;

/** `berth explain FILE [PLAN] [TASK]`: why no plan exists and what would help, or why a task of a plan is where it is. */
export function explainCommand(program: Command): void {
  const command = program
    .command("explain")
    .description("say why no plan exists, what limits a plan, or why a task is where it is")
    .argument("<file>", "instance: YAML, JSON or OR-Library GAP text; - reads stdin")
    .argument("[plan]", "plan file, JSON or CSV")
    .argument("[task]", "task copy: what each other place of it would change")
    .option("--on <resource>", "of that task: only this resource copy, resource or kind")
    .option(
      "--costs [list]",
      "of a plan: what each objective is made of, by resource, kind, task, queue or a label (default: resource,task)",
    )
    .option("--confirm", "of a plan: solve again with one more of what may be worth most")
    .option("--objective <list>", "judge by these instead of the instance's own")
    .addOption(timeOption("--time-limit <duration>", "stop after this long", TIME_LIMIT))
    .option(
      "--work-limit <units>",
      "work for each question (default: 200) or place (100)",
      parseCount,
    );
  withPageOption(withRuntimesOptions(command))
    .option("--json", "print exactly one JSON document on stdout")
    .action(explainFile);
  command
    .command("field")
    .description("say what a field of instance files is for, and what it may be")
    .argument("[path]", "such as tasks.demand or resources.price", "")
    .action((path: string) => {
      print(fieldText(instanceJsonSchema() as FieldSchema, path, columnsOf(stdout())));
    });
}

async function explainFile(
  file: string,
  plan: string | undefined,
  task: string | undefined,
  flags: ExplainFlags,
): Promise<void> {
  if (task === undefined && flags.on !== undefined) {
    throw new UsageError("--on is about a task.\nMaybe name one: berth explain FILE PLAN TASK.");
  }
  if (plan === undefined) {
    if ([flags.costs, flags.objective, flags.confirm].some((flag) => flag !== undefined)) {
      throw new UsageError(
        "--costs, --confirm and --objective are about a plan.\nMaybe name one: berth explain FILE PLAN.",
      );
    }
    return await explainNone(file, flags);
  }
  if (task !== undefined && (flags.costs !== undefined || flags.confirm === true)) {
    throw new UsageError(
      "--costs and --confirm are about a whole plan.\nMaybe leave the task out.",
    );
  }
  const { instance, document, note, sources } = await readFilledInstance(file, flags);
  await checkPageOutput(flags, [...sources, plan]);
  if (note !== undefined) tell(note);
  if (task === undefined) return await explainWhole({ instance, document }, plan, flags);
  await explainTask(instance, plan, task, flags);
}

async function explainNone(file: string, flags: ExplainFlags): Promise<void> {
  const interrupt = listenForInterrupt(tell);
  let progress: SteadyLine | undefined;
  try {
    const { instance, document, note, sources } = await readFilledInstance(file, flags);
    await checkPageOutput(flags, sources);
    interrupt.begin(() => "what was seen so far is told.");
    progress = showSteadily(
      false,
      () => "looking for what cannot be kept together, and what helps",
    );
    const explanation = await explain(document, instance, {
      ...defined({ workLimit: flags.workLimit }),
      ...{ timeLimit: Math.max(0, flags.timeLimit - commandTime()), signal: interrupt.signal },
    });
    progress.end();
    if (note !== undefined) tell(note);
    endWith(VERDICT[explanation.kind]);
    await savePage(() => explanationPage(instance.name, explanation), flags);
    if (flags.json === true) {
      printJson({ instance: instance.name, ...explanationReport(explanation) });
    } else print(explanationText(explanation, columnsOf(stdout())));
  } finally {
    progress?.end();
    interrupt.end();
  }
}
