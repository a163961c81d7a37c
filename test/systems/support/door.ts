import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { QUICK, type Ran } from "../../support/berth.ts";

const CLI = resolve(import.meta.dirname, "../../../dist/cli.js");

/** The commands that the README shows for a system, without those that install something. */
export function doorOf(system: "kubernetes" | "ray" | "slurm"): readonly string[] {
  const blocks = [...readFileSync("README.md", "utf8").matchAll(/^```console\n([\s\S]*?)^```$/gm)];
  const block = blocks.map(([, body]) => body).find((one) => one.includes(`import ${system} `));
  if (block === undefined) throw new Error(`The README shows no way to ${system}.`);
  const lines = block.split("\n").map((line) => line.replace(/\s+#.*$/, ""));
  return lines.filter((line) => line !== "" && !line.startsWith("npm install"));
}

/**
 * Runs commands one after the other in a folder, as if berth were installed there and `programs` (shell scripts) on the path, and
 * ends with the first that fails.
 */
export async function walk(
  commands: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
  programs: Readonly<Record<string, string>> = {},
): Promise<readonly Ran[]> {
  const bin = join(folder, "door-bin");
  mkdirSync(bin, { recursive: true });
  const npx = `shift; exec ${process.execPath} ${QUICK.join(" ")} ${CLI} "$@"`;
  for (const [name, script] of Object.entries({ npx, ...programs })) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const ran: Ran[] = [];
  for (const command of commands) {
    // Not waited for in one piece: parts of a cluster may run in this process.
    const child = spawn("sh", ["-c", command], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: "1", ...env, PATH: `${bin}:${process.env.PATH}` },
      timeout: 120_000,
    });
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    ran.push({ status, stdout, stderr });
    if (status !== 0) break;
  }
  return ran;
}
