import { spawn, spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readText } from "../../src/io/read-text.ts";
import { writeAtomically } from "../../src/io/write-atomic.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const at = (name: string) => join(folder.path, name);

function pipe(name: string): string {
  expect(spawnSync("mkfifo", [at(name)]).status).toBe(0);
  return at(name);
}

describe.skipIf(process.platform === "win32")("pipes and devices", () => {
  test("a pipe that nobody writes into is refused instead of waited for", async () => {
    await expect(readText(pipe("nobody"))).rejects.toThrow(
      /nobody writes into it\.\nMaybe start what writes first/,
    );
  });

  test("a pipe is read to its end, however slow its writer and however long the text", async () => {
    const path = pipe("slow");
    const text = "größe ".repeat(60_000);
    const writer = spawn("sh", ["-c", 'exec 3>"$0"; sleep 0.3; cat >&3', path]);
    writer.stdin.end(text);
    expect(await readText(path)).toEqual({ text, source: path });
  });

  test("a device but an empty one is refused", async () => {
    await expect(readText("/dev/zero")).rejects.toThrow(/is a device, not a file/);
    await expect(readText("/dev/null")).rejects.toThrow(/\/dev\/null is empty/);
  });

  test("a pipe without a reader is no place to write to; a slow reader gets everything", async () => {
    const path = pipe("output");
    await expect(writeAtomically(path, ["text"])).rejects.toThrow(/nothing is at its other end/);
    const reader = spawn("sh", ["-c", 'sleep 0.2; exec wc -c < "$0"', path]);
    let counted = "";
    reader.stdout.on("data", (chunk) => {
      counted += chunk;
    });
    const done = new Promise((end) => reader.on("close", end));
    const pieces = Array.from({ length: 100 }, () => "x".repeat(5000));
    // Until the reader is there, nothing is at the other end.
    for (;;) {
      const failure = await writeAtomically(path, pieces).catch((error: Error) => error);
      if (failure === undefined) break;
      expect(failure.message).toMatch(/nothing is at its other end/);
      await new Promise((next) => setTimeout(next, 20));
    }
    await done;
    expect(counted.trim()).toBe("500000");
  });
});

test("what the system says is a sentence with the name and a mend", async () => {
  symlinkSync("loop", at("loop"));
  await expect(readText(at("loop"))).rejects.toThrow(/loop cannot be read: its links go round/);
  await expect(readText(folder.path)).rejects.toThrow(/it is a folder.*\nMaybe name a file in it/);
  await expect(readText(at("x".repeat(300)))).rejects.toThrow(/the name is too long/);
  await expect(readText(join(folder.put("file", "x"), "y"))).rejects.toThrow(/part of its path/);
  folder.put("night.yaml", "x");
  await expect(readText(at("nihgt.yaml"))).rejects.toThrow(
    /nihgt.yaml does not exist.\nMaybe you mean night.yaml/,
  );
  symlinkSync("gone.yaml", at("link.yaml"));
  await expect(readText(at("link.yaml"))).rejects.toThrow(
    /link.yaml is a link to something that does not exist/,
  );
  await expect(readText(at("no/night.yaml"))).rejects.toThrow(/there is no folder .*no\.\nMaybe/);
});
