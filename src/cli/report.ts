import type { Command } from "commander";
import { checkedStory } from "../check/checked-story.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { readNamedPlan } from "../io/named-plan.ts";
import { checkOutput, STDOUT } from "../io/output.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { defined } from "../util/defined.ts";
import { printData } from "./print.ts";
import { REPORT_ENDINGS, reportText } from "./report-output.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";
import { readChecked } from "./verified-plan.ts";

interface OwnFlags extends RuntimesFlags {
  readonly output: string;
  readonly objective?: string;
  readonly from?: string;
}

/** `berth report INSTANCE PLAN -o FILE`: check a plan as `verify` does, and write it to look at. */
export function reportCommand(program: Command): void {
  const command = program
    .command("report")
    .description("check a plan and write it to look at: a page, a drawing or a trace")
    .argument("<instance>", "instance file")
    .argument("<plan>", "plan file, or the output of solve --json; - reads stdin")
    .requiredOption(
      "-o, --output <file>",
      ".html (a page), .svg (a drawing), .json (a trace for Perfetto); - prints the page",
    )
    .option("--objective <list>", "judge by these instead of the instance's own, as solve had it")
    .option("--from <plan>", "the earlier plan of a replan, whose bounds are then checked too");
  withRuntimesOptions(command).action(run);
}

async function run(instancePath: string, planPath: string, flags: OwnFlags): Promise<void> {
  const { output, objective, from } = flags;
  const { instance, sources } = await readFilledInstance(instancePath, flags);
  const inputs = [...sources, planPath, ...(from === undefined ? [] : [from])];
  await checkOutput(output, { endings: REPORT_ENDINGS, inputs });
  const objectives = objective === undefined ? undefined : objectivesFromText(instance, objective);
  const earlier = from === undefined ? undefined : await readNamedPlan(from);
  const { verified, stated, findings } = await readChecked(planPath, instance, {
    what: "drawn",
    ...defined({ objectives, earlier }),
  });
  const text = reportText(checkedStory(verified, stated, findings, objectives), output);
  if (output === STDOUT) printData(text);
  else await writeAtomically(output, text);
}
