import type { Followed } from "../io/apply/follow.ts";
import { addToHistory, checkHistory, type MeasuredRun } from "../io/history-rows.ts";
import { checkOutput } from "../io/output.ts";
import { InstanceError, UsageError } from "../util/errors.ts";
import { tell } from "./print.ts";

/** A run before it is measured. */
export type NamedRun = Omit<MeasuredRun, "runtime">;

/**
 * Adds what ended to a history, each as soon as it is known, so that nothing is lost with a watch that is ended; what is seen again is
 * there already. Without a file nothing is done. Throws at once for a file that is no history.
 */
export async function recorder<Change>(
  file: string | undefined,
  runsOf: (change: Change) => readonly NamedRun[],
): Promise<(followed: Followed<Change>) => Promise<void>> {
  if (file === undefined) return async () => {};
  await checkOutput(file, { endings: [".csv"], inputs: [] });
  await checkHistory(file);
  return async ({ change, progress: { state, began, ended } }) => {
    if (state !== "ended" || began === undefined || ended === undefined) return;
    const runtime = Math.max(0, ended - began);
    try {
      await addToHistory(
        file,
        runsOf(change).map((run) => ({ ...run, runtime })),
      );
    } catch (error) {
      // What is followed goes on; a watch later adds what is missing.
      if (!(error instanceof UsageError || error instanceof InstanceError)) throw error;
      tell(`Not in ${file}: ${error.message}`);
    }
  };
}
