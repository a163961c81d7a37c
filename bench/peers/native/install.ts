import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** Packages of the native peers, in the versions that the tables are about. */
const PACKAGES: readonly string[] = ["highspy==1.16.0", "ortools==9.15.6755"];

/** A virtual environment of Python beside the packages of Node: no part of the project, gone with `npm ci`. */
const FOLDER = join("node_modules", ".cache", "berth-peers", PACKAGES.join("-"));

/** The interpreter that has the packages. */
export const PYTHON = join(
  FOLDER,
  ...(process.platform === "win32" ? ["Scripts"] : ["bin"]),
  "python",
);

/** Why native peers cannot run here, or undefined. */
export function nativeAbsence(): string | undefined {
  if (existsSync(join(FOLDER, "complete"))) return undefined;
  return "not installed; --peers native makes an environment of Python for it";
}

/**
 * Makes the environment with the packages, unless it is there. `log` hears what is done. Throws an Error with the last
 * words of a command that fails.
 */
export function installNative(log: (line: string) => void): void {
  if (nativeAbsence() === undefined) return;
  mkdirSync(FOLDER, { recursive: true });
  log(`making an environment of Python with ${PACKAGES.join(" and ")}`);
  run("python3", ["-m", "venv", FOLDER]);
  run(PYTHON, ["-m", "pip", "install", "--quiet", ...PACKAGES]);
  mkdirSync(join(FOLDER, "complete"));
}

function run(command: string, words: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, words, { encoding: "utf8" });
  if (status === 0) return;
  const last = error?.message ?? stderr.trim().split("\n").at(-1) ?? "";
  throw new Error(`${command} ${words.slice(0, 3).join(" ")} failed: ${last}`);
}
