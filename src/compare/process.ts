import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** Milliseconds: what timers of Node hold at most; a longer one would end at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** Process groups that are running: whoever ends this process early ends them too. */
const running = new Set<number>();
let isWatching = false;

/** Starts a process at the head of a group of its own, so that its children can be ended with it. */
export function startGroup(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  if (child.pid !== undefined) running.add(child.pid);
  if (!isWatching) {
    isWatching = true;
    process.on("exit", () => {
      for (const pid of running) killGroup(pid);
    });
  }
  return child;
}

/** Ends a process and all of its group, the head gone or not. */
export function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  running.delete(pid);
  killGroup(pid);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left.
  }
}

/** How a command ended. */
export interface Ended {
  /** Its exit code, or the signal that ended it; both absent where it was killed here or never began. */
  readonly status?: number;
  readonly signal?: string;
  readonly why?: "late" | "stopped" | "loud";
  /** Why it never began. */
  readonly failed?: string;
  readonly stdout: string;
  /** The end of what it said. */
  readonly stderr: string;
  readonly seconds: number;
}

/** Most that a command may print, and how much of its complaints is kept, in bytes. */
const MOST_PRINTED = 64 * 2 ** 20;
const KEPT = 2000;
/** How long what a killed command printed is waited for, ms. */
const GRACE = 500;

/**
 * Runs a line of a POSIX shell with a text on its standard input, and ends it with all of its process group at the time limit (ms), at the signal, when it
 * prints without end, and when it has ended by itself. Never throws for what the command does.
 */
export async function runShell(
  line: string,
  input: string,
  timeLimit: number,
  signal?: AbortSignal,
): Promise<Ended> {
  const began = performance.now();
  const child = startGroup("/bin/sh", ["-c", line], { stdio: ["pipe", "pipe", "pipe"] });
  const { stdin, stdout, stderr } = child;
  const printed: Buffer[] = [];
  let length = 0;
  let complaint = "";
  return await new Promise((resolve) => {
    let seconds = 0;
    let how: Partial<Ended> | undefined;
    const isClosed = new Promise<void>((done) => child.on("close", () => done()));
    const end = (outcome: Partial<Ended>) => {
      if (how !== undefined) return;
      how = outcome;
      seconds = (performance.now() - began) / 1000;
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      endGroup(child);
      // A child that left the group may hold the pipes for ever.
      const isEnough = new Promise<void>((done) => setTimeout(done, GRACE).unref());
      void Promise.race([isClosed, isEnough]).then(() => {
        stdout?.destroy();
        stderr?.destroy();
        resolve({
          ...outcome,
          stdout: Buffer.concat(printed).toString("utf8"),
          stderr: complaint,
          seconds,
        });
      });
    };
    const stop = () => end({ why: "stopped" });
    const timer = setTimeout(() => end({ why: "late" }), Math.min(timeLimit, LONGEST_TIMER));
    if (signal?.aborted === true) stop();
    signal?.addEventListener("abort", stop);
    child.on("error", (error) => end({ failed: error.message }));
    child.on("exit", (status, name) =>
      end({ ...(status !== null && { status }), ...(name !== null && { signal: name }) }),
    );
    stdout?.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MOST_PRINTED) printed.push(chunk);
      else end({ why: "loud" });
    });
    stderr?.on("data", (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString("utf8")}`.slice(-KEPT);
    });
    // Who reads nothing is no fault.
    stdin?.on("error", () => {});
    stdin?.end(input);
  });
}
