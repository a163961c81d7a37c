import { extname } from "node:path";
import { type Command, Option } from "commander";
import { formulate } from "../../models/formulate.ts";
import type { Worth } from "../../models/types.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import { checkOutput, STDOUT } from "../io/output.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { writeLp } from "../program/lp-text.ts";
import { writeMps } from "../program/mps-text.ts";
import type { Program } from "../program/types.ts";
import { UsageError } from "../util/errors.ts";
import { makeFraction } from "../util/fraction.ts";
import { printData } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";

const WRITERS: Readonly<Record<string, (program: Program) => string>> = {
  mps: writeMps,
  lp: writeLp,
};

interface ExportFlags extends RuntimesFlags {
  readonly format?: string;
  readonly objective?: string;
  readonly output?: string;
}

/** `berth export FILE`: the integer program of the first objective as MPS or LP text. */
export function exportCommand(program: Command): void {
  const command = program
    .command("export")
    .description("write the integer program of the first objective for other solvers")
    .argument("<file>", "instance file")
    .addOption(
      new Option(
        "--format <name>",
        "text format (default: by the ending of the output, else mps)",
      ).choices(Object.keys(WRITERS)),
    )
    .option("--objective <name>", "objective instead of the instance's first, such as makespan");
  withRuntimesOptions(command)
    .option("-o, --output <file>", "file to write, .mps or .lp; default: stdout")
    .action(exportProgram);
}

async function exportProgram(file: string, flags: ExportFlags): Promise<void> {
  const { instance, sources } = await readFilledInstance(file, flags);
  const { output } = flags;
  const format = formatOf(flags);
  if (output !== undefined) {
    const formats = flags.format === undefined ? Object.keys(WRITERS) : [format];
    await checkOutput(output, { endings: formats.map((name) => `.${name}`), inputs: sources });
  }
  const objectives =
    flags.objective === undefined ? undefined : objectivesFromText(instance, flags.objective);
  if (objectives !== undefined && objectives.length > 1) {
    throw new UsageError("A program has one objective; export each level with --objective NAME.");
  }
  const [target] = targetsOf(instance, objectives);
  const encoding = formulate(instance, target, []);
  if ("unsupported" in encoding) throw new UsageError(encoding.unsupported);
  const objectiveName = worthText(target, encoding.worth);
  const text = WRITERS[format]({ ...encoding.program, objectiveName });
  if (output === undefined || output === STDOUT) printData(text);
  else await writeAtomically(output, [text]);
}

/** What the objective of a program stands for, such as "100 x cost in USD" or "-1 x throughput". */
export function worthText({ name, unit, perUnit, sense }: Target, worth: Worth): string {
  const { scale, shift, parts } = worth;
  const turned = sense === "max" ? -1n : 1n;
  const over = turned * BigInt(perUnit) * BigInt(parts);
  const { numerator, denominator } = makeFraction(over, BigInt(scale));
  const factor = numerator === 1n ? "" : `${numerator} x `;
  const divided = denominator === 1n ? "" : ` / ${denominator}`;
  const moved = shift === 0 ? "" : ` - ${shift / scale}`;
  const what = unit === "" || unit === "value" || unit === "fraction" ? name : `${name} in ${unit}`;
  return `${factor}${what}${divided}${moved}, minimised`;
}

/** As asked, else by the ending of the output, else MPS. */
function formatOf({ format, output }: ExportFlags): string {
  if (format !== undefined) return format;
  const ending = extname(output ?? "").toLowerCase();
  return ending.slice(1) in WRITERS ? ending.slice(1) : "mps";
}
