import type { Command } from "commander";
import { objectivesFromText } from "../instance/objective-text.ts";
import { targetsOf } from "../instance/targets.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import { exactValue, printedValue } from "../planner/objective-value.ts";
import { differenceOf } from "../replan/difference.ts";
import { differenceText } from "../report/difference.ts";
import { differencePage } from "../report/html/difference.ts";
import { endWith, stdout } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { columnsOf, print, printJson } from "./print.ts";
import { checkPageOutput, type PictureFlags, savePage, withPageOption } from "./report-output.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";
import { readChecked } from "./verified-plan.ts";

interface DiffFlags extends RuntimesFlags, PictureFlags {
  readonly objective?: string;
  readonly json?: boolean;
}

/** `berth diff FILE A B`: what another plan changes, for whom and in each objective. */
export function diffCommand(program: Command): void {
  const command = program
    .command("diff")
    .description("compare two plans of an instance: who moves, and what each objective becomes")
    .argument("<file>", "the instance")
    .argument("<a>", "plan file, JSON or CSV")
    .argument("<b>", "another one")
    .option("--objective <list>", "compare these instead of the instance's own objectives");
  withPageOption(withRuntimesOptions(command))
    .option("--json", "print exactly one JSON document on stdout")
    .addHelpText(
      "after",
      "\nExit codes: 0 the same plan, 1 another one; or wrong input, with an error.",
    )
    .action(diff);
}

async function diff(path: string, first: string, second: string, flags: DiffFlags): Promise<void> {
  const { instance, sources } = await readFilledInstance(path, flags);
  await checkPageOutput(flags, [...sources, first, second]);
  const read = async (file: string) => {
    const options = { certificates: false, what: "compared" };
    return (await readChecked(file, instance, options)).verified;
  };
  const [a, b] = [await read(first), await read(second)];
  const { objective } = flags;
  const asked = objective === undefined ? undefined : objectivesFromText(instance, objective);
  const values = targetsOf(instance, asked).map((target) => ({
    target,
    from: evaluateTarget(instance, a.plan, target),
    value: evaluateTarget(instance, b.plan, target),
  }));
  const found = differenceOf(instance, a.plan, b.plan);
  if (found.changes.length + found.inside.length > 0) endWith(EXIT.usage);
  const before = values.map(({ target, from }) => printedValue(target, from));
  const compared = { ...found, instance, levels: values, before };
  await savePage(() => differencePage(compared, a, b), flags);
  if (flags.json === true) {
    const objectives = values.map(({ target, from, value }) => ({
      ...{ name: target.name, unit: target.unit, sense: target.sense, per_unit: target.perUnit },
      ...{ before: printedValue(target, from), before_exact: exactValue(target, from) },
      ...{ after: printedValue(target, value), after_exact: exactValue(target, value) },
    }));
    printJson({ instance: instance.name, ...found, objectives });
    return;
  }
  print(differenceText(compared, columnsOf(stdout())));
}
