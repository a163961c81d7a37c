import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Programs of one test, each with a log in the folder; all end with it. */
export interface Processes {
  readonly folder: string;
  start(
    name: string,
    program: string,
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
  ): ChildProcess;
  /** The last lines of what a program said. */
  log(name: string): string;
  stop(): Promise<void>;
}

export function processesIn(folder: string): Processes {
  const running = new Map<string, ChildProcess>();
  return {
    folder,
    start(name, program, args, env = {}) {
      const log = openSync(join(folder, `${name}.log`), "a");
      const child = spawn(program, args, {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ["ignore", log, log],
      });
      closeSync(log);
      running.set(name, child);
      return child;
    },
    log: (name) =>
      readFileSync(join(folder, `${name}.log`), "utf8")
        .split("\n")
        .slice(-15)
        .join("\n"),
    async stop() {
      const all = [...running.values()].reverse();
      for (const child of all) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = new Promise((done) => child.once("exit", done));
        child.kill("SIGKILL");
        await ended;
      }
    },
  };
}

/** Asks again and again until the answer is one; throws with `what` and the last word of `why` after so many seconds. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  seconds = 90,
  why: () => string = () => "",
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await ask();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`${what}: not after ${seconds} s\n${why()}`);
    await wait(100);
  }
}
