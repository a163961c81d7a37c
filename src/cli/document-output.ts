import { checkOutput, STDOUT } from "../io/output.ts";
import { DOCUMENT_ENDINGS, writeDocument } from "../io/write-document.ts";
import { stdout } from "./command-run.ts";

/** Help of the option that says where a document goes. */
export const DOCUMENT_OUTPUT = "file to write, .yaml or .json; default: YAML on stdout";

/** Checks where a document is to go, before the work; see `checkOutput`. */
export async function checkDocumentOutput(
  output: string | undefined,
  inputs: readonly string[] = [],
): Promise<void> {
  if (output !== undefined) await checkOutput(output, { endings: DOCUMENT_ENDINGS, inputs });
}

/** Writes a document to its file, or as YAML to stdout. */
export async function putDocument(document: object, output: string | undefined): Promise<void> {
  const isStdout = output === undefined || output === STDOUT;
  await writeDocument(document, isStdout ? stdout() : output);
}
