import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { queueExecutor } from "../../src/batch/queue/executor.ts";
import { makePlaces, write } from "../../src/batch/queue/layout.ts";
import { idOf } from "../../src/batch/queue/messages.ts";
import { workOn } from "../../src/batch/queue/worker.ts";
import type { JobResult } from "../../src/batch/types.ts";
import { testFolder } from "../support/folder.ts";
import { idle, jobsIn, never, resultOf, runner, textOf, waitFor } from "./fake-workers.ts";

const folder = testFolder();
const { jobOf } = jobsIn(folder);
const at = (name: string) => join(folder.path, name);

/** Ends as soon as it may, with a result of its own. */
const untilStopped = () =>
  runner(1, (job, signal) => {
    const ended = (done: (result: JobResult) => void) =>
      signal.addEventListener("abort", () => done(resultOf(job)));
    return new Promise(ended);
  });

test.concurrent("folders of others are refused, whatever they are called, and nothing of theirs is removed", async () => {
  const path = at("shared");
  mkdirSync(join(path, "jobs"), { recursive: true });
  writeFileSync(join(path, "jobs", "night.yaml"), "tasks: []");
  await expect(queueExecutor(path, { slots: 1 })).rejects.toThrow(/holds something else/);
  expect(readFileSync(join(path, "jobs", "night.yaml"), "utf8")).toBe("tasks: []");
  // What is put there later stays, too.
  const other = at("later");
  const queue = await queueExecutor(other, { slots: 1 });
  writeFileSync(join(other, "results", "thesis.txt"), "mine");
  await queue.end();
  expect(readdirSync(other)).toEqual(["results"]);
  expect(readdirSync(join(other, "results"))).toEqual(["thesis.txt"]);
});

test.concurrent("who waits when the queue is ended is let go", async () => {
  const queue = await queueExecutor(at("ended"), { slots: 2 });
  const waiting = [queue.run(jobOf("a"), never), queue.run(jobOf("b"), never)];
  await waitFor(() => (readdirSync(join(at("ended"), "jobs")).length === 2 ? [1] : []));
  await queue.end();
  expect(await Promise.all(waiting)).toEqual([0, 1].map(() => ({ kind: "stopped", seconds: 0 })));
  expect(existsSync(at("ended"))).toBe(false);
});

test.concurrent("of a run that was killed no stop is left, and no answer that it had cut short or that went wrong", async () => {
  const kept = [
    undefined,
    { result: resultOf(jobOf("half")), cut: true },
    { result: { kind: "fault", message: "disk", distrust: false, seconds: 1 }, cut: false },
  ];
  const goOn = async (left: (typeof kept)[number], i: number) => {
    const path = at(`killed-${i}`);
    await makePlaces(path);
    const text = await textOf(path, jobOf("a"));
    await write(path, "stops", idOf(text), "");
    if (left !== undefined) await write(path, "results", idOf(text), JSON.stringify(left));
    writeFileSync(join(path, "claims", idOf(text)), "{}");
    const queue = await queueExecutor(path, { slots: 1, lease: 250 });
    let wasStopped = false;
    const { executor } = runner(1, async (job, signal) => {
      await new Promise((next) => setTimeout(next, 600));
      wasStopped = signal.aborted;
      return resultOf(job);
    });
    const end = workOn(path, executor, { signal: never, idle });
    expect(await queue.run(jobOf("a"), never)).toEqual(resultOf(jobOf("a")));
    expect(wasStopped).toBe(false);
    await queue.end();
    await end;
  };
  await Promise.all(kept.map(goOn));
});

test.concurrent("a worker whose folder fails writes no false fault of its other job, and says why it ends", async () => {
  const path = at("failing");
  const queue = await queueExecutor(path, { slots: 2 });
  const waiting = [queue.run(jobOf("quick"), never), queue.run(jobOf("slow"), never)];
  let isRunning = false;
  const { executor } = runner(2, async (job, signal) => {
    if (job.name === "slow") {
      isRunning = true;
      await new Promise((done) => signal.addEventListener("abort", done));
      return { kind: "fault", message: "Its thread broke", distrust: false, seconds: 0 };
    }
    await waitFor(() => (isRunning ? [1] : []));
    // A file in its place: nothing can be written there.
    rmSync(join(path, "results"), { recursive: true });
    writeFileSync(join(path, "results"), "");
    return resultOf(job);
  });
  const options = { signal: never, idle, patience: 100 };
  await expect(workOn(path, executor, options)).rejects.toThrow(/ENOTDIR|EEXIST/);
  rmSync(join(path, "results"));
  mkdirSync(join(path, "results"));
  const { executor: other } = runner(2, async (job) => resultOf(job));
  const end = workOn(path, other, { signal: never, idle });
  expect(await Promise.all(waiting)).toEqual(
    ["quick", "slow"].map((name) => resultOf(jobOf(name))),
  );
  await queue.end();
  await end;
});

test.concurrent("a run whose queue was taken over touches nothing there any more", async () => {
  const path = at("taken");
  const queue = await queueExecutor(path, { slots: 1 });
  const waiting = queue.run(jobOf("a"), never);
  const [id] = await waitFor(() => readdirSync(join(path, "jobs")));
  for (const file of readdirSync(path)) if (file.startsWith("lock-")) rmSync(join(path, file));
  await expect(waiting).rejects.toThrow(/Another run took .* over/);
  await queue.end();
  expect(readdirSync(join(path, "jobs"))).toEqual([id]);
});

test.concurrent("a worker leaves to others what is for another version or what it does not see", async () => {
  const path = at("refused");
  await makePlaces(path);
  const text = await textOf(path, jobOf("unseen", { file: join(folder.path, "nowhere.yaml") }));
  const old = JSON.stringify({ ...JSON.parse(await textOf(path, jobOf("old"))), version: "0.0.1" });
  for (const one of [text, old]) await write(path, "jobs", idOf(one), one);
  const told: string[] = [];
  const stop = new AbortController();
  const { jobs, executor } = runner(1, async (job) => resultOf(job));
  const end = workOn(path, executor, {
    ...{ signal: stop.signal, idle },
    onRefused: (name, why) => told.push(`${name}: ${why}`),
  });
  await waitFor(() => (told.length === 2 ? [1] : []));
  await new Promise((next) => setTimeout(next, 50));
  stop.abort();
  expect(await end).toBe(0);
  expect([jobs, told.length]).toEqual([[], 2]);
  expect(told.sort().join("\n")).toMatch(
    /^old: it is for berth 0\.0\.1.*\nunseen: .*nowhere\.yaml is not to be seen/,
  );
  expect(readdirSync(join(path, "claims"))).toEqual([]);
});

test.concurrent("a file that is not there is bad input at once, without a worker", async () => {
  const queue = await queueExecutor(at("absent"), { slots: 1 });
  const result = await queue.run(jobOf("a", { file: at("nowhere.yaml") }), never);
  expect(result).toMatchObject({
    kind: "bad-input",
    message: expect.stringMatching(/nowhere\.yaml does not exist/),
  });
  await queue.end();
});

test.concurrent("near its end a job is asked for what it has, and waiting is no time of planning", async () => {
  const queue = await queueExecutor(at("late"), { slots: 2 });
  const { executor } = untilStopped();
  const end = workOn(at("late"), executor, { signal: never, idle });
  expect(await queue.run(jobOf("a", { hardLimit: 5500 }), never)).toEqual(resultOf(jobOf("a")));
  await queue.end();
  await end;
  const alone = await queueExecutor(at("alone"), { slots: 1 });
  expect(await alone.run(jobOf("b", { hardLimit: 50 }), never)).toEqual({
    kind: "stopped",
    seconds: 0,
  });
  await alone.end();
});

test.concurrent("that jobs wait without a worker is told, once for each time", async () => {
  let told = 0;
  const options = { slots: 1, patience: 300, onUnserved: () => told++ };
  const queue = await queueExecutor(at("lonely"), options);
  const waiting = queue.run(jobOf("a"), never);
  await waitFor(() => (told > 0 ? [1] : []));
  await new Promise((next) => setTimeout(next, 700));
  expect(told).toBe(1);
  const { executor } = runner(1, async (job) => resultOf(job));
  const end = workOn(at("lonely"), executor, { signal: never, idle });
  await waiting;
  await queue.end();
  await end;
});
