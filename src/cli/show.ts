import { type Command, Option } from "commander";
import { targetsOf } from "../instance/targets.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import { formatValue } from "../plan/value-text.ts";
import { printedValue } from "../planner/objective-value.ts";
import { type AgendaOrder, listLines } from "../report/agenda.ts";
import { formatTable } from "../report/format.ts";
import { planLines } from "../report/plan-lines.ts";
import { stdout } from "./command-run.ts";
import { parseCount } from "./options.ts";
import { columnsOf, print } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";
import { readChecked } from "./verified-plan.ts";

interface ShowFlags extends RuntimesFlags {
  readonly by: "resource" | AgendaOrder;
  readonly rows: number;
}

/** `berth show FILE PLAN`: who runs where and when, in a screenful or more. */
export function showCommand(program: Command): void {
  const command = program
    .command("show")
    .description("show a plan: who runs where and when, folded to a screenful")
    .argument("<file>", "the instance")
    .argument("<plan>", "plan file, JSON or CSV")
    .addOption(
      new Option("--by <what>", "what rows stand for")
        .choices(["resource", "task", "time"])
        .default("resource"),
    )
    .option(
      "--rows <n>",
      "most rows; equal tasks and resources are one row where there are more",
      parseCount,
      50,
    );
  withRuntimesOptions(command).action(show);
}

async function show(
  path: string,
  planPath: string,
  { by, rows, ...flags }: ShowFlags,
): Promise<void> {
  const { instance } = await readFilledInstance(path, flags);
  const options = { certificates: false, what: "shown" };
  const { verified } = await readChecked(planPath, instance, options);
  const width = columnsOf(stdout());
  const lines =
    by === "resource" ? planLines(verified, width, rows) : listLines(verified, width, rows, by);
  const values = targetsOf(instance).map((target) => [
    target.name,
    formatValue(printedValue(target, evaluateTarget(instance, verified.plan, target)), target.unit),
  ]);
  print([...lines, "", ...formatTable(values, width)].join("\n"));
}
