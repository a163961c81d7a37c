import { basename } from "node:path";
import type { Command } from "commander";
import { IMPORTERS, importDocument } from "../io/import-registry.ts";
import type { Importer } from "../io/import-types.ts";
import { readText } from "../io/read-text.ts";
import { writeDocument } from "../io/write-document.ts";
import { tell } from "./print.ts";

/** `berth import FORMAT`: one subcommand for each importer, with its inputs and settings as options. */
export function importCommand(program: Command): void {
  const command = program
    .command("import")
    .description("turn measurements, traces and price tables into an instance");
  for (const [format, importer] of Object.entries(IMPORTERS)) addFormat(command, format, importer);
}

function addFormat(command: Command, format: string, importer: Importer): void {
  const subcommand = command.command(format).description(importer.summary);
  for (const [name, what] of Object.entries(importer.inputs)) {
    subcommand.requiredOption(`--${name} <file>`, what);
  }
  for (const [name, what] of Object.entries(importer.settings)) {
    subcommand.option(`--${name} <text>`, what);
  }
  subcommand
    .option("-o, --output <file>", "file to write, .yaml or .json; default: YAML on stdout")
    .action((flags: Readonly<Record<string, string>>) => importFiles(format, importer, flags));
}

async function importFiles(
  format: string,
  importer: Importer,
  flags: Readonly<Record<string, string>>,
): Promise<void> {
  const inputs: Record<string, string> = {};
  for (const name of Object.keys(importer.inputs)) {
    inputs[name] = (await readText(flags[name])).text;
  }
  const named = Object.keys(importer.settings).filter((name) => flags[name] !== undefined);
  const settings = Object.fromEntries(named.map((name) => [name, flags[name]]));
  const { document, notes } = importDocument(format, inputs, settings);
  await writeDocument(document, flags.output ?? process.stdout);
  const target = flags.output === undefined ? "" : `${basename(flags.output)}: `;
  for (const note of notes) tell(`${target}${note}`);
}
