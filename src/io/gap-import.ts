import { readGapText } from "./gap-text.ts";
import type { Importer } from "./import-types.ts";

/** OR-Library generalized assignment text as a document. */
export const gapImporter: Importer = {
  summary: "OR-Library generalized assignment text, minimised",
  inputs: { text: "m n, then costs, weights and capacities" },
  settings: {},
  read: ({ text }) => ({ document: readGapText(text, "text"), notes: [] }),
};
