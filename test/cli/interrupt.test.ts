import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFile, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { listenForInterrupt, sayWhenStopped } from "../../src/cli/interrupt.ts";
import { generate } from "../../src/instance/generate/registry.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

afterEach(() => vi.restoreAllMocks());

function listening() {
  const told: string[] = [];
  const exits: number[] = [];
  vi.spyOn(process, "exit").mockImplementation((code) => {
    exits.push(Number(code));
    return undefined as never;
  });
  const interrupt = listenForInterrupt((sentence) => told.push(sentence));
  return { told, exits, interrupt };
}

test("a signal during long work of one turn is heard before the command listens", async () => {
  const exits: unknown[] = [];
  vi.spyOn(process, "exit").mockImplementation((code) => {
    exits.push(code);
    return undefined as never;
  });
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const silence = sayWhenStopped();
  await new Promise<void>((done) => {
    // A callback of the loop's look for events: the next immediate comes before the next look.
    readFile(import.meta.filename, () => {
      process.kill(process.pid, "SIGHUP");
      for (let i = 0; i < 1e6; i++) process.hrtime();
      void silence().then(done);
    });
  });
  expect(exits).toEqual([129]);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s ends at once before planning, and the second time while planning", (name, code) => {
  const early = listening();
  process.emit(name, name);
  early.interrupt.end();
  expect(early.exits).toEqual([code]);
  expect(early.told).toEqual([`Stopped (${name}) before planning began; nothing was written.`]);

  const { told, exits, interrupt } = listening();
  interrupt.begin(() => "the best plan so far is kept.");
  process.emit(name, name);
  expect(interrupt.signal.aborted).toBe(true);
  expect(exits).toEqual([]);
  expect(told).toEqual([
    `Stopping (${name}): the best plan so far is kept. Once more ends at once.`,
  ]);
  process.emit(name, name);
  expect(exits).toEqual([code]);
  interrupt.end();
  expect(process.listenerCount(name)).toBe(0);
});

test("the second signal counts by its own name", () => {
  const { exits, interrupt } = listening();
  interrupt.begin(() => "nothing yet.");
  process.emit("SIGHUP", "SIGHUP");
  process.emit("SIGTERM", "SIGTERM");
  interrupt.end();
  expect(exits).toEqual([143]);
});

test.runIf(process.platform === "linux")("a batch ends when its parent is killed", async () => {
  const nights = join(folder.path, "nights");
  const out = join(folder.path, "out");
  mkdirSync(nights);
  const hard = generate("gap-d", { tasks: 200, resources: 20, seed: 1 });
  writeFileSync(join(nights, "hard.json"), JSON.stringify(hard));
  const main = resolve(import.meta.dirname, "../../dist/cli.js");
  const command = `"${process.execPath}" "${main}" batch "${nights}" -o "${out}"; true`;
  const shell = spawn("sh", ["-c", command], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  shell.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  while (!existsSync(join(out, "state"))) await new Promise((next) => setTimeout(next, 20));
  shell.kill("SIGKILL");
  // The pipe is closed once the last process that holds it has ended.
  await once(shell, "close");
  expect(stderr).toMatch(/the process that started it is gone/);
  expect(stderr).toMatch(/The same command goes on from there/);
});

test("a signal while the program still loads says a word, and one that came during loading is not lost", async () => {
  const before = process.listenerCount("SIGINT");
  const exits: number[] = [];
  vi.spyOn(process, "exit").mockImplementation((code) => {
    exits.push(Number(code));
    return undefined as never;
  });
  const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const ready = sayWhenStopped();
  process.kill(process.pid, "SIGINT");
  await ready();
  expect(exits).toEqual([130]);
  expect(told.mock.calls.flat()).toContain(
    "Stopped (SIGINT) while Berth was loading; nothing was written.\n",
  );
  expect(process.listenerCount("SIGINT")).toBe(before);
});

test.runIf(process.platform === "linux")(
  "an early signal to the built command line is told",
  async () => {
    const main = resolve(import.meta.dirname, "../../dist/cli.js");
    const child = spawn(process.execPath, [main, "solve", "-"], {
      stdio: ["pipe", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    // From the moment on that it listens; the runtime alone never does to this one.
    const caught = () =>
      /^SigCgt:\s*(\w+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? "0";
    const SIGHUP = 1n;
    while ((BigInt(`0x${caught()}`) & SIGHUP) === 0n) {
      await new Promise((next) => setTimeout(next, 1));
    }
    child.kill("SIGHUP");
    const [status] = await once(child, "close");
    expect(status).toBe(129);
    expect(stderr).toMatch(/^Stopped \(SIGHUP\) .*nothing was written\.\n$/);
  },
);
