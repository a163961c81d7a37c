import { Argument, type Command } from "commander";
import { DOCUMENT_NAMES, type DocumentName, documentSchema } from "./formats/registry.ts";
import { printJson } from "./print.ts";

/** `berth schema [DOCUMENT]`: the JSON Schema of what Berth reads, for editors, and of what it writes, for programs. */
export function schemaCommand(program: Command): void {
  program
    .command("schema")
    .description("print the JSON Schema of what Berth reads or writes")
    .addArgument(
      new Argument("[document]", "which: instance and manifest are read, the others written")
        .choices(DOCUMENT_NAMES)
        .default("instance"),
    )
    .action((name: DocumentName) => printJson(documentSchema(name), 2));
}
