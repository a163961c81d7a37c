import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeEach, expect, test } from "vitest";
import { parseRedisAddress } from "../../src/batch/redis/address.ts";
import { redisExecutor } from "../../src/batch/redis/executor.ts";
import { workOnRedis } from "../../src/batch/redis/worker.ts";
import { countedOver, idle, jobsIn, never, resultOf, runner } from "../batch/fake-workers.ts";
import { berth } from "../support/berth.ts";
import { type Processes, processesIn, until } from "./support/processes.ts";

const folder = join(process.env.BERTH_SYSTEMS_WORK ?? "", "redis");
const at = (name: string) => join(folder, name);
const CLI = resolve(import.meta.dirname, "../../dist/cli.js");
const PASSWORD = "s3cret-word";
const ADDRESS = `redis://:${PASSWORD}@127.0.0.1:6399/1`;

mkdirSync(folder, { recursive: true });
const programs: Processes = processesIn(folder);
afterAll(() => programs.stop());

let server = startServer();

/** Every write is in its file before it is answered. */
function startServer() {
  const flags = { port: "6399", bind: "127.0.0.1", requirepass: PASSWORD, dir: folder, save: "" };
  const words = Object.entries({ ...flags, appendonly: "yes" }).flatMap(([k, v]) => [`--${k}`, v]);
  return programs.start("server", "redis-server", words);
}

async function asked(...words: readonly string[]): Promise<string> {
  const args = ["-p", "6399", "-n", "1", "--no-auth-warning", "-a", PASSWORD, ...words];
  const child = spawn("redis-cli", args, { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  return text.trim();
}

beforeEach(() => until("the server", async () => (await asked("ping")) === "PONG", 30));

/** Instances that take a second or so each under the work limit of the test. */
function instancesIn(name: string, count: number): string {
  mkdirSync(at(name), { recursive: true });
  for (let i = 0; i < count; i++) {
    const tasks = Array.from({ length: 24 }, (_, k) => ({
      ...{ id: `t${k}`, demand: { gpu: 1 + ((i * 7 + k * 5) % 4) } },
      runtime: `${5 + ((i * 11 + k * 13) % 47)}m`,
    }));
    const resources = [{ id: "node", count: 3, capacity: { gpu: 8 } }];
    const text = JSON.stringify({ mode: "batch", tasks, resources, objectives: ["makespan"] });
    writeFileSync(join(at(name), `i${i}.json`), text);
  }
  return at(name);
}

const batchWords = (instances: string, output: string, ...more: readonly string[]) => [
  ...["batch", instances, "-o", at(output), "--work-limit", "3600", "-q"],
  ...more,
];

const queued = ["--queue", ADDRESS, "--workers", "6"];

function startWorker(name: string) {
  return programs.start(name, process.execPath, [CLI, "work", ADDRESS, "--threads", "2"]);
}

/** All that a run says of each unit but for the seconds. */
function resultsIn(output: string): readonly { readonly rounds: number }[] {
  return readFileSync(join(at(output), "results.ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => ({ ...JSON.parse(line), seconds: 0 }));
}

const plansIn = (output: string) =>
  readdirSync(join(at(output), "plans"))
    .sort()
    .map((name) => readFileSync(join(at(output), "plans", name), "utf8"));

test("workers and the server are killed again and again: every instance is planned as on one machine, once", async () => {
  const instances = instancesIn("killed", 24);
  expect((await berth(batchWords(instances, "alone"))).status).toBe(0);
  const workers = ["w0", "w1", "w2"].map((name) => ({ name, child: startWorker(name) }));
  let isOver = false;
  const run = berth(batchWords(instances, "over", ...queued)).finally(() => {
    isOver = true;
  });
  for (let k = 0; !isOver; k++) {
    await wait(1500);
    if (k < 6) {
      const one = workers[k % 3];
      one.child.kill("SIGKILL");
      one.child = startWorker(`${one.name}-${k}`);
    }
    if (k === 2 || k === 5) {
      server.kill("SIGKILL");
      await wait(1000);
      server = startServer();
    }
  }
  const ran = await run;
  expect(ran.status, ran.stderr).toBe(0);
  expect(resultsIn("over")).toEqual(resultsIn("alone"));
  expect(plansIn("over")).toEqual(plansIn("alone"));
  // Nothing is left, and workers have ended by themselves.
  expect(await asked("keys", "*")).toBe("");
  const ended = async () => workers.every(({ child }) => child.exitCode !== null);
  await until("workers end", ended, 30);
  // One that is started while the server is away says so and ends.
  const codes = workers.map(({ child, name }) => child.exitCode === 0 || programs.log(name));
  expect(codes).toContain(true);
  expect(`${ran.stdout}${ran.stderr}`).not.toContain(PASSWORD);
}, 600_000);

test("a batch is killed: workers go on, and the next run takes what they have finished", async () => {
  const instances = instancesIn("again", 12);
  const worker = startWorker("w-again");
  const words = batchWords(instances, "first", ...queued);
  const first = programs.start("batch", process.execPath, [CLI, ...words]);
  const state = join(at("first"), "state");
  const done = () => (existsSync(state) ? readdirSync(state).length : 0);
  await until(
    "some are finished",
    async () => done() >= 3,
    60,
    () => programs.log("batch"),
  );
  first.kill("SIGKILL");
  const before = done();
  const finished = async () => Number(await asked("zcard", await completedKey()));
  await until("workers finish what was handed out", async () => (await finished()) >= 4, 60);
  const ran = await berth(batchWords(instances, "first", ...queued));
  expect(ran.status, ran.stderr).toBe(0);
  expect(before).toBeGreaterThan(0);
  expect((await berth(batchWords(instances, "alone-again"))).status).toBe(0);
  expect(resultsIn("first")).toEqual(resultsIn("alone-again"));
  await until("the worker ends", async () => worker.exitCode === 0, 30);
  // Each job of each round was planned once: what the killed run had handed out was taken, not planned again.
  const rounds = resultsIn("first").reduce((sum, one) => sum + one.rounds, 0);
  expect(programs.log("w-again")).toContain(`${rounds} done here.`);
}, 300_000);

async function completedKey(): Promise<string> {
  return (await asked("keys", "berth:*:completed")).split("\n")[0];
}

test("a second batch is refused, a wrong password told, and neither shows the password", async () => {
  const instances = instancesIn("two", 1);
  const { parsed, queue } = await opened();
  const second = await berth(batchWords(instances, "two-out", ...queued));
  expect(second.status).toBe(1);
  expect(second.stderr).toMatch(/in use by process \d+ on .*\?queue=NAME/s);
  await queue.end();
  const wrong = await berth(
    batchWords(instances, "wrong-out", "--queue", "redis://:wrong-word@127.0.0.1:6399"),
  );
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toMatch(/Redis at redis:\/\/127\.0\.0\.1:6399 cannot be used: WRONGPASS/);
  const none = await berth(["work", "redis://127.0.0.1:6399"]);
  expect(none.stderr).toMatch(/cannot be used: NOAUTH/);
  const nobody = await berth(["work", "redis://127.0.0.1:6398"]);
  expect(nobody.stderr).toMatch(/cannot be used: connect ECONNREFUSED/);
  expect(`${second.stderr}${wrong.stderr}${parsed.shown}`).not.toMatch(/s3cret-word|wrong-word/);
});

async function opened() {
  const parsed = parseRedisAddress(ADDRESS);
  return { parsed, queue: await redisExecutor(parsed, { slots: 32 }) };
}

test("2,000 jobs over three workers: each is done once, and answered", async () => {
  const { parsed, queue } = await opened();
  const file = at("tiny.json");
  writeFileSync(file, '{"tasks":[],"resources":[]}');
  const { jobOf } = jobsIn({ put: () => file });
  await countedOver(queue, 2000, jobOf, (executor) =>
    workOnRedis(parsed, executor, { signal: never, idle }),
  );
  expect(await asked("keys", "*")).toBe("");
}, 300_000);

test("the lock of a job is renewed long before it runs out, and another worker does not get it meanwhile", async () => {
  const { parsed, queue } = await opened();
  const file = at("long.json");
  writeFileSync(file, '{"tasks":[],"resources":[]}');
  const { jobOf } = jobsIn({ put: () => file });
  const left: number[] = [];
  const run = async (job: Parameters<typeof resultOf>[0]) => {
    // Longer than a lock lasts.
    for (let second = 0; second < 18; second++) {
      await wait(1000);
      const [key] = (await asked("keys", "berth:*:lock")).split("\n");
      left.push(Number(await asked("pttl", key)));
    }
    return resultOf(job);
  };
  const workers = [1, 2].map(() => runner(1, run));
  const ends = workers.map(({ executor }) =>
    workOnRedis(parsed, executor, { signal: never, idle }),
  );
  const job = jobOf("long");
  expect(await queue.run(job, never)).toMatchObject({ kind: "outcome", verdict: "long" });
  await queue.settled?.(job);
  await queue.end();
  expect((await Promise.all(ends)).sort()).toEqual([0, 1]);
  expect(workers.flatMap(({ jobs }) => jobs)).toEqual(["long"]);
  expect(Math.max(...left)).toBeLessThanOrEqual(15_000);
  // Still there at every look, and never near its end.
  expect(Math.min(...left)).toBeGreaterThan(5000);
}, 120_000);
