import { basename, dirname, extname, join } from "node:path";
import { STDOUT } from "../io/output.ts";
import { UsageError } from "../util/errors.ts";

/** Where an import says what each row stands for: "night.origin.json" beside "night.yaml". */
function pathBeside(instance: string): string {
  return join(dirname(instance), `${basename(instance, extname(instance))}.origin.json`);
}

/** Beside an instance that is written; none where it goes to stdout. */
export function originFor(output: string | undefined): string | undefined {
  return output === undefined || output === STDOUT ? undefined : pathBeside(output);
}

/** Beside an instance that is read. Throws UsageError for standard input. */
export function originBeside(instance: string): string {
  if (instance !== "-") return pathBeside(instance);
  throw new UsageError(
    "An instance from standard input has nothing beside it.\nMaybe add --origin NAME.origin.json.",
  );
}
