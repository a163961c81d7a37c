import { Argument, type Command, type Option } from "commander";
import { METHOD_NAMES } from "../planner/registry.ts";
import { SOLVER_NAMES } from "../solvers/registry.ts";
import { type CompletedCommand, SCRIPTS } from "./completion-scripts.ts";
import { printData } from "./print.ts";

/** Values of options that other code checks, since their message names the packages that are missing. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  "--method": METHOD_NAMES,
  "--without": METHOD_NAMES.filter((name) => name !== "auto"),
  "--solver": SOLVER_NAMES,
};

/** `berth completion SHELL`: a script that completes the commands and options that there are. */
export function completionCommand(program: Command): void {
  program
    .command("completion")
    .description("print a script by which a shell completes commands, options and their values")
    .addArgument(new Argument("<shell>", "for which shell").choices(Object.keys(SCRIPTS)))
    .addHelpText("after", HOW)
    .action((shell: keyof typeof SCRIPTS) => printData(SCRIPTS[shell](commandsOf(program, []))));
}

const HOW = `
Examples:
  source <(berth completion bash)      in ~/.bashrc
  source <(berth completion zsh)       in ~/.zshrc, behind compinit
  berth completion fish | source       in ~/.config/fish/config.fish`;

/** A command and all below it, the program itself first. */
function commandsOf(command: Command, path: readonly string[]): readonly CompletedCommand[] {
  const inner = command.commands.map((one) => one.name());
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const help = inner.length > 0 ? ["help"] : [];
  return [
    {
      path: path.join(" "),
      words: [...inner, ...help, ...choices],
      options: [
        ...command.options.filter(({ hidden }) => !hidden).map(completed),
        { flags: ["-h", "--help"], takesValue: false, values: [] },
      ],
    },
    ...command.commands.flatMap((one) => commandsOf(one, [...path, one.name()])),
  ];
}

function completed({ short, long, required, optional, argChoices }: Option) {
  const flags = [short, long].filter((flag) => flag !== undefined);
  const values = argChoices ?? VALUES[long ?? ""] ?? [];
  return { flags, takesValue: required || optional, values };
}
