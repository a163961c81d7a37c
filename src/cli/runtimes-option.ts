import { basename, extname } from "node:path";
import { type Command, Option } from "commander";
import { parseInstance } from "../instance/parse.ts";
import type { Instance } from "../instance/types.ts";
import { readRuntimeModel } from "../io/model-file.ts";
import { readDocument, readInstance } from "../io/read-instance.ts";
import { type Filling, fillRuntimes, RISKS, type Risk } from "../learn/fill.ts";
import { predictorOf, type RuntimeModel } from "../learn/runtime/model.ts";
import { UsageError } from "../util/errors.ts";

/** What commands that read an instance take to fill in unknown runtimes. */
export interface RuntimesFlags {
  readonly runtimes?: string;
  readonly risk?: Risk;
}

/** Adds `--runtimes` and `--risk` to a command. */
export function withRuntimesOptions(command: Command): Command {
  return command
    .option(
      "--runtimes <model.json>",
      "fill in unknown runtimes by this model (berth learn runtime)",
    )
    .addOption(
      new Option(
        "--risk <quantile>",
        "which quantile of an unknown runtime to plan with (default: p50)",
      ).choices(RISKS),
    );
}

/** The instance of a file with its unknown runtimes filled in, and a sentence on how many and how sure. */
export async function readFilledInstance(
  path: string,
  { runtimes, risk }: RuntimesFlags,
): Promise<{ readonly instance: Instance; readonly note?: string }> {
  if (runtimes === undefined) {
    if (risk === undefined) return { instance: await readInstance(path) };
    throw new UsageError(
      "--risk says how to fill in unknown runtimes.\nMaybe add --runtimes model.json.",
    );
  }
  const model = await readRuntimeModel(runtimes);
  const { document, filling } = fillRuntimes(
    await readDocument(path),
    predictorOf(model),
    risk ?? "p50",
  );
  const name = path === "-" ? "stdin" : basename(path, extname(path));
  return { instance: parseInstance(document, { name }), note: fillingText(filling, model) };
}

function fillingText({ cells, tasks, risk, ratio, unseen }: Filling, model: RuntimeModel): string {
  if (ratio === undefined) return "No runtime was unknown: the model was not needed.";
  const { rows, medianError } = model.trained;
  const times = (value: number) => value.toFixed(2);
  return [
    `Filled in ${count(cells, "unknown runtime")} of ${count(tasks, "task")} (${risk}) from ${rows} measurements`,
    `; median error ${(100 * medianError).toFixed(1)} % on held-out ones.`,
    ` p90 is ${times(ratio.median)} times p50 in the middle, ${times(ratio.most)} times where it is least sure.`,
    unseen === 0
      ? ""
      : ` ${unseen} of them have a kind or a text that no measurement had: they are guesses.`,
  ].join("");
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}
