import { UsageError } from "../util/errors.ts";
import { cloudBalancingImporter } from "./cloud-balancing/import.ts";
import { gapImporter } from "./gap-import.ts";
import { gavelImporter } from "./gavel/import.ts";
import type { Imported, Importer } from "./import-types.ts";
import { openbImporter } from "./openb/import.ts";
import { pricesImporter } from "./prices/import.ts";
import { fjsImporter } from "./projects/fjs-import.ts";
import { psplibImporter } from "./projects/psplib-import.ts";
import { swfImporter } from "./swf/import.ts";
import { traceImporter } from "./trace/import.ts";

/** Every importer by name. */
export const IMPORTERS = {
  cloudbalancing: cloudBalancingImporter,
  fjs: fjsImporter,
  gap: gapImporter,
  gavel: gavelImporter,
  openb: openbImporter,
  prices: pricesImporter,
  psplib: psplibImporter,
  swf: swfImporter,
  trace: traceImporter,
} as const satisfies Readonly<Record<string, Importer>>;

/**
 * Reads foreign texts into an instance document. Throws UsageError for an unknown format, a missing
 * input or a name that the format does not know, InstanceError for bad inputs.
 */
export function importDocument(
  format: string,
  inputs: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): Imported {
  if (!Object.hasOwn(IMPORTERS, format)) {
    throw new UsageError(
      `There is no import format ${JSON.stringify(format)}. Known are: ${Object.keys(IMPORTERS).join(", ")}.`,
    );
  }
  const importer: Importer = IMPORTERS[format as keyof typeof IMPORTERS];
  requireKnown(format, "input", Object.keys(inputs), importer.inputs);
  requireKnown(format, "setting", Object.keys(settings), {
    ...importer.settings,
    ...importer.flags,
  });
  const missing = Object.keys(importer.inputs).filter((name) => !Object.hasOwn(inputs, name));
  if (missing.length > 0) throw new UsageError(`${format} needs ${missing.join(" and ")}.`);
  return importer.read(inputs, settings);
}

function requireKnown(format: string, what: string, names: readonly string[], known: object): void {
  for (const name of names) {
    if (Object.hasOwn(known, name)) continue;
    const list = Object.keys(known).join(", ") || "none";
    throw new UsageError(`${format} has no ${what} ${JSON.stringify(name)}. Known are: ${list}.`);
  }
}
