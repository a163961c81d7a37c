import { type Command, Option } from "commander";
import { type FilledInstance, type FillSource, fillDocument } from "../io/filled-instance.ts";
import { readSeen } from "../io/read-instance.ts";
import { RISKS } from "../learn/fill.ts";
import { UsageError } from "../util/errors.ts";

/** What commands that read an instance take to fill in unknown runtimes. */
export type RuntimesFlags = FillSource;

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

/** An instance as read, and the files that it was read from, as they were named. */
export interface ReadInstance extends FilledInstance {
  readonly sources: readonly string[];
  /** As it stands in the files. */
  readonly document: unknown;
}

/** The instance of a file with its unknown runtimes filled in, and a sentence on how many and how sure. */
export async function readFilledInstance(
  path: string,
  flags: RuntimesFlags,
): Promise<ReadInstance> {
  checkRuntimesFlags(flags);
  const sources = flags.runtimes === undefined ? [] : [flags.runtimes];
  const read = await readSeen(path, ({ source }) => sources.push(source));
  return { ...(await fillDocument(read, path, flags)), sources, document: read.document };
}

/** Throws UsageError for a quantile without a model. */
export function checkRuntimesFlags({ runtimes, risk }: RuntimesFlags): void {
  if (risk === undefined || runtimes !== undefined) return;
  throw new UsageError(
    "--risk says how to fill in unknown runtimes.\nMaybe add --runtimes model.json.",
  );
}
