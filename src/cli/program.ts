import { Command, CommanderError } from "commander";
import { UsageError } from "../util/errors.ts";
import { ownVersion } from "../util/own-version.ts";
import { beginCommand, type CommandSetting, exitCodeSoFar, stderr, stdout } from "./command-run.ts";
import { EXIT_TEXT, reportError, reportUsage } from "./failure.ts";
import { columnsOf, print, tellLines } from "./print.ts";
import { unknownWords } from "./unknown-words.ts";

/** Adds a command to the program. */
type Register = (program: Command) => void;

/** Every command, loaded when it is asked for; adding one is a file and a line here. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  init: async () => (await import("./init.ts")).initCommand,
  solve: async () => (await import("./solve.ts")).solveCommand,
  methods: async () => (await import("./methods.ts")).methodsCommand,
  replan: async () => (await import("./replan.ts")).replanCommand,
  batch: async () => (await import("./batch.ts")).batchCommand,
  work: async () => (await import("./work.ts")).workCommand,
  simulate: async () => (await import("./simulate.ts")).simulateCommand,
  compare: async () => (await import("./compare.ts")).compareCommand,
  hunt: async () => (await import("./hunt.ts")).huntCommand,
  explain: async () => (await import("./explain.ts")).explainCommand,
  show: async () => (await import("./show.ts")).showCommand,
  diff: async () => (await import("./diff.ts")).diffCommand,
  whatif: async () => (await import("./whatif.ts")).whatIfCommand,
  verify: async () => (await import("./verify.ts")).verifyCommand,
  report: async () => (await import("./report.ts")).reportCommand,
  schema: async () => (await import("./schema.ts")).schemaCommand,
  export: async () => (await import("./export.ts")).exportCommand,
  "export-plan": async () => (await import("./export-plan.ts")).exportPlanCommand,
  apply: async () => (await import("./apply.ts")).applyCommand,
  generate: async () => (await import("./generate.ts")).generateCommand,
  import: async () => (await import("./import.ts")).importCommand,
  learn: async () => (await import("./learn.ts")).learnCommand,
  features: async () => (await import("./features.ts")).featuresCommand,
  completion: async () => (await import("./completion.ts")).completionCommand,
};

/** Commands that speak of all others. */
const NEEDS_ALL: ReadonlySet<string> = new Set(["completion"]);

/**
 * Runs one command line, `words` after the program's name, and returns its exit code; nothing is thrown. `isReady` is
 * awaited once everything is loaded and before the command itself runs.
 */
export async function runBerth(
  words: readonly string[],
  setting: CommandSetting,
  isReady: () => Promise<void> = async () => {},
): Promise<number> {
  beginCommand(setting);
  const isJson = words.includes("--json");
  try {
    const program = await loadProgram(words);
    await isReady();
    const wrong = unknownWords(program, words);
    if (wrong !== undefined) throw new UsageError(wrong);
    await program.parseAsync(words, { from: "user" });
    return exitCodeSoFar();
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error, isJson);
    return error.exitCode === 0 ? 0 : reportUsage(error, isJson);
  }
}

/** The program with what `words` can ask for: the version needs no command, a command only itself, help all of them. */
async function loadProgram(words: readonly string[]): Promise<Command> {
  const program = new Command("berth")
    .description("Plans AI work on mixed compute, offline and with proof.")
    .version(ownVersion())
    .showHelpAfterError("(berth --help lists commands; berth COMMAND --help lists options)")
    .addHelpText("after", EXIT_TEXT)
    // A command with three arguments leaves less than what Commander wraps by itself.
    .configureHelp({ minWidthToWrap: 24 })
    .configureOutput({
      writeOut: (text) => print(text.replace(/\n$/, "")),
      writeErr: (text) => tellLines(text.replace(/\n$/, "")),
      getOutHelpWidth: () => columnsOf(stdout()),
      getErrHelpWidth: () => columnsOf(stderr()),
    })
    .exitOverride();
  const [first = ""] = words;
  const asked = Object.keys(COMMANDS).filter((name) => name === first);
  const isVersion = first === "--version" || first === "-V";
  const isOne = (asked.length > 0 && !NEEDS_ALL.has(first)) || isVersion;
  const names = isOne ? asked : Object.keys(COMMANDS);
  const registers = await Promise.all(names.map((name) => COMMANDS[name]()));
  for (const register of registers) register(program);
  for (const command of program.commands) exitByException(command);
  return program;
}

function exitByException(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) exitByException(inner);
}
