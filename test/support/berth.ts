import { spawn, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { Readable, Writable } from "node:stream";

const root = resolve(import.meta.dirname, "../..");
const main = resolve(root, "dist/cli.js");
const { runBerth }: typeof import("../../src/cli/program.ts") = await import(
  resolve(root, "dist/program.js")
);

/** As the tests themselves run; see `vitest.config.ts`. */
export const QUICK = ["--liftoff-only"];

/** What one run of the command line printed, and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line of the built program in this process, without colours, `columns` wide; paths count from the project's root. */
export async function berth(args: readonly string[], columns = 80): Promise<Ran> {
  const [stdout, stderr] = [captured(columns), captured(columns)];
  const status = await runBerth(args, { stdout, stderr, began: performance.now() });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

/** The same with what is typed, or comes through a pipe, line by line. */
export async function answered(args: readonly string[], input: string): Promise<Ran> {
  const own = Object.getOwnPropertyDescriptor(process, "stdin") as PropertyDescriptor;
  const stdin = { ...own, get: () => typed, configurable: true };
  const typed = Readable.from([input]);
  Object.defineProperty(process, "stdin", stdin);
  try {
    return await berth(args);
  } finally {
    Object.defineProperty(process, "stdin", own);
  }
}

function captured(columns: number): Writable & { readonly columns: number; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return Object.assign(stream, { columns, text: () => Buffer.concat(chunks).toString("utf8") });
}

/** Runs the built command line as a process of its own: for what a process alone has, such as pipes, workers' output, stdin. */
export function spawned(args: readonly string[], input = ""): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...QUICK, main, ...args], {
    cwd: root,
    input,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** Starts the command line and sends it a signal once stderr shows `sign`. */
export async function interrupted(
  args: readonly string[],
  sign: string,
  signal: NodeJS.Signals,
): Promise<Ran> {
  const child = spawn(process.execPath, [...QUICK, main, ...args], { cwd: root });
  let stdout = "";
  let stderr = "";
  let sent = false;
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
    if (!sent && stderr.includes(sign)) {
      sent = true;
      child.kill(signal);
    }
  });
  const status = await new Promise<number | null>((done) => child.on("close", done));
  return { status, stdout, stderr };
}
