import { Argument, type Command } from "commander";
import { GENERATORS, generate } from "../instance/generate/registry.ts";
import { checkDocumentOutput, DOCUMENT_OUTPUT, putDocument } from "./document-output.ts";
import { parseCount, parseSeed } from "./options.ts";

interface GenerateFlags {
  readonly tasks: number;
  readonly resources: number;
  readonly kinds?: number;
  readonly seed: number;
  readonly output?: string;
}

/** `berth generate KIND`: a random instance of a published family, equal for equal seeds. */
export function generateCommand(program: Command): void {
  program
    .command("generate")
    .description("write a random instance of a published family or a mixed GPU fleet")
    .addArgument(new Argument("<kind>", "family").choices(Object.keys(GENERATORS)))
    .requiredOption("--tasks <n>", "number of tasks", parseCount)
    .requiredOption("--resources <m>", "number of resources", parseCount)
    .option("--kinds <k>", "number of resource kinds (fleet)", parseCount)
    .option("--seed <integer>", "seed", parseSeed, 1)
    .option("-o, --output <file>", DOCUMENT_OUTPUT)
    .action(generateFile);
}

async function generateFile(kind: string, flags: GenerateFlags): Promise<void> {
  const { tasks, resources, kinds, seed, output } = flags;
  await checkDocumentOutput(output);
  const document = generate(kind, {
    tasks,
    resources,
    seed,
    ...(kinds === undefined ? {} : { kinds }),
  });
  await putDocument(document, output);
}
