import type { Command } from "commander";
import { checkOutput, STDOUT } from "../io/output.ts";
import { readParsed } from "../io/read-instance.ts";
import { readSlurmOrigin } from "../io/slurm/read-origin.ts";
import { plannedJobs, scriptOf } from "../io/slurm/script.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { endWith } from "./command-run.ts";
import { counted } from "./counted.ts";
import { EXIT } from "./failure.ts";
import { originBeside } from "./origin-file.ts";
import { print, tell } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";
import { readVerified } from "./verified-plan.ts";

interface SlurmFlags extends RuntimesFlags {
  readonly origin?: string;
  readonly output?: string;
}

/** `berth export-plan slurm INSTANCE PLAN`: a shell script of `scontrol update` and `sbatch`, in the order of the plan. */
export function exportPlanSlurmCommand(command: Command): void {
  const subcommand = command
    .command("slurm")
    .description(
      "nodes and times of the jobs of a Slurm queue, as a shell script of scontrol and sbatch",
    )
    .argument("<instance>", "what berth import slurm wrote with -o")
    .argument("<plan>", "a plan of it")
    .option("--origin <file>", "who is who; default: beside the instance, NAME.origin.json")
    .option("-o, --output <file>", "file to write, .sh; default: stdout");
  withRuntimesOptions(subcommand).action(run);
}

async function run(instancePath: string, planPath: string, flags: SlurmFlags): Promise<void> {
  const { output } = flags;
  const originFile = flags.origin ?? originBeside(instancePath);
  const inputs = [instancePath, planPath, originFile];
  if (output !== undefined) await checkOutput(output, { endings: [".sh"], inputs });
  const { instance } = await readFilledInstance(instancePath, flags);
  const verified = await readVerified(planPath, instance);
  const origin = await readParsed(originFile, readSlurmOrigin);
  const planned = plannedJobs(instance, verified, origin);
  const script = [...scriptOf(planned)].join("");
  if (output === undefined || output === STDOUT) print(script.trimEnd());
  else await writeAtomically(output, [script]);
  for (const line of planned.left) tell(`left out: ${line}`);
  const count = planned.jobs.length + planned.submissions.length;
  tell(`${counted(count, "job")}: run it where scontrol and sbatch are, as who may change them.`);
  if (planned.left.length > 0) endWith(EXIT.missing);
}
