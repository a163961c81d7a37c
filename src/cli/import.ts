import { basename } from "node:path";
import type { Command } from "commander";
import { IMPORTERS, importDocument } from "../io/import-registry.ts";
import type { Importer } from "../io/import-types.ts";
import { STDOUT } from "../io/output.ts";
import { readText } from "../io/read-text.ts";
import { checkDocumentOutput, DOCUMENT_OUTPUT, putDocument } from "./document-output.ts";
import { importKubernetesCommand } from "./import-kubernetes.ts";
import { importRayCommand } from "./import-ray.ts";
import { importSlurmCommand } from "./import-slurm.ts";
import { tell } from "./print.ts";

/** `berth import FORMAT`: one subcommand for each importer, with its inputs and settings as options, and one for each kind of cluster. */
export function importCommand(program: Command): void {
  const command = program
    .command("import")
    .description("turn clusters, measurements, traces and price tables into an instance");
  for (const [format, importer] of Object.entries(IMPORTERS)) addFormat(command, format, importer);
  importKubernetesCommand(command);
  importRayCommand(command);
  importSlurmCommand(command);
}

function addFormat(command: Command, format: string, importer: Importer): void {
  const subcommand = command.command(format).description(importer.summary);
  const { argument, flags = {} } = importer;
  if (argument !== undefined) subcommand.argument(`<${argument}>`, importer.inputs[argument]);
  for (const [name, what] of Object.entries(importer.inputs)) {
    if (name !== argument) subcommand.requiredOption(`--${name} <file>`, what);
  }
  for (const [name, what] of Object.entries(importer.settings)) {
    subcommand.option(`--${name} <text>`, what);
  }
  for (const [name, what] of Object.entries(flags)) subcommand.option(`--${name}`, what);
  subcommand.option("-o, --output <file>", DOCUMENT_OUTPUT).action((...args) => {
    const options: Readonly<Record<string, string | true>> = subcommand.opts();
    const given = Object.entries(options).map(([name, value]) => [name, String(value)]);
    const named = argument === undefined ? {} : { [argument]: String(args[0]) };
    return importFiles(format, importer, { ...Object.fromEntries(given), ...named });
  });
}

async function importFiles(
  format: string,
  importer: Importer,
  flags: Readonly<Record<string, string>>,
): Promise<void> {
  const { output } = flags;
  const names = Object.keys(importer.inputs);
  await checkDocumentOutput(
    output,
    names.map((name) => flags[name]),
  );
  const inputs: Record<string, string> = {};
  for (const name of names) {
    inputs[name] = (await readText(flags[name])).text;
  }
  const known = [...Object.keys(importer.settings), ...Object.keys(importer.flags ?? {})];
  const named = known.filter((name) => flags[name] !== undefined);
  const settings = Object.fromEntries(named.map((name) => [name, flags[name]]));
  const { document, notes } = importDocument(format, inputs, settings);
  await putDocument(document, output);
  const target = output === undefined || output === STDOUT ? "" : `${basename(output)}: `;
  for (const note of notes) tell(`${target}${note}`);
}
