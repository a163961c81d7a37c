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
import type { BenchSet, Form, Row, RowSpec, SetResults } from "./rows.ts";

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

/** The earlier row of the same measurement by the same program, to go on after it. */
export function findRow(
  earlier: SetResults | undefined,
  spec: RowSpec,
  digest: string,
): Row | undefined {
  const asked = JSON.stringify(spec);
  return earlier?.rows.find(
    (row) =>
      row.digest === digest && row.skipped === undefined && JSON.stringify(row.spec) === asked,
  );
}

/** Of every compiled file below some folders: equal digests are equal programs. */
export function digestOf(folders: readonly string[]): string {
  const hash = createHash("sha256");
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    for (const name of names.filter((one) => /\.(js|wasm)$/.test(one)).sort()) {
      hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}
