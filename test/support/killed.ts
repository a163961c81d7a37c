import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { QUICK } from "./berth.ts";

const root = resolve(import.meta.dirname, "../..");
const main = resolve(root, "dist/cli.js");

/** How a run of the command line that was sent a signal ended. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Starts the built command line and sends it a signal as soon as `isTime` says so (asked every few ms). */
export async function signalled(
  args: readonly string[],
  isTime: (child: ChildProcess) => boolean,
  signal: NodeJS.Signals,
): Promise<Ended> {
  const child = spawn(process.execPath, [...QUICK, main, ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const poll = setInterval(() => {
    if (!isTime(child)) return;
    clearInterval(poll);
    child.kill(signal);
  }, 3);
  try {
    return await new Promise<Ended>((done) =>
      child.on("close", (status, by) => done({ status, signal: by, stderr })),
    );
  } finally {
    clearInterval(poll);
  }
}
