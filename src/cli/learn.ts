import type { Command } from "commander";
import { learnEvaluateCommand } from "./learn-evaluate.ts";
import { learnPolicyCommand } from "./learn-policy.ts";
import { learnRuntimeCommand } from "./learn-runtime.ts";

/** `berth learn`: a subcommand for each thing that is learned. */
export function learnCommand(program: Command): void {
  const command = program
    .command("learn")
    .description(
      "learn from history: runtimes of tasks on kinds of resources, and where tasks belong",
    );
  learnRuntimeCommand(command);
  learnPolicyCommand(command);
  learnEvaluateCommand(command);
}
