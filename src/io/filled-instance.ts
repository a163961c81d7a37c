import type { Instance } from "../instance/types.ts";
import { type Filling, fillRuntimes, type Risk } from "../learn/fill.ts";
import { predictorOf, type RuntimeModel } from "../learn/runtime/model.ts";
import { readRuntimeModel } from "./model-file.ts";
import { parseRead, type ReadDocument } from "./read-instance.ts";

/** How unknown runtimes are filled in: the path of a model, and which quantile to plan with (default p50). */
export interface FillSource {
  readonly runtimes?: string;
  readonly risk?: Risk;
}

/** The instance in a file, and a sentence on what was filled in where a model was given. */
export interface FilledInstance {
  readonly instance: Instance;
  /** What it was parsed from. */
  readonly document: unknown;
  readonly note?: string;
}

/**
 * The instance in a document that was read from `path`, with its unknown runtimes filled in; without a model there may be
 * none. Throws UsageError for an unreadable model, InstanceError with every issue.
 */
export async function fillDocument(
  read: ReadDocument,
  path: string,
  { runtimes, risk }: FillSource,
): Promise<FilledInstance> {
  if (runtimes === undefined) {
    return { instance: parseRead(read, path), document: read.document };
  }
  const model = await readRuntimeModel(runtimes);
  const filled = filledOf(read, model, risk ?? "p50");
  const note = fillingText(filled.filling, model);
  const { document } = filled;
  return { instance: parseRead({ ...read, document }, path), document, note };
}

function filledOf({ document, named }: ReadDocument, model: RuntimeModel, risk: Risk) {
  try {
    return fillRuntimes(document, predictorOf(model), risk);
  } catch (error) {
    throw named(error);
  }
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
