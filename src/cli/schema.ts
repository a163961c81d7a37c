import type { Command } from "commander";
import { instanceJsonSchema } from "../instance/schema.ts";

/** `berth schema`: the JSON Schema of instance files, for editors. */
export function schemaCommand(program: Command): void {
  program
    .command("schema")
    .description("print the JSON Schema of instance files, so that editors complete them")
    .action(() => {
      process.stdout.write(`${JSON.stringify(instanceJsonSchema(), null, 2)}\n`);
    });
}
