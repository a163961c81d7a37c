import { extname } from "node:path";
import { type Command, Option } from "commander";
import { formulate } from "../../models/formulate.ts";
import type { Worth } from "../../models/types.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { instanceIntegers } from "../io/integers.ts";
import { checkOutput, STDOUT } from "../io/output.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { writeLp } from "../program/lp-text.ts";
import { writeMps } from "../program/mps-text.ts";
import type { Program } from "../program/types.ts";
import { UsageError } from "../util/errors.ts";
import { makeFraction } from "../util/fraction.ts";
import { jsonPieces } from "../util/json-pieces.ts";
import { printData } from "./print.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";

const WRITERS: Readonly<Record<string, (program: Program) => string>> = {
  mps: writeMps,
  lp: writeLp,
};
/** The instance in place of a program. */
const INTEGERS = "integers";
/** Endings of outputs, by format. */
const ENDINGS: Readonly<Record<string, string>> = { mps: ".mps", lp: ".lp", [INTEGERS]: ".json" };

interface ExportFlags extends RuntimesFlags {
  readonly format?: string;
  readonly objective?: string;
  readonly output?: string;
}

/** `berth export FILE`: the integer program of the first objective as MPS or LP text, or the whole numbers of the instance. */
export function exportCommand(program: Command): void {
  const command = program
    .command("export")
    .description(
      "write the integer program of an instance for other solvers, or its whole numbers for other checkers",
    )
    .argument("<file>", "instance file")
    .addOption(
      new Option(
        "--format <name>",
        "text format (default: by the ending of the output, else mps)",
      ).choices(Object.keys(ENDINGS)),
    )
    .option(
      "--objective <name>",
      "objective instead of the instance's first, such as makespan; of integers a list",
    );
  withRuntimesOptions(command)
    .option("-o, --output <file>", "file to write, .mps, .lp or .json; default: stdout")
    .action(exportProgram);
}

async function exportProgram(file: string, flags: ExportFlags): Promise<void> {
  const { instance, sources } = await readFilledInstance(file, flags);
  const { output } = flags;
  const format = formatOf(flags);
  if (output !== undefined) {
    const endings = flags.format === undefined ? Object.values(ENDINGS) : [ENDINGS[format]];
    await checkOutput(output, { endings, inputs: sources });
  }
  const objectives =
    flags.objective === undefined ? undefined : objectivesFromText(instance, flags.objective);
  const pieces =
    format === INTEGERS
      ? [...jsonPieces(instanceIntegers(instance, targetsOf(instance, objectives))), "\n"]
      : [programText(instance, format, objectives)];
  if (output === undefined || output === STDOUT) printData(pieces);
  else await writeAtomically(output, pieces);
}

function programText(
  instance: Instance,
  format: string,
  objectives: readonly ObjectiveSpec[] | undefined,
): string {
  if (objectives !== undefined && objectives.length > 1) {
    throw new UsageError("A program has one objective; export each level with --objective NAME.");
  }
  const [target] = targetsOf(instance, objectives);
  const encoding = formulate(instance, target, []);
  if ("unsupported" in encoding) throw new UsageError(encoding.unsupported);
  const objectiveName = worthText(target, encoding.worth);
  return WRITERS[format]({ ...encoding.program, objectiveName });
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
  return Object.keys(ENDINGS).find((name) => ENDINGS[name] === ending) ?? "mps";
}
