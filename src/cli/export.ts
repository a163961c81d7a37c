import { type Command, Option } from "commander";
import { formulate } from "../../models/formulate.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { targetsOf } from "../instance/targets.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { writeLp } from "../program/lp-text.ts";
import { writeMps } from "../program/mps-text.ts";
import type { Program } from "../program/types.ts";
import { UsageError } from "../util/errors.ts";
import { printData } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";

const WRITERS: Readonly<Record<string, (program: Program) => string>> = {
  mps: writeMps,
  lp: writeLp,
};

/** `berth export FILE`: the integer program of the first objective as MPS or LP text. */
export function exportCommand(program: Command): void {
  const command = program
    .command("export")
    .description("write the integer program of the first objective for other solvers")
    .argument("<file>", "instance file")
    .addOption(
      new Option("--format <name>", "text format").choices(Object.keys(WRITERS)).default("mps"),
    )
    .option("--objective <name>", "objective instead of the instance's first, such as makespan");
  withRuntimesOptions(command)
    .option("-o, --output <file>", "write to this file instead of stdout")
    .action(exportProgram);
}

async function exportProgram(
  file: string,
  flags: {
    readonly format: string;
    readonly objective?: string;
    readonly output?: string;
  } & RuntimesFlags,
): Promise<void> {
  const { instance } = await readFilledInstance(file, flags);
  const objectives =
    flags.objective === undefined ? undefined : objectivesFromText(instance, flags.objective);
  if (objectives !== undefined && objectives.length > 1) {
    throw new UsageError("A program has one objective; export each level with --objective NAME.");
  }
  const [target] = targetsOf(instance, objectives);
  const encoding = formulate(instance, target, []);
  if ("unsupported" in encoding) throw new UsageError(encoding.unsupported);
  const text = WRITERS[flags.format](encoding.program);
  if (flags.output === undefined) printData(text);
  else await writeAtomically(flags.output, [text]);
}
