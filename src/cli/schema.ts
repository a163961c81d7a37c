import type { Command } from "commander";
import { manifestJsonSchema } from "../batch/manifest.ts";
import { instanceJsonSchema } from "../instance/json-schema.ts";
import { printJson } from "./print.ts";

/** `berth schema`: the JSON Schema of instance files, for editors. */
export function schemaCommand(program: Command): void {
  program
    .command("schema")
    .description("print the JSON Schema of instance files, so that editors complete them")
    .option("--batch", "of the manifests of berth batch instead")
    .action(({ batch }: { readonly batch?: boolean }) => {
      const schema = batch === true ? manifestJsonSchema() : instanceJsonSchema();
      printJson(schema, 2);
    });
}
