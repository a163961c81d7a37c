import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLearn } from "./learn/run.ts";
import { learnTables } from "./learn/table.ts";
import type { Form, SetResults } from "./rows.ts";
import { SETS } from "./sets/registry.ts";
import { readResults, resultsPath } from "./store.ts";
import { summaryTable } from "./summary.ts";
import { drawnSet, setTable } from "./table.ts";

const BEGIN = "<!-- bench:begin (npm run bench -- table --write) -->";
const END = "<!-- bench:end -->";

/** Pages that quote results, by path from the project's root, and what stands between their markers. */
const PAGES: Readonly<Record<string, (results: string) => string>> = {
  "README.md": (results) => {
    const front = best(results, "front");
    return front === undefined ? "" : summaryTable(front);
  },
  "docs/benchmarks.md": allTables,
};

/** Every page as it should be, from the results in a folder. */
export function pages(root: string, results: string): ReadonlyMap<string, string> {
  const texts = Object.entries(PAGES).map(([name, tables]): [string, string] => {
    const path = join(root, name);
    return [path, withTables(readFileSync(path, "utf8"), tables(results))];
  });
  return new Map(texts);
}

/** Writes them. */
export function writePages(root: string, results: string): void {
  for (const [path, text] of pages(root, results)) writeFileSync(path, text);
}

/** All tables from the results in a folder: of each set the full form, else the short one, else nothing. */
export function allTables(folder: string): string {
  const tables = SETS.flatMap(({ name, isDrawn }) => {
    const results = best(folder, name);
    if (results === undefined) return [];
    return [isDrawn === true ? drawnSet(results) : setTable(results)];
  });
  const learned = readLearn(folder);
  return [...tables, ...(learned === undefined ? [] : [learnTables(learned)])].join("\n\n");
}

/** A text with the part between the markers replaced. Throws if a marker is missing. */
export function withTables(text: string, tables: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The text lacks the markers ${BEGIN} and ${END}`);
  return `${text.slice(0, begin)}${BEGIN}\n\n${tables}\n\n${text.slice(end)}`;
}

function best(folder: string, name: string): SetResults | undefined {
  const forms: readonly Form[] = ["full", "short"];
  const path = forms.map((form) => resultsPath(folder, name, form)).find(existsSync);
  return path === undefined ? undefined : readResults(path);
}
