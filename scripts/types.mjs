// Writes the declarations that the library's entry reaches to dist/types/, and no others: as two files, since each file of a
// package takes time wherever it is installed. The modules stand in one of them under names of their own, which the other one,
// the entry, takes on.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";

const root = resolve(import.meta.dirname, "..");
const { name: self, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const all = mkdtempSync(join(tmpdir(), "berth-types-"));
const types = join(root, "dist", "types");
const SPECIFIER = /((?:from|import\() ?)"([^"]+)"/g;

try {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.types.json", "--outDir", all], {
    cwd: root,
    stdio: "inherit",
  });
  rmSync(types, { recursive: true, force: true });
  mkdirSync(types, { recursive: true });
  const entry = join(all, "src", "index.d.ts");
  const modules = new Map();
  follow(entry, modules);
  writeFileSync(join(types, "modules.d.ts"), [...modules.values()].join("\n"));
  writeFileSync(
    join(types, "index.d.ts"),
    `/// <reference path="./modules.d.ts" />\nexport * from "${nameOf(entry)}";\n`,
  );
} finally {
  rmSync(all, { recursive: true, force: true });
}

/** Adds a declaration file and what it names, as modules. A bundled package has no declarations beside it, so none may be named. */
function follow(file, modules) {
  if (modules.has(file)) return;
  modules.set(file, "");
  const named = [];
  const text = readFileSync(file, "utf8").replace(SPECIFIER, (whole, before, name) => {
    if (name.startsWith(".")) {
      const other = resolve(dirname(file), name.replace(/\.[jt]s$/, ".d.ts"));
      named.push(other);
      return `${before}"${nameOf(other)}"`;
    }
    if (!name.startsWith("node:") && !Object.hasOwn(dependencies, name) && name !== self) {
      throw new Error(`${relative(all, file)} names types of ${name}, which is not installed.`);
    }
    return whole;
  });
  // Inside a declared module everything is a declaration, and saying so again is an error.
  const body = text.replace(/^(export )?declare /gm, "$1").trimEnd();
  modules.set(file, `declare module "${nameOf(file)}" {\n${body}\n}\n`);
  for (const other of named) follow(other, modules);
}

/** What a module is called: nothing that could be imported by mistake is called so. */
function nameOf(file) {
  return `${self}/-/${relative(join(all, "src"), file)
    .replace(/\.d\.ts$/, "")
    .split(sep)
    .join("/")}`;
}
