import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gapBetween } from "../src/plan/gap.ts";
import { type Job, type Line, planPath } from "./job.ts";
import type { Absent, Answer, Scale } from "./rows.ts";

/** What a process is given past its limit to write programs, to stop, to check and to write, before it is ended. */
const GRACE = { seconds: 15, share: 0.25 };

/** Seconds to make and read an instance, and to check a proof, before a process is ended. */
const READING = 300;
const CHECKING = 300;

/** What one process answered. */
export interface Measured {
  readonly answer: Answer | Absent;
  readonly scale?: Scale;
}

/** For tests: another program, another grace in seconds, flags of the runtime. */
interface MeasureOptions {
  readonly child?: string;
  readonly grace?: number;
  readonly flags?: readonly string[];
}

/**
 * Runs a job in a process of its own. Past its limit and a grace the process is ended, and what it had told until then
 * is the answer. A process that breaks yields an answer without a value and a note that says how.
 */
export function measure(
  job: Job,
  {
    child = CHILD,
    grace = job.limit * GRACE.share + GRACE.seconds,
    flags = [],
  }: MeasureOptions = {},
): Promise<Measured> {
  return new Promise((resolve) => {
    const running = spawn(process.execPath, [...flags, child, JSON.stringify(job)], {
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    const listener = new Listener();
    let errors = "";
    let timer = setTimeout(() => end(), READING * 1000);
    const end = () => {
      listener.peak = peakOf(running.pid);
      running.kill("SIGKILL");
    };
    running.stderr?.on("data", (chunk: Buffer) => {
      errors = `${errors}${chunk.toString()}`.slice(-2000);
    });
    running.stdio[3]?.on("data", (chunk: Buffer) => {
      const heard = listener.hear(chunk.toString());
      const seconds = heard === "planned" ? CHECKING : job.limit + grace;
      if (heard === undefined) return;
      clearTimeout(timer);
      timer = setTimeout(end, seconds * 1000);
    });
    running.on("close", (code, signal) => {
      clearTimeout(timer);
      if (running.pid !== undefined) rmSync(planPath(running.pid), { force: true });
      resolve(listener.measured(code, signal, errors));
    });
  });
}

/** The compiled program beside this file. */
const CHILD = fileURLToPath(new URL("./child.js", import.meta.url));

/** Collects the lines of a process. */
class Listener {
  #rest = "";
  #scale: Scale | undefined;
  #readSeconds: number | undefined;
  #began = 0;
  #progress: Pick<Answer, "value" | "bound" | "note"> = {};
  #answer: Answer | Absent | undefined;
  #fault: string | undefined;
  /** MiB, where the process was ended from outside. */
  peak: number | undefined;

  /** "ready" when the instance has been read and the limit begins to run, "planned" when the plan is made. */
  hear(text: string): "ready" | "planned" | undefined {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() as string;
    const parsed = lines.map((line) => JSON.parse(line) as Line);
    for (const line of parsed) this.#take(line);
    if (parsed.some((line) => "planned" in line)) return "planned";
    return parsed.some((line) => "ready" in line) ? "ready" : undefined;
  }

  #take(line: Line): void {
    if ("ready" in line) {
      this.#scale = line.ready;
      this.#readSeconds = line.readSeconds;
      this.#began = performance.now();
    } else if ("progress" in line) this.#progress = { ...this.#progress, ...line.progress };
    else if ("answer" in line) this.#answer = line.answer;
    else if ("fault" in line) this.#fault = line.fault;
  }

  measured(code: number | null, signal: string | null, errors: string): Measured {
    const answer = this.#answer ?? this.#broken(code, signal, errors);
    return { answer, ...(this.#scale === undefined ? {} : { scale: this.#scale }) };
  }

  /** The answer of a process that gave none. What Berth itself told on the way has no proof without its outcome. */
  #broken(code: number | null, signal: string | null, errors: string): Answer {
    const { value, bound } = this.#progress;
    const kept = value !== undefined && bound !== undefined && bound > value ? undefined : bound;
    const gap = gapBetween(value, kept);
    const wasEnded = signal === "SIGKILL" && this.peak !== undefined;
    const last = errors.trim().split("\n").at(-1) ?? "";
    const how = wasEnded ? "ended past its limit" : `broke (${signal ?? code}): ${last}`;
    const seconds = this.#began === 0 ? 0 : (performance.now() - this.#began) / 1000;
    return {
      ...(value === undefined ? {} : { value }),
      ...(kept === undefined ? {} : { bound: kept, proof: "claimed" as const }),
      ...(gap === undefined ? {} : { gap }),
      seconds,
      termination: wasEnded ? "ended" : "broke",
      note: this.#fault ?? how,
      ...(this.peak === undefined ? {} : { memoryMiB: this.peak }),
      ...(this.#readSeconds === undefined ? {} : { readSeconds: this.#readSeconds }),
    };
  }
}

/** Peak memory of a running process in MiB, where the system tells (Linux); 0 elsewhere. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Math.round(Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
