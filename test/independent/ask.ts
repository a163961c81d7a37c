import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { instanceIntegers } from "../../src/io/integers.ts";

export const CHECKER = join(import.meta.dirname, "check.py");

/** True where there is a Python to run the checker with. */
export const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** What the checker in Python says of a certificate, in the words of `Checked`. */
export type Answer =
  | { readonly bound: number; readonly given?: readonly unknown[] }
  | { readonly rejected: string };

/** Certificates for one process of the checker. */
export class Questions {
  readonly #lines: string[] = [];
  #instance: Instance | undefined;
  #asked = 0;

  get asked(): number {
    return this.#asked;
  }

  /** Asks of a target of the instance's own, by its name. */
  add(instance: Instance, target: string, certificate: unknown): void {
    if (instance !== this.#instance) {
      this.#instance = instance;
      const form = instanceIntegers(instance, targetsOf(instance));
      this.#lines.push(JSON.stringify({ instance: form }));
    }
    this.#lines.push(JSON.stringify({ target, certificate: certificate ?? null }));
    this.#asked++;
  }

  /** All answers, in order. Throws if the checker breaks. */
  async answers(): Promise<readonly Answer[]> {
    const checker = spawn("python3", [CHECKER, "--lines"], { stdio: ["pipe", "pipe", "pipe"] });
    let [out, told] = ["", ""];
    checker.stdout.on("data", (text: Buffer) => {
      out += text.toString();
    });
    checker.stderr.on("data", (text: Buffer) => {
      told += text.toString();
    });
    const ended = new Promise((end) => checker.on("close", end));
    checker.stdin.end(this.#lines.map((line) => `${line}\n`).join(""));
    await ended;
    const answers = out
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Answer);
    if (answers.length !== this.#asked) throw new Error(`the checker ended early: ${told}`);
    return answers;
  }
}
