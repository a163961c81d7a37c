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

/** What an instance is called that is written: its file's name, else `system`. */
export function nameFor(output: string | undefined, system: string): string {
  if (output === undefined || output === STDOUT) return system;
  return basename(output, extname(output));
}

/** Beside an instance that is read. Throws UsageError for standard input. */
export function originBeside(instance: string): string {
  if (instance !== "-") return pathBeside(instance);
  throw new UsageError(
    "An instance from standard input has nothing beside it.\nMaybe add --origin NAME.origin.json.",
  );
}
