import type { Command } from "commander";
import { readMeasurements } from "../io/history-file.ts";
import { writeRuntimeModel } from "../io/model-file.ts";
import { historyOf } from "../learn/history.ts";
import { type Training, trainRuntimes } from "../learn/runtime/train.ts";
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
  const measurements = [];
  for (const path of paths) measurements.push(...(await readMeasurements(path)));
  const history = historyOf(measurements);
  const training = trainRuntimes(history, seed);
  await writeRuntimeModel(output, training.model);
  process.stdout.write(`${trainingText(training)}\n`);
}

/** What was learned from, and how each learner did on rows that it had not seen. */
export function trainingText({ model, trials }: Training): string {
  const { rows, tasks, kinds } = model.trained;
  const what = model.unit === "unit" ? "times of one unit of work" : "runtimes";
  const lines = trials.map(({ name, skipped, errors }) => {
    if (errors === undefined) return `  ${name.padEnd(12)} not tried: ${skipped}`;
    const numbers = [errors.median, errors.mean].map((share) => percent(share).padStart(9));
    const kept = name === model.learned.kind ? "   kept" : "";
    return `  ${name.padEnd(12)}${numbers.join("")}${kept}`;
  });
  return [
    `Learned ${what} from ${rows} measurements of ${tasks} tasks on ${kinds} kinds.`,
    "Relative error on held-out cells:",
    `  ${"".padEnd(12)}${"median".padStart(9)}${"mean".padStart(9)}`,
    ...lines,
  ].join("\n");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 10 ? 1 : 0)} %`;
}
