import type { Command } from "commander";
import { readHistories } from "../io/history-file.ts";
import { runtimeModelText } from "../io/model-file.ts";
import { historyOf } from "../learn/history.ts";
import {
  type LearnerTrial,
  type Repeats,
  type Training,
  trainRuntimes,
} from "../learn/runtime/train.ts";
import { counted } from "./counted.ts";
import { checkModelOutput, putModel } from "./model-output.ts";
import { parseSeed } from "./options.ts";

interface Flags {
  readonly output: string;
  readonly seed: number;
}

/** `berth learn runtime HISTORY...`: measured runtimes to a model that says unknown ones. */
export function learnRuntimeCommand(command: Command): void {
  command
    .command("runtime")
    .description("learn runtimes from measured ones: CSV or JSON rows, or instances with features")
    .argument("<history...>", "files: rows with a runtime, a kind and features; or instances")
    .requiredOption("-o, --output <file>", "model to write (JSON)")
    .option("--seed <integer>", "seed of folds and draws", parseSeed, 1)
    .action(learnRuntime);
}

async function learnRuntime(paths: readonly string[], { output, seed }: Flags): Promise<void> {
  const inputs: string[] = [];
  const measurements = await readHistories(paths, ({ source }) => inputs.push(source));
  await checkModelOutput(output, inputs);
  const history = historyOf(measurements);
  const training = trainRuntimes(history, seed);
  await putModel(runtimeModelText(training.model), output, trainingText(training));
}

/** What was learned from, and how each learner did on rows that it had not seen. */
function trainingText({ model, trials, repeats }: Training): string {
  const { rows, tasks, kinds } = model.trained;
  const what = model.unit === "unit" ? "times of one unit of work" : "runtimes";
  const lines = trials.map(({ name, skipped, errors }) => {
    if (errors === undefined) return `  ${name.padEnd(12)} not tried: ${skipped}`;
    const numbers = [errors.median, errors.mean].map((share) => percent(share).padStart(9));
    const kept = name === model.learned.kind ? "   kept" : "";
    return `  ${name.padEnd(12)}${numbers.join("")}${kept}`;
  });
  return [
    `Learned ${what} from ${rows} measurements of ${counted(tasks, "task")} on ${counted(kinds, "kind")}.`,
    "Relative error on held-out cells:",
    `  ${"".padEnd(12)}${"median".padStart(9)}${"mean".padStart(9)}`,
    ...lines,
    ...repeatsText(repeats),
    ...ruleText(model.learned.kind, trials),
  ].join("\n");
}

function repeatsText({ cells, apart }: Repeats): readonly string[] {
  if (cells === 0) return [];
  const times = apart < 1000 ? apart.toFixed(2) : "more than 1,000";
  const were = cells === 1 ? "1 cell was" : `${cells.toLocaleString("en")} cells were`;
  return [`${were} measured more than once, up to ${times} times apart.`];
}

/** A warning if a rule without learning errs less, by logarithms, as learners are chosen. */
function ruleText(kept: string, trials: readonly LearnerTrial[]): readonly string[] {
  const errorOf = (name: string) =>
    trials.find((trial) => trial.name === name)?.errors?.log ?? Number.POSITIVE_INFINITY;
  const better = trials.find(({ name }) => errorOf(name) < errorOf(kept));
  if (better === undefined) return [];
  return [`The rule "${better.name}" errs less: these rows teach little that others tell.`];
}

function percent(share: number): string {
  if (share >= 1000) return "> 99999 %";
  return `${(100 * share).toFixed(share < 10 ? 1 : 0)} %`;
}
