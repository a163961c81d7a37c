#!/usr/bin/env node
import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { UsageError } from "../util/errors.ts";
import { batchCommand } from "./batch.ts";
import { beginCommand } from "./command-time.ts";
import { exportCommand } from "./export.ts";
import { EXIT_TEXT, reportError, reportUsage } from "./failure.ts";
import { featuresCommand } from "./features.ts";
import { generateCommand } from "./generate.ts";
import { importCommand } from "./import.ts";
import { learnCommand } from "./learn.ts";
import { print, tellLines } from "./print.ts";
import { replanCommand } from "./replan.ts";
import { schemaCommand } from "./schema.ts";
import { solveCommand } from "./solve.ts";
import { unknownWords } from "./unknown-words.ts";
import { verifyCommand } from "./verify.ts";

/** Every command; adding one is a file and a line here. */
const COMMANDS: readonly ((program: Command) => void)[] = [
  solveCommand,
  replanCommand,
  batchCommand,
  verifyCommand,
  schemaCommand,
  exportCommand,
  generateCommand,
  importCommand,
  learnCommand,
  featuresCommand,
];

/**
 * The command line as data, for the entry below and for tests of its usage texts. Time limits count from `began`, ms of
 * `performance.now()`.
 */
export function berthProgram(began: number = performance.now()): Command {
  beginCommand(began);
  const { version } = createRequire(import.meta.url)("#manifest") as { version: string };
  const program = new Command("berth")
    .description("Plans AI work on mixed compute, offline and with proof.")
    .version(version)
    .showHelpAfterError("(berth --help lists commands; berth COMMAND --help lists options)")
    .addHelpText("after", EXIT_TEXT)
    .configureOutput({
      writeOut: (text) => print(text.replace(/\n$/, "")),
      writeErr: (text) => tellLines(text.replace(/\n$/, "")),
    })
    .exitOverride();
  for (const register of COMMANDS) register(program);
  for (const command of program.commands) exitByException(command);
  return program;
}

function exitByException(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) exitByException(inner);
}

async function main(): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that closes the pipe early (head, less) is no fault; a full disk is the user's to mend.
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    process.exit(reportError(error, false));
  });
  // Whoever reads progress may go away; the plan is worth more.
  process.stderr.on("error", () => {});
  try {
    // With the process, so that loading and reading count.
    const program = berthProgram(0);
    const wrong = unknownWords(program, process.argv.slice(2));
    if (wrong !== undefined) throw new UsageError(wrong);
    await program.parseAsync();
  } catch (error) {
    const json = process.argv.includes("--json");
    if (!(error instanceof CommanderError)) process.exitCode = reportError(error, json);
    else if (error.exitCode !== 0) process.exitCode = reportUsage(error, json);
  }
}

await main();
