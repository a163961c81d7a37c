import type { Command } from "commander";
import { explain } from "../explain/explain.ts";
import { explanationReport, explanationText } from "../report/explanation.ts";
import { defined } from "../util/defined.ts";
import { commandTime, endWith, stdout } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { parseCount, parseTimeLimit } from "./options.ts";
import { columnsOf, print, printJson, tell } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";

interface ExplainFlags extends RuntimesFlags {
  readonly timeLimit: number;
  readonly workLimit?: number;
  readonly seed?: number;
  readonly json?: boolean;
}

/** Milliseconds. */
const TIME_LIMIT = 30_000;

const VERDICT = { plan: EXIT.plan, none: EXIT.infeasible, open: EXIT.noPlan } as const;

/** `berth explain FILE`: why no plan exists, and what would help. */
export function explainCommand(program: Command): void {
  const command = program
    .command("explain")
    .description("say why no plan exists: what cannot be kept together, and what would help")
    .argument("<file>", "instance: YAML, JSON or OR-Library GAP text; - reads stdin")
    .option(
      "--time-limit <duration>",
      "stop after this long (default: 30s)",
      parseTimeLimit,
      TIME_LIMIT,
    )
    .option("--work-limit <units>", "work for each question (default: 200)", parseCount);
  withRuntimesOptions(command)
    .option("--json", "print exactly one JSON document on stdout")
    .action(explainFile);
}

async function explainFile(file: string, flags: ExplainFlags): Promise<void> {
  const interrupt = listenForInterrupt(tell);
  try {
    const { instance, document, note } = await readFilledInstance(file, flags);
    interrupt.begin(() => "what was seen so far is told.");
    const explanation = await explain(document, instance, {
      ...defined({ workLimit: flags.workLimit }),
      ...{ timeLimit: Math.max(0, flags.timeLimit - commandTime()), signal: interrupt.signal },
    });
    if (note !== undefined) tell(note);
    endWith(VERDICT[explanation.kind]);
    if (flags.json === true) {
      printJson({ instance: instance.name, ...explanationReport(explanation) });
    } else print(explanationText(explanation, columnsOf(stdout())));
  } finally {
    interrupt.end();
  }
}
