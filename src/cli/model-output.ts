import { checkOutput, STDOUT } from "../io/output.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { print, printData, tellLines } from "./print.ts";

/** Checks where something learned is to go; see `checkOutput`. */
export async function checkModelOutput(output: string, inputs: readonly string[]): Promise<void> {
  await checkOutput(output, { endings: [".json"], inputs });
}

/** Writes what was learned to its file, or to stdout; the report for a person goes to the other stream then. */
export async function putModel(text: string, output: string, report: string): Promise<void> {
  if (output === STDOUT) {
    printData(text);
    tellLines(report);
    return;
  }
  await writeAtomically(output, [text]);
  print(report);
}
