import type { Writable } from "node:stream";

/** Where a command prints: a stream, and what it knows of the terminal behind it. */
export type Output = Writable & { readonly columns?: number; readonly isTTY?: boolean };

/** The two streams of a command and when it began, ms of `performance.now()`. */
export interface CommandSetting {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly began: number;
}

/** The command that runs now: one at a time. Before any began it is that of the process. */
let setting: CommandSetting = { stdout: process.stdout, stderr: process.stderr, began: 0 };
let code = 0;
/** What the process had used of its processors before the command, microseconds: nothing where it began with it. */
let used = 0;

/** For a process that runs commands one after another: the next one begins, and nothing of the last one is left. */
export function beginCommand(next: CommandSetting): void {
  setting = next;
  used = next.began === 0 ? 0 : processCpu();
  code = 0;
}

/** The stream for what was asked for. */
export function stdout(): Output {
  return setting.stdout;
}

/** The stream for what is told beside it. */
export function stderr(): Output {
  return setting.stderr;
}

/** Milliseconds since the command began: loading the program counts. */
export function commandTime(): number {
  return performance.now() - setting.began;
}

/** Seconds of all processors since the command began, those of its threads included. */
export function commandCpu(): number {
  return (processCpu() - used) / 1e6;
}

function processCpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Says how the command will end, by the table in `failure.ts`. */
export function endWith(exitCode: number): void {
  code = exitCode;
}

/** How the command will end as far as it is known: 0 unless it said otherwise. */
export function exitCodeSoFar(): number {
  return code;
}
