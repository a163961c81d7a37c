import type { Command } from "commander";
import { learnRuntimeCommand } from "./learn-runtime.ts";

/** `berth learn`: a subcommand for each thing that is learned. */
export function learnCommand(program: Command): void {
  const command = program
    .command("learn")
    .description("learn from history: runtimes of tasks on kinds of resources");
  learnRuntimeCommand(command);
}
