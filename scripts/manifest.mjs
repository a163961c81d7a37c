// What is packed has a manifest of its own: without scripts and tools that only a checkout can run.
// `pack` writes it in place and keeps the checkout's beside it; `restore` puts that back.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const path = resolve(import.meta.dirname, "..", "package.json");
const kept = `${path}.checkout`;

if (process.argv[2] === "pack") {
  // A run that was ended before it restored has left the checkout's manifest there.
  const text = readFileSync(existsSync(kept) ? kept : path, "utf8");
  writeFileSync(kept, text);
  const { scripts, devDependencies, ...manifest } = JSON.parse(text);
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
} else if (existsSync(kept)) renameSync(kept, path);
