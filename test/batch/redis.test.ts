import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { isRedisAddress, parseRedisAddress } from "../../src/batch/redis/address.ts";
import { loadRedisLibrary } from "../../src/batch/redis/library.ts";
import { packed, unpacked } from "../../src/batch/redis/packed.ts";
import { runJob } from "../../src/batch/run-job.ts";
import type { BatchJob } from "../../src/batch/types.ts";
import { testFolder, thrownBy } from "../support/folder.ts";
import { never } from "./fake-workers.ts";

const folder = testFolder();

test("an address is taken apart, and what is shown of it holds no user and no password", () => {
  const found = parseRedisAddress("rediss://me:p%40ss@queue.example:6380/2?queue=nights");
  expect(found).toEqual({
    url: "rediss://me:p%40ss@queue.example:6380/2",
    shown: "rediss://queue.example:6380/2?queue=nights",
    queue: "nights",
    password: "p@ss",
  });
  expect(parseRedisAddress("redis://127.0.0.1:6379").queue).toBe("batch");
  expect(["redis://a", "REDISS://a", "redis:"].every(isRedisAddress)).toBe(true);
  expect(["redis", "./redis:", "/redis://a", "nights/redis"].some(isRedisAddress)).toBe(false);
});

test("a password of the environment is taken where the address has none", () => {
  const access = { password: "a b@c" };
  expect(parseRedisAddress("redis://localhost", access).url).toBe("redis://:a%20b%40c@localhost");
  expect(parseRedisAddress("redis://:x@localhost", access).password).toBe("x");
});

test("what is no address is refused, and the sentence does not repeat it", async () => {
  for (const text of [
    ...["redis:", "redis://", "redis://:hidden@", "redis://:hidden@h:99999", "redis://:hidden@h/a"],
    ...["redis://:hidden@h/0?db=1", "redis://:hidden@h/0#x", "redis://:hidden@127.0.0.1?queue=a:b"],
  ]) {
    const { name, message } = await thrownBy(() => parseRedisAddress(text));
    expect([name, message], text).toEqual(["UsageError", expect.not.stringMatching(/hidden/)]);
  }
});

test("another machine is not spoken to without encryption unless that is asked for", async () => {
  const { message } = await thrownBy(() => parseRedisAddress("redis://:hidden@10.1.2.3:6379"));
  expect(message).toMatch(/^redis:\/\/10\.1\.2\.3:6379 is not encrypted.*--allow-plain/s);
  expect(message).not.toContain("hidden");
  expect(parseRedisAddress("redis://10.1.2.3", { allowPlain: true }).queue).toBe("batch");
  for (const here of ["redis://[::1]:6379", "redis://localhost", "rediss://10.1.2.3"]) {
    expect(() => parseRedisAddress(here)).not.toThrow();
  }
});

test("packages that are missing are named, with the way to install them", async () => {
  const { message } = await thrownBy(() =>
    loadRedisLibrary("A queue on Redis", () => Promise.reject(new Error("none"))),
  );
  expect(message).toBe(
    "A queue on Redis needs the packages bullmq and ioredis, which are not all installed.\nMaybe run: npm install bullmq ioredis",
  );
});

const TASKS = "id,runtime,demand.gpu\na,1h,1\nb,2h,1\n";
const INSTANCE = `mode: batch
tasks: { csv: ../../tables/tasks.csv }
resources: [{ id: r, capacity: { gpu: 2 } }]
objectives: [makespan]
`;

function jobWith(name: string, instance: string): BatchJob {
  const file = join(folder.path, name, "nights", "monday", "one.yaml");
  mkdirSync(dirname(file), { recursive: true });
  mkdirSync(join(folder.path, name, "tables"), { recursive: true });
  writeFileSync(file, instance);
  writeFileSync(join(folder.path, name, "tables", "tasks.csv"), TASKS);
  return { name, file, found: "by-manifest", options: {}, key: "", workLimit: 200 };
}

async function brought(job: BatchJob, name: string): Promise<BatchJob> {
  const found = await packed(job);
  if (!("packed" in found)) throw new Error(JSON.stringify(found));
  const place = join(folder.path, name);
  mkdirSync(place);
  // As it comes over the line.
  return await unpacked(JSON.parse(JSON.stringify(found.packed)), place);
}

test("a job brings its texts: planned elsewhere it comes to what it comes to here", async () => {
  const job = jobWith("brings", INSTANCE);
  const there = await brought(job, "brings-there");
  expect(there.file.startsWith(join(folder.path, "brings-there"))).toBe(true);
  const [here, elsewhere] = [await runJob(job, never), await runJob(there, never)];
  expect(here).toMatchObject({ kind: "outcome", termination: "optimal" });
  expect({ ...elsewhere, seconds: 0 }).toEqual({ ...here, seconds: 0 });
});

test("models and policies go with a job, each to a place of its own", async () => {
  const job = jobWith("models", INSTANCE.replace("../../tables/tasks.csv", "same.json"));
  writeFileSync(join(dirname(job.file), "same.json"), TASKS);
  const runtimes = folder.put("same.json", '{"a":1}');
  mkdirSync(join(folder.path, "other"));
  const policy = folder.put("other/same.json", '{"b":2}');
  const there = await brought({ ...job, options: { runtimes, policy, seed: 7 } }, "models-there");
  const { runtimes: first = "", policy: second = "", seed } = there.options;
  expect([readFileSync(first, "utf8"), readFileSync(second, "utf8"), seed]).toEqual([
    '{"a":1}',
    '{"b":2}',
    7,
  ]);
  expect(readFileSync(join(dirname(there.file), "same.json"), "utf8")).toBe(TASKS);
});

test("what cannot be read is known without a worker", async () => {
  const missing = jobWith("missing", INSTANCE.replace("tasks.csv", "none.csv"));
  expect(await packed(missing)).toMatchObject({
    result: { kind: "bad-input", message: expect.stringMatching(/none\.csv does not exist/) },
  });
  expect(await packed(jobWith("broken", "a: [1"))).toMatchObject({
    result: { kind: "bad-input" },
  });
});

test("a worker reads only what a job brings, and writes only below its folder", async () => {
  const secret = folder.put("secret.csv", "id,runtime,demand.gpu\nsecret-word,1h,1\n");
  const job = jobWith("reaching", INSTANCE.replace("../../tables/tasks.csv", secret));
  const result = await runJob(await brought(job, "reaching-there"), never);
  expect(result).toMatchObject({ kind: "bad-input", message: expect.stringMatching(/relative/) });
  expect(JSON.stringify(result)).not.toContain("secret-word");

  const place = join(folder.path, "safe");
  mkdirSync(place);
  const text = "x";
  for (const path of ["../out.yaml", "a/../../out.yaml", join(folder.path, "out.yaml"), "."]) {
    const bad = { job: { ...job, file: path }, files: [{ path, text }] };
    expect((await thrownBy(() => unpacked(bad, place))).message).toMatch(/out of its folder/);
    const beside = {
      job: { ...job, file: "a" },
      files: [
        { path: "a", text },
        { path, text },
      ],
    };
    expect((await thrownBy(() => unpacked(beside, place))).message).toMatch(/out of its folder/);
    expect(existsSync(join(place, "a"))).toBe(false);
  }
  for (const key of ["file", "runtimes", "policy"]) {
    const own = { ...job, file: "a", ...(key === "file" ? { file: secret } : {}) };
    const options = key === "file" ? {} : { [key]: secret };
    const bad = { job: { ...own, options }, files: [{ path: "a", text }] };
    expect((await thrownBy(() => unpacked(bad, place))).message).toMatch(/does not bring/);
  }
  expect(existsSync(join(folder.path, "out.yaml"))).toBe(false);
});
