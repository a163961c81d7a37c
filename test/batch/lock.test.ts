import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockFolder } from "../../src/batch/lock.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const host = hostname().replaceAll(/[^A-Za-z0-9]/g, "_");

function fresh(name: string): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  return path;
}

test("a lock is there until it is released", () => {
  const path = fresh("own");
  const lock = lockFolder(path);
  expect(lock.notes).toEqual([]);
  expect(readdirSync(path)).toHaveLength(1);
  lock.release();
  expect(readdirSync(path)).toEqual([]);
});

test("a living process keeps others out, and its lock stays", async () => {
  const path = fresh("living");
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
  try {
    writeFileSync(join(path, `lock-${child.pid}-0-${host}`), "");
    expect(() => lockFolder(path)).toThrow(`in use by process ${child.pid}.\nMaybe wait`);
    expect(readdirSync(path)).toEqual([`lock-${child.pid}-0-${host}`]);
  } finally {
    child.kill("SIGKILL");
  }
});

test("the lock of a process that is gone is taken over with a note", () => {
  const path = fresh("dead");
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(join(path, `lock-${pid}-0-${host}`), "");
  const lock = lockFolder(path);
  expect(lock.notes.join()).toMatch(`Process ${pid} ended without finishing`);
  expect(readdirSync(path)).toHaveLength(1);
  lock.release();
});

test.runIf(process.platform === "linux")("a number that is used again is not its owner", () => {
  const path = fresh("again");
  writeFileSync(join(path, `lock-${process.ppid}-1-${host}`), "");
  const lock = lockFolder(path);
  expect(lock.notes).toHaveLength(1);
  lock.release();
});

test("nobody can say whether a process of another host lives", () => {
  const path = fresh("far");
  writeFileSync(join(path, "lock-1-0-elsewhere"), "");
  expect(() => lockFolder(path)).toThrow(/process 1 on elsewhere.\nMaybe remove/);
});
