import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import type { BenchSet, Form, Row, SetResults } from "./rows.ts";

/** Where the results of a set lie: the full form has the plain name. */
export function resultsPath(folder: string, bench: string, form: Form): string {
  return join(folder, form === "full" ? `${bench}.json` : `${bench}.short.json`);
}

/** Results of a set, or undefined if there are none. Throws on a file that is no JSON. */
export function readResults(path: string): SetResults | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SetResults) : undefined;
}

/** Writes the rows of a set as one document; a reader never sees half of it. */
export function writeResults(
  path: string,
  { name, title, remark }: BenchSet,
  form: Form,
  rows: readonly Row[],
): void {
  const document: SetResults = {
    bench: name,
    title,
    ...(remark === undefined ? {} : { remark }),
    form,
    node: process.version,
    cores: cpus().length,
    rows,
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, `${JSON.stringify(document, null, 1)}\n`);
  renameSync(`${path}.part`, path);
}

/** Every row that lies in a folder, of all sets in both forms. */
export function storedRows(folder: string, benches: readonly string[]): readonly Row[] {
  const forms: readonly Form[] = ["short", "full"];
  return benches.flatMap((bench) =>
    forms.flatMap((form) => readResults(resultsPath(folder, bench, form))?.rows ?? []),
  );
}

/** Of every source file below some folders, of single files, if they exist, and of a word: equal digests are equal programs. */
export function digestOf(
  folders: readonly string[],
  files: readonly string[] = [],
  word = "",
): string {
  const hash = createHash("sha256").update(word);
  const within = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|wasm)$/.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
  for (const path of [...within, ...files.filter(existsSync)]) {
    hash.update(path).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 12);
}
