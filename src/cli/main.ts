#!/usr/bin/env node
import { exitCodeSoFar } from "./command-run.ts";
import { reportError } from "./failure.ts";
import { sayWhenStopped } from "./interrupt.ts";

// Loading takes longest, so what says a word on an early Ctrl-C is there before it.
const silence = sayWhenStopped();
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that closes the pipe early (head, less) is no fault; a full disk is the user's to mend.
  process.exit(error.code === "EPIPE" ? exitCodeSoFar() : reportError(error, false));
});
// Whoever reads progress may go away; the plan is worth more.
process.stderr.on("error", () => {});
const { runBerth } = await import("./program.ts");
process.exitCode = await runBerth(
  process.argv.slice(2),
  // With the process, so that loading and reading count.
  { stdout: process.stdout, stderr: process.stderr, began: 0 },
  silence,
);
