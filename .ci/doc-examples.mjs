// Runs every example of the README and of the pages in docs/, or of those that are named, in a folder of its own for each page,
// where `instances` is the project's. `packed.mjs` runs the first pages where the package is installed.
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { runPage } from "./examples.mjs";

const root = resolve(import.meta.dirname, "..");
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => join("docs", name)),
];
const asked = process.argv.slice(2);
/** Pages that a script writes: `npm run reference -- --check` compares them. */
const GENERATED = new Set([join("docs", "reference.md")]);
const bin = mkdtempSync(join(root, ".examples-bin-"));
symlinkSync(join(root, "dist", "cli.js"), join(bin, "berth"));

let examples = 0;
let failures = 0;
for (const name of asked.length === 0 ? pages : asked) {
  const folder = mkdtempSync(join(root, ".examples-"));
  symlinkSync(join(root, "instances"), join(folder, "instances"));
  try {
    const text = readFileSync(join(root, name), "utf8");
    const ran = runPage({ name, text, folder, path: bin, comparesText: !GENERATED.has(name) });
    examples += ran.examples;
    failures += ran.failures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
rmSync(bin, { recursive: true, force: true });
console.log(`${examples} examples, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
