import type { Command } from "commander";
import { readDocument } from "../io/read-instance.ts";
import { openSheet } from "../learn/document.ts";
import { type FeatureTable, featureTable } from "../learn/features/table.ts";
import { UsageError } from "../util/errors.ts";

/** `berth features INSTANCE`: what learning would see of tasks and resources. */
export function featuresCommand(program: Command): void {
  program
    .command("features")
    .description("list the features of tasks and resources that learning would see")
    .argument("<file>", "instance: YAML or JSON; - reads stdin")
    .option("--json", "print one JSON document on stdout")
    .action(async (file: string, { json }: { readonly json?: boolean }) => {
      const sheet = openSheet(await readDocument(file));
      if (sheet === undefined) throw new UsageError(`${file} has no lists of tasks and resources.`);
      const table = featureTable(sheet);
      process.stdout.write(
        json === true ? `${JSON.stringify(table)}\n` : `${table.map(line).join("\n")}\n`,
      );
    });
}

const MOST_TEXTS = 6;

function line({ feature, present, entries, range }: FeatureTable): string {
  const { name, side, levels = [] } = feature;
  const texts = levels.slice(0, MOST_TEXTS).join(", ");
  const values =
    range === undefined
      ? `${texts}${levels.length > MOST_TEXTS ? `, and ${levels.length - MOST_TEXTS} more` : ""}`
      : `${range[0]} to ${range[1]}`;
  const missing = present === entries ? "" : `, missing in ${entries - present} of ${entries}`;
  return `${side.padEnd(9)}${name.padEnd(24)}${values}${missing}`;
}
