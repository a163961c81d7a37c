import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PeerFinding } from "../types.ts";
import { PYTHON } from "./install.ts";

const SCRIPT = join("bench", "peers", "native", "solve.py");

/** What the script runs. */
export type NativeSolver = "highs" | "cp-sat";

/** A line of the script; see there. */
interface Told {
  readonly ready?: true;
  readonly bound?: number;
  readonly columns?: readonly number[];
  readonly values?: readonly number[];
  readonly end?: string;
}

/** What a native solver is asked. */
export interface NativeJob {
  /** Lines of the model. */
  readonly model: Iterable<string>;
  readonly columns: number;
  readonly seconds: number;
  readonly seed: number;
  readonly threads: number;
  readonly learn: (finding: PeerFinding) => void;
}

/** A native solver whose package has been loaded and that waits for one model. */
export class NativeProcess {
  readonly #solver: NativeSolver;
  readonly #running: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  private constructor(solver: NativeSolver) {
    this.#solver = solver;
    this.#running = spawn(PYTHON, [SCRIPT, solver], { stdio: ["pipe", "pipe", "pipe"] });
    this.#running.stderr.on("data", (chunk: Buffer) => {
      this.#errors = `${this.#errors}${chunk.toString()}`.slice(-2000);
    });
    this.#lines = createInterface({ input: this.#running.stdout })[Symbol.asyncIterator]();
    // A parent that is ended takes it along.
    process.on("exit", () => this.#running.kill("SIGKILL"));
  }

  /** Starts one and waits until it is ready. Throws an Error with its last words if it breaks. */
  static async start(solver: NativeSolver): Promise<NativeProcess> {
    const process = new NativeProcess(solver);
    await process.#next();
    return process;
  }

  /** Solves a model; the seconds include writing and reading it. Throws an Error with its last words if it breaks. */
  async solve({ model, columns, seconds, seed, threads, learn }: NativeJob): Promise<string> {
    const began = performance.now();
    // HiGHS tells formats by endings.
    const ending = this.#solver === "highs" ? "mps" : "txt";
    const path = join(tmpdir(), `berth-peer-${process.pid}.${ending}`);
    try {
      await pipeline(Readable.from(withEnds(model)), createWriteStream(path));
      const left = seconds - (performance.now() - began) / 1000;
      if (left <= 0) return "no time was left after writing the model";
      const asked = { model: path, seconds: left, seed, threads };
      this.#running.stdin.write(`${JSON.stringify(asked)}\n`);
      for (;;) {
        const told = await this.#next();
        if (told.end !== undefined) return told.end;
        if (told.bound !== undefined) learn({ bound: told.bound });
        if (told.columns !== undefined) learn({ point: pointOf(told, columns) });
      }
    } finally {
      await rm(path, { force: true });
      this.#running.kill("SIGKILL");
    }
  }

  async #next(): Promise<Told> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done === true) {
        if (this.#running.exitCode === null) await once(this.#running, "close");
        throw new Error(this.#errors.trim().split("\n").at(-1) ?? "it ended without a word");
      }
      // Solvers print lines of their own.
      if (value.startsWith("{")) return JSON.parse(value) as Told;
    }
  }
}

/** Model texts go out in pieces, since a line alone is a write of its own. */
function* withEnds(lines: Iterable<string>): Generator<string> {
  let held: string[] = [];
  for (const line of lines) {
    held.push(line, "\n");
    if (held.length < 10_000) continue;
    yield held.join("");
    held = [];
  }
  yield held.join("");
}

function pointOf({ columns = [], values = [] }: Told, size: number): Float64Array {
  const point = new Float64Array(size);
  for (const [i, c] of columns.entries()) if (c < size) point[c] = values[i];
  return point;
}
