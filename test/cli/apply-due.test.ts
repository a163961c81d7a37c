import { readFileSync } from "node:fs";
import { Writable } from "node:stream";
import { beforeEach, expect, test, vi } from "vitest";
import { applyDue, checkIntent } from "../../src/cli/apply-due.ts";
import type { Applying } from "../../src/cli/applying.ts";
import { beginCommand, exitCodeSoFar } from "../../src/cli/command-run.ts";
import { ApiFault } from "../../src/io/apply/exchange.ts";
import { readCsv } from "../../src/io/csv-text.ts";
import { readHistories } from "../../src/io/history-file.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

/** No time passes while a command waits. */
vi.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

const printed = { stdout: "", stderr: "" };
function into(name: keyof typeof printed): Writable {
  return new Writable({
    write(chunk: Buffer, _, done) {
      printed[name] += chunk.toString();
      done();
    },
  });
}
beforeEach(() => {
  Object.assign(printed, { stdout: "", stderr: "" });
  beginCommand({ stdout: into("stdout"), stderr: into("stderr"), began: 0 });
});

const applying = (more: Partial<Applying<string>>): Applying<string> => ({
  ...{
    changes: ["a", "b"],
    total: 2,
    about: {},
    data: (name) => ({ name }),
    words: (name) => name,
  },
  advice: (lost) => [`plan anew: ${lost.map(({ change }) => change)}`],
  runs: (name) => [{ id: name, features: { "features.family": name, kind: "a100" } }],
  attempt: async () => ({ verdict: "applied", what: "taken" }),
  progressOf: async () => ({ state: "ended" }),
  timeOf: () => ({ start_ms: 0 }),
  ...more,
});

test("a system that falls silent for good while its work is followed is no fault of ours, and what is known is told", async () => {
  const silent = applying({
    progressOf: async (name) => {
      if (name === "b") throw new ApiFault("connect ECONNREFUSED");
      return { state: "ended" };
    },
  });
  await applyDue(silent, { yes: true, watch: true, json: true });
  expect(exitCodeSoFar()).toBe(6);
  expect(JSON.parse(printed.stdout).results).toEqual([
    { name: "a", verdict: "applied", what: "taken", progress: { state: "ended" } },
    { name: "b", verdict: "applied", what: "taken" },
  ]);
  expect(printed.stderr).toMatch(/No word of the rest any more: connect ECONNREFUSED/);
  expect(printed.stderr).toMatch(/Of the work of 2: 1 ended, 0 lost, 1 not known\./);
});

test("what a cluster says stays in its line", async () => {
  const hostile = applying({
    attempt: async () => ({ verdict: "failed", what: "no\napplied: b: taken\u001b[2J" }),
  });
  await applyDue(hostile, { yes: true, all: true });
  const lines = printed.stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines.every((line) => line.startsWith("failed: "))).toBe(true);
  expect(printed.stdout).not.toContain("\u001b");
});

test("watching ends where nothing says when the rest begins", async () => {
  let looks = 0;
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const timeOf = () => ({ start_ms: 1, ...(looks++ < 12 && { at: later }) });
  await applyDue(applying({ timeOf }), { yes: true, watch: true, json: true });
  expect(looks).toBeGreaterThan(12);
  expect(printed.stderr).toMatch(/Of 2 changes: 2 later\./);
});

test("what a silent system was not sent is sent once it answers, before anything later", async () => {
  const order: string[] = [];
  let looks = 0;
  const flaky = applying({
    ...{ changes: ["a", "b", "c"], total: 3 },
    attempt: async (name) => {
      // Two rounds of five tries.
      if (++looks <= 10) throw new ApiFault("no answer");
      order.push(name);
      return { verdict: "applied", what: "taken" };
    },
    timeOf: (name) => ({ start_ms: name === "c" ? 30 : 0, at: new Date(began + 30).toISOString() }),
  });
  const began = Date.now() - (Date.now() % 1000);
  await applyDue(flaky, { yes: true, watch: true });
  expect(order).toEqual(["a", "b", "c"]);
  expect(exitCodeSoFar()).toBe(0);
  expect(printed.stderr).toMatch(/Of 3 changes: 3 applied\./);
});

test("one that stays silent, or does not know who asks, ends a watch", async () => {
  const none = applying({
    attempt: async () => {
      throw new ApiFault("no answer");
    },
  });
  await applyDue(none, { yes: true, watch: true });
  expect(printed.stderr).toMatch(/Of 2 changes: 1 failed, 1 not sent\./);
  expect(exitCodeSoFar()).toBe(6);
  let asked = 0;
  const stranger = applying({
    attempt: async () => {
      asked++;
      return { verdict: "failed", what: "who are you", cut: "unknown" };
    },
  });
  await applyDue(stranger, { yes: true, watch: true });
  expect(asked).toBe(1);
});

test("what no time is known of stays for later, and a watch says that not all was sent", async () => {
  const timeless = applying({ timeOf: (name) => ({ start_ms: name === "a" ? 0 : 5 }) });
  await applyDue(timeless, { yes: true, watch: true });
  expect(printed.stdout).toMatch(/^later: b: .*--since does$/m);
  expect(exitCodeSoFar()).toBe(6);
});

const folder = testFolder();

test("what ended is added to a history once, each before the next is known", async () => {
  const file = folder.put("history.csv", 'family,runtime,kind,note\nx,5s,l4,"a, ""b"""\n');
  const timed = (fails: boolean) =>
    applying({
      progressOf: async (name) => {
        if (name === "b" && fails) throw new Error("killed");
        if (name === "c") return { state: "lost", began: 0, ended: 9000 };
        return { state: "ended", began: 1000, ended: name === "a" ? 61_000 : 3000 };
      },
      changes: ["a", "b", "c"],
    });
  const flags = { yes: true, watch: true, history: file };
  await expect(applyDue(timed(true), flags)).rejects.toThrow("killed");
  const one = 'x,,l4,"a, ""b""",,5s\n,a,a100,,a,1m\n';
  const head = "family,features.family,kind,note,id,runtime\n";
  expect(sorted(readFileSync(file, "utf8"))).toEqual(sorted(head + one));
  await applyDue(timed(false), flags);
  await applyDue(timed(false), flags);
  expect(sorted(readFileSync(file, "utf8"))).toEqual(sorted(`${head + one},b,a100,,b,2s\n`));
  const found = await readHistories([file]);
  expect(found.map(({ milliseconds }) => milliseconds)).toEqual([5000, 60_000, 2000]);
  expect(found[1].features.get("features.family")).toBe("a");
});

/** Cells by name of their columns: in which order these stand is no matter. */
function sorted(text: string): object[] {
  const rows: object[] = [];
  let names: readonly string[] = [];
  readCsv(text, "x", {
    names: (found) => {
      names = found;
    },
    row: (cells) => void rows.push(Object.fromEntries(names.map((name, c) => [name, cells[c]]))),
  });
  return rows;
}

test("a file that is no history is refused before anything is sent", async () => {
  let sent = 0;
  const counted = applying({
    attempt: async () => {
      sent++;
      return { verdict: "applied", what: "" };
    },
  });
  for (const [text, why] of [
    ["family,runtime\nx,soon\n", /expected a duration/],
    ["id,id\na,b\n", /is the name of column 1 already/],
  ] as const) {
    const history = folder.put("bad.csv", text);
    expect(
      String(await thrownBy(() => applyDue(counted, { yes: true, watch: true, history }))),
    ).toMatch(why);
  }
  const flags = { yes: true, watch: true, history: folder.put("h.txt", "") };
  expect(String(await thrownBy(() => applyDue(counted, flags)))).toMatch(/\.csv/);
  expect(sent).toBe(0);
  expect(() => checkIntent({ yes: true, history: "h.csv" })).toThrow(/Maybe add --watch/);
});

test("what keeps work from going on is told once, with what to do; a lost job with what to do of it", async () => {
  let looks = 0;
  vi.spyOn(performance, "now").mockImplementation(() => looks * 60_000);
  const held = applying({
    progressOf: async (name) => {
      looks++;
      return looks > 8 ? { state: name === "a" ? "lost" : "ended" } : { state: "running" };
    },
    troubles: async () => new Map([["n1", "Node n1 is gone."]]),
  });
  await applyDue(held, { yes: true, watch: true });
  vi.restoreAllMocks();
  expect(printed.stderr.match(/Node n1 is gone\./g)).toHaveLength(1);
  expect(printed.stderr.match(/^plan anew: $/gm)).toHaveLength(1);
  expect(printed.stderr).toMatch(/^plan anew: a$/m);
});

test("what is hopeless is planned anew while the rest goes on, once, and all is followed to its end", async () => {
  const recovered: (readonly string[])[] = [];
  let [looks, isDead] = [0, false];
  const watched = applying({
    ...{ changes: ["a", "b", "c"], total: 3 },
    progressOf: async (name) => {
      // Whatever was planned for the dead node runs on and on.
      if (name === "a") return { state: "running" };
      return { state: recovered.length > 0 && ++looks > 3 ? "ended" : "running" };
    },
    troubles: async () => {
      isDead = recovered.length === 0;
      return new Map([["n0 gone", "Node n0 is gone."]]);
    },
    isHopeless: () => isDead,
    recover: async (lost, open) => {
      isDead = false;
      recovered.push([...lost.map(({ change }) => change), ...open]);
      return { changes: ["move of a"], instead: ["a"] };
    },
  });
  await applyDue(watched, { yes: true, watch: true });
  expect(recovered).toEqual([["a", "b", "c"]]);
  const lines = printed.stdout.trimEnd().split("\n");
  expect(lines.filter((line) => line.startsWith("applied"))).toEqual(
    ["a", "b", "c", "move of a"].map((name) => `applied: ${name}: taken`),
  );
  expect(lines.filter((line) => line.startsWith("running: b"))).toHaveLength(1);
  expect(
    lines
      .filter((line) => line.startsWith("ended"))
      .map((line) => line.trim())
      .sort(),
  ).toEqual(["b", "c", "move of a"].map((name) => `ended: ${name}:`));
  expect(printed.stderr.match(/Node n0 is gone/g)).toHaveLength(1);
  expect(printed.stderr).not.toMatch(/plan anew/);
  expect(printed.stderr).toMatch(
    /Of 4 changes: 4 applied\.\nOf the work of 4: 3 ended, 0 lost, 1 planned anew\./,
  );
  expect(exitCodeSoFar()).toBe(0);
});

test("what cannot be planned anew is followed on", async () => {
  let [rounds, isDead] = [0, true];
  const watched = applying({
    progressOf: async () => ({ state: isDead || ++rounds < 5 ? "running" : "ended" }),
    troubles: async () => new Map(),
    isHopeless: () => isDead,
    recover: async () => {
      isDead = false;
      return undefined;
    },
  });
  await applyDue(watched, { yes: true, watch: true });
  expect(printed.stderr).toMatch(/Of the work of 2: 2 ended, 0 lost\./);
  expect(exitCodeSoFar()).toBe(0);
});
