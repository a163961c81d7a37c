// Writes the declarations that the library's entry reaches to dist/types/, and no others.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const { name: self, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const all = mkdtempSync(join(tmpdir(), "berth-types-"));
const types = join(root, "dist", "types");

try {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.types.json", "--outDir", all], {
    cwd: root,
    stdio: "inherit",
  });
  rmSync(types, { recursive: true, force: true });
  const seen = new Set();
  follow(join(all, "src", "index.d.ts"), seen);
} finally {
  rmSync(all, { recursive: true, force: true });
}

/** Copies a declaration and what it names. A bundled package has no declarations beside it, so none may be named. */
function follow(file, seen) {
  if (seen.has(file)) return;
  seen.add(file);
  const copy = join(types, relative(all, file));
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(file, copy);
  for (const [, name] of readFileSync(file, "utf8").matchAll(/(?:from|import\() ?"([^"]+)"/g)) {
    if (name.startsWith("."))
      follow(resolve(dirname(file), name.replace(/\.[jt]s$/, ".d.ts")), seen);
    else if (!name.startsWith("node:") && !Object.hasOwn(dependencies, name) && name !== self) {
      throw new Error(`${relative(all, file)} names types of ${name}, which is not installed.`);
    }
  }
}
