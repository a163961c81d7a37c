import type { Command } from "commander";
import { readDocument } from "../io/read-instance.ts";
import { openSheet } from "../learn/document.ts";
import { type FeatureTable, featureTable } from "../learn/features/table.ts";
import { UsageError } from "../util/errors.ts";
import { plain } from "../util/plain.ts";
import { stdout } from "./command-run.ts";
import { columnsOf, print, printJson } from "./print.ts";

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
      if (json === true) printJson(table);
      else print(table.map((one) => line(one, columnsOf(stdout()))).join("\n"));
    });
}

function line({ feature, present, entries, range }: FeatureTable, width: number): string {
  const { name, side, levels = [] } = feature;
  const head = `${side.padEnd(9)}${plain(name).padEnd(24)}`;
  const missing = present === entries ? "" : `, missing in ${entries - present} of ${entries}`;
  const values =
    range === undefined
      ? textsWithin(levels.map(plain), width - head.length - missing.length)
      : `${range[0]} to ${range[1]}`;
  return `${head}${values}${missing}`;
}

/** The first texts, at least one, that fit into so many characters, and how many more there are. */
function textsWithin(texts: readonly string[], room: number): string {
  for (let shown = texts.length; ; shown--) {
    const rest = shown === texts.length ? "" : `, and ${texts.length - shown} more`;
    const text = `${texts.slice(0, shown).join(", ")}${rest}`;
    if (text.length <= room || shown <= 1) return text;
  }
}
