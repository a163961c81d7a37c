import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockFolder, thisProcess } from "../../src/batch/lock.ts";
import { openStore } from "../../src/batch/store.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const { host } = thisProcess();

function fresh(name: string): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  return path;
}

test("a lock is there until it is released", async () => {
  const path = fresh("own");
  const lock = await lockFolder(path);
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
    await expect(lockFolder(path)).rejects.toThrow(`in use by process ${child.pid}.\nMaybe wait`);
    expect(readdirSync(path)).toEqual([`lock-${child.pid}-0-${host}`]);
  } finally {
    child.kill("SIGKILL");
  }
});

test("the lock of a process that is gone is taken over with a note", async () => {
  const path = fresh("dead");
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(join(path, `lock-${pid}-0-${host}`), "");
  const lock = await lockFolder(path);
  expect(lock.notes.join()).toMatch(`Process ${pid} ended without finishing`);
  expect(readdirSync(path)).toHaveLength(1);
  lock.release();
});

test.runIf(process.platform === "linux")(
  "a number that is used again is not its owner",
  async () => {
    const path = fresh("again");
    writeFileSync(join(path, `lock-${process.ppid}-1-${host}`), "");
    const lock = await lockFolder(path);
    expect(lock.notes).toHaveLength(1);
    lock.release();
  },
);

test("a lock of another host keeps others out as long as it is renewed", async () => {
  const path = fresh("far");
  const file = join(path, "lock-1-0-elsewhere");
  writeFileSync(file, "");
  let second = 0;
  const renewal = setInterval(() => utimesSync(file, second, second++), 20);
  const told: string[] = [];
  const options = { lease: 1000, onWaiting: (sentence: string) => told.push(sentence) };
  await expect(lockFolder(path, options)).rejects.toThrow(/in use by process 1 on elsewhere/);
  clearInterval(renewal);
  expect(told.join()).toMatch(/A lock of process 1 on elsewhere is here: looking for up to 1 s/);
  expect(readdirSync(path)).toEqual(["lock-1-0-elsewhere"]);
});

test("a lock of another host that is silent is taken over, and who was silent may write no more", async () => {
  const path = fresh("silent");
  writeFileSync(join(path, "lock-1-0-elsewhere"), "");
  const store = await openStore(path, { lease: 50 });
  expect(store.notes.join()).toMatch(/Process 1 ended without finishing/);
  await store.writeResults([]);
  for (const file of readdirSync(path)) if (file.startsWith("lock-")) rmSync(join(path, file));
  await expect(store.writeResults([])).rejects.toThrow(/Another run took .* over/);
  store.close();
});
