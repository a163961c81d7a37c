import type { Command } from "commander";
import { checkOutput, STDOUT } from "../io/output.ts";
import { readRayOrigin } from "../io/ray/read-origin.ts";
import { submissionsOf } from "../io/ray/submissions.ts";
import { readParsed } from "../io/read-instance.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { runFeaturesOf } from "../learn/run-features.ts";
import { endWith } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { originBeside } from "./origin-file.ts";
import { print, tell } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";
import { readVerified } from "./verified-plan.ts";

interface RayFlags extends RuntimesFlags {
  readonly origin?: string;
  readonly output?: string;
}

/** `berth export-plan ray INSTANCE PLAN`: a line for each job, in the order of the plan. */
export function exportPlanRayCommand(command: Command): void {
  const subcommand = command
    .command("ray")
    .description("the jobs of a Ray cluster, a JSON document a line, in the order of the plan")
    .argument("<instance>", "what berth import ray wrote with -o")
    .argument("<plan>", "a plan of it")
    .option("--origin <file>", "who is who; default: beside the instance, NAME.origin.json")
    .option("-o, --output <file>", "file to write, .ndjson; default: stdout");
  withRuntimesOptions(subcommand).action(run);
}

async function run(instancePath: string, planPath: string, flags: RayFlags): Promise<void> {
  const { output } = flags;
  const originFile = flags.origin ?? originBeside(instancePath);
  const inputs = [instancePath, planPath, originFile];
  if (output !== undefined) await checkOutput(output, { endings: [".ndjson", ".jsonl"], inputs });
  const { instance, document } = await readFilledInstance(instancePath, flags);
  const verified = await readVerified(planPath, instance);
  const origin = await readParsed(originFile, readRayOrigin);
  const { submissions, left } = submissionsOf(instance, verified, origin, runFeaturesOf(document));
  const lines = submissions.map((one) => JSON.stringify(one));
  if (output === undefined || output === STDOUT) for (const line of lines) print(line);
  else await writeAtomically(output, [lines.map((line) => `${line}\n`).join("")]);
  for (const line of left) tell(`left out: ${line}`);
  const jobs = lines.length === 1 ? "1 job" : `${lines.length} jobs`;
  tell(
    `${jobs}: POST the body of each to /api/jobs/ when its time has come (at: ms after the plan begins).`,
  );
  if (left.length > 0) endWith(EXIT.missing);
}
