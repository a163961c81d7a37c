import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { drawsAll } from "../support/drawn.ts";
import { testFolder } from "../support/folder.ts";
import { signalled } from "../support/killed.ts";
import { nightsIn, results, roundsIn, timeless } from "../support/nights.ts";

const folder = testFolder();
const { six } = nightsIn(folder);
const main = resolve(import.meta.dirname, "../../dist/cli.js");

// What becomes of a job whose worker ended, and of a queue whose run did, test/batch/queue.test.ts shows every day.
test.runIf(drawsAll)(
  "workers and the run itself are killed, and it ends with the results of an unbroken one",
  async () => {
    const path = six("queued");
    const [whole, out, queue] = ["whole", "out", "queue"].map((name) => join(folder.path, name));
    const limits = ["--work-limit", "120", "-q"];
    expect((await berth(["batch", path, "-o", whole, ...limits])).status).toBe(0);
    const all = roundsIn(whole);
    let deaths = 0;
    const workers = new Set<ChildProcess>();
    const start = () => {
      const child = spawn(process.execPath, [main, "work", queue, "--threads", "2", "-q"]);
      workers.add(child);
      child.on("close", () => workers.delete(child));
    };
    for (let i = 0; i < 2; i++) start();
    // Whoever is at work when a round is written may be gone before the next.
    let known = 0;
    const killer = setInterval(() => {
      const rounds = roundsIn(out);
      if (rounds <= known || rounds > all - 3) return;
      known = rounds;
      deaths++;
      [...workers][0]?.kill("SIGKILL");
      start();
    }, 20);
    try {
      const args = ["batch", path, "-o", out, "--queue", queue, "--workers", "3", ...limits];
      const { signal } = await signalled(args, () => roundsIn(out) >= 0.5 * all, "SIGKILL");
      expect(signal).toBe("SIGKILL");
      expect(existsSync(queue)).toBe(true);
      expect((await berth(args)).status).toBe(0);
    } finally {
      clearInterval(killer);
      for (const child of workers) child.kill("SIGKILL");
    }
    expect(deaths).toBeGreaterThan(0);
    expect(existsSync(queue)).toBe(false);
    expect(timeless(out)).toEqual(timeless(whole));
    for (const { name, status, plan } of results(out)) {
      expect(status).toBe("planned");
      const checked = await berth(["verify", join(path, `${name}.json`), join(out, plan ?? "")]);
      expect(checked.status).toBe(0);
    }
  },
);

test("where instances are planned is said in one way", async () => {
  const path = six("ways");
  const base = ["batch", path, "-o", join(folder.path, "ways-out")];
  for (const [flags, says] of [
    [["--workers", "3"], /--workers are those of --queue/],
    [["--queue", "q", "--threads", "3"], /Maybe give --threads to berth work/],
    [["--queue", "q", "--merge", "a"], /--merge plans nothing/],
  ] as const) {
    const ran = await berth([...base, ...flags]);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(says);
  }
  const used = await berth([...base, "--queue", path]);
  expect(used.status).toBe(1);
  expect(used.stderr).toMatch(/holds something else/);
});

test("the job of a cluster is printed, with the options of planning", async () => {
  const base = [
    "batch",
    "nights",
    "-o",
    "out",
    "--emit",
    "kubernetes",
    "--image",
    "example/berth:1",
  ];
  const ran = await berth([...base, "--claim", "data", "--time-limit", "90s", "--gap", "0.7%"]);
  expect(ran.status).toBe(0);
  const { spec } = load(ran.stdout) as { spec: { completions: number; template: object } };
  expect(spec.completions).toBe(4);
  expect(JSON.stringify(spec.template)).toContain(
    '"args":["nights","--time-limit","90000ms","--gap","0.7%","--threads","2","-q"]',
  );
  expect((await berth(base)).stderr).toMatch(/needs --claim/);
  expect((await berth(["batch", "x", "-o", "y", "--claim", "data"])).stderr).toMatch(
    /is for --emit/,
  );
});

test("what can be no folder is told, to the batch and to the worker", async () => {
  const file = folder.put("file", "");
  for (const [name, says] of [
    [file, /is a file, not a folder/],
    [`${file}/inside`, /a part of its path is a file/],
    [" ", /needs the name of a folder/],
  ] as const) {
    const batch = ["batch", six(`no-${says.source.length}`), "-o", join(folder.path, "no")];
    for (const args of [
      ["work", name],
      [...batch, "--queue", name],
    ]) {
      const ran = await berth(args);
      expect([ran.status, says.test(ran.stderr)]).toEqual([1, true]);
    }
  }
});

test("a worker without a batch ends when it has been idle", async () => {
  const ran = await berth(["work", join(folder.path, "nowhere"), "--idle", "50ms"]);
  expect([ran.status, ran.stderr]).toEqual([0, "0 done here.\n"]);
});
