// Ray in a virtual environment of its own, installed once for each version of it and of Python.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { CACHE } from "./build.mjs";

const run = promisify(execFile);
const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");

/** The folder of the environment. Throws an Error that says what is missing. */
export async function installRay(log) {
  const python = (await run("python3", ["--version"])).stdout.trim();
  const hash = createHash("sha256").update(python).update(readFileSync(REQUIREMENTS));
  // The programs inside name the folder, so it cannot be moved once it is whole.
  const folder = join(CACHE, `ray-${hash.digest("hex").slice(0, 16)}`);
  const whole = join(folder, "whole");
  if (existsSync(whole)) return folder;
  log("installing Ray");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  await run("python3", ["-m", "venv", folder]);
  await run(join(folder, "bin", "pip"), ["install", "-q", "-r", REQUIREMENTS], {
    maxBuffer: 1 << 26,
  });
  writeFileSync(whole, "");
  return folder;
}
