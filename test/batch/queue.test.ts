import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { queueExecutor } from "../../src/batch/queue/executor.ts";
import { makePlaces, PLACES, pathOf, write } from "../../src/batch/queue/layout.ts";
import { claim } from "../../src/batch/queue/lease.ts";
import { idOf } from "../../src/batch/queue/messages.ts";
import { workOn } from "../../src/batch/queue/worker.ts";
import type { BatchJob } from "../../src/batch/types.ts";
import { testFolder } from "../support/folder.ts";
import {
  countedOver,
  ENDED,
  idle,
  jobsIn,
  never,
  resultOf,
  runner,
  textOf,
  waitFor,
} from "./fake-workers.ts";

const folder = testFolder();

const { jobOf } = jobsIn(folder);

test("many jobs over three workers: each is done by one of them, once, and answered", async () => {
  const path = join(folder.path, "many");
  const queue = await queueExecutor(path, { slots: 32 });
  await countedOver(queue, 100, jobOf, (executor) =>
    workOn(path, executor, { signal: never, idle }),
  );
  expect(existsSync(path)).toBe(false);
});

test.concurrent("a worker that is silent loses its job to another, and its late answer is nobody's", async () => {
  const path = join(folder.path, "silent");
  const queue = await queueExecutor(path, { slots: 2, lease: 1000 });
  const [job] = [jobOf("a")];
  const answer = queue.run(job, never);
  const [id] = await waitFor(() => readdirSync(join(path, "jobs")));
  // On another host, as far as anybody can tell.
  const silent = await claim(path, id);
  writeFileSync(join(path, "claims", id), JSON.stringify({ ...ENDED, host: "elsewhere" }));
  const { jobs, executor } = runner(1, async (one) => resultOf(one));
  const end = workOn(path, executor, { signal: never, idle });
  expect(await answer).toEqual(resultOf(job));
  expect(jobs).toEqual(["a"]);
  expect(await silent?.isHeld()).toBe(false);
  await silent?.close();
  await queue.end();
  expect(await end).toBe(1);
});

test.concurrent("what five workers in turn did not survive is a fault of the job, not of the batch", async () => {
  const path = join(folder.path, "deadly");
  const queue = await queueExecutor(path, { slots: 1, lease: 60_000 });
  const answer = queue.run(jobOf("a"), never);
  const [id] = await waitFor(() => readdirSync(join(path, "jobs")));
  let deaths = 0;
  const timer = setInterval(() => {
    const file = join(path, "claims", id);
    // A process that has ended, on this host.
    if (existsSync(join(path, "jobs", id)) && !existsSync(file)) {
      writeFileSync(file, JSON.stringify({ ...ENDED, token: deaths++ }));
    }
  }, 20);
  const result = await answer;
  clearInterval(timer);
  expect(result).toMatchObject({
    kind: "fault",
    distrust: false,
    message: expect.stringMatching(/5 workers ended while they planned it/),
  });
  expect(deaths).toBe(5);
  await queue.end();
});

test.concurrent("a job that is asked to stop gives what it has; without a worker it is over at once", async () => {
  const path = join(folder.path, "stopped");
  const queue = await queueExecutor(path, { slots: 2 });
  const stop = new AbortController();
  const { executor } = runner(
    1,
    (job, signal) =>
      new Promise((done) => {
        signal.addEventListener("abort", () => done(resultOf(job)));
        stop.abort();
      }),
  );
  const end = workOn(path, executor, { signal: never, idle });
  expect(await queue.run(jobOf("a"), stop.signal)).toEqual(resultOf(jobOf("a")));
  const alone = queue.run(jobOf("b"), AbortSignal.abort());
  expect(["stopped", "outcome"]).toContain((await alone).kind);
  await queue.end();
  await end;
});

test.concurrent("a worker that ends leaves what it has begun to others", async () => {
  const path = join(folder.path, "left");
  const queue = await queueExecutor(path, { slots: 1 });
  const stop = new AbortController();
  const leaving = runner(1, async (_job, signal) => {
    stop.abort();
    expect(signal.aborted).toBe(true);
    return { kind: "stopped", seconds: 0 };
  });
  const answer = queue.run(jobOf("a"), never);
  expect(await workOn(path, leaving.executor, { signal: stop.signal, idle })).toBe(0);
  const staying = runner(1, async (job) => resultOf(job));
  const end = workOn(path, staying.executor, { signal: never, idle });
  expect(await answer).toEqual(resultOf(jobOf("a")));
  await queue.end();
  expect(await end).toBe(1);
});

test.concurrent("a run that begins again finds what workers finished meanwhile, and drops what it no longer wants", async () => {
  const path = join(folder.path, "again");
  await makePlaces(path);
  for (const name of ["a", "old"]) {
    const text = await textOf(path, jobOf(name));
    await write(path, "jobs", idOf(text), text);
  }
  writeFileSync(join(path, `lock-${ENDED.pid}-${ENDED.begin}-${ENDED.host}`), "");
  const { jobs, executor } = runner(2, async (job) => resultOf(job));
  const stop = new AbortController();
  const worker = workOn(path, executor, { signal: stop.signal, idle });
  await waitFor(() => (jobs.length === 2 ? [1] : []));
  stop.abort();
  await worker;
  const second = await queueExecutor(path, { slots: 2 });
  expect(await second.run(jobOf("a"), never)).toEqual(resultOf(jobOf("a")));
  expect(jobs.filter((name) => name === "a")).toHaveLength(1);
  // Nobody asks for "old" any more, and no worker is there to begin "b".
  const stop2 = new AbortController();
  const waiting = second.run(jobOf("b"), stop2.signal);
  const old = idOf(await textOf(path, jobOf("old")));
  await waitFor(() => (readdirSync(join(path, "jobs")).includes(old) ? [] : [1]));
  stop2.abort();
  expect((await waiting).kind).toBe("stopped");
  await second.end();
});

test.concurrent("paths travel as seen from the folder, and models with them", async () => {
  const path = join(folder.path, "paths");
  const queue = await queueExecutor(path, { slots: 1 });
  const seen: BatchJob[] = [];
  const { executor } = runner(1, async (job) => {
    seen.push(job);
    return resultOf(job);
  });
  const end = workOn(path, executor, { signal: never, idle });
  const runtimes = folder.put("m.json", "");
  const job = jobOf("a", {
    options: { runtimes, gap: 0.5 },
    timeLimit: 7,
    start: { levels: [], inputs: [] },
  });
  const text = queue.run(job, never);
  await text;
  expect(seen).toEqual([job]);
  await queue.end();
  await end;
});

test("a folder that holds anything else, or another batch, is refused", async () => {
  const path = join(folder.path, "other");
  mkdirSync(path);
  writeFileSync(join(path, "thesis.txt"), "");
  await expect(queueExecutor(path, { slots: 1 })).rejects.toThrow(
    /holds something else: "thesis.txt"/,
  );
  const busy = join(folder.path, "busy");
  const queue = await queueExecutor(busy, { slots: 1 });
  expect(
    readdirSync(busy)
      .filter((name) => !name.startsWith("lock-"))
      .sort(),
  ).toEqual([...PLACES].sort());
  writeFileSync(join(busy, "lock-1-1-elsewhere"), "");
  const renewal = setInterval(
    () => utimesSync(join(busy, "lock-1-1-elsewhere"), 1, Math.random()),
    20,
  );
  await expect(queueExecutor(busy, { slots: 1, lease: 1000 })).rejects.toThrow(/in use by/);
  clearInterval(renewal);
  await queue.end();
});

test.concurrent("a claim that was taken away is not given back: it is another worker's now", async () => {
  const path = join(folder.path, "taken");
  await makePlaces(path);
  const late = await claim(path, "j");
  expect(await claim(path, "j")).toBeUndefined();
  rmSync(pathOf(path, "claims", "j"));
  const next = await claim(path, "j");
  expect([await late!.isHeld(), await next!.isHeld()]).toEqual([false, true]);
  await late!.release();
  expect(await next!.isHeld()).toBe(true);
  await next!.release();
  expect(existsSync(pathOf(path, "claims", "j"))).toBe(false);
});
