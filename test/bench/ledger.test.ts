import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Job } from "../../bench/job.ts";
import { jobOf, Ledger } from "../../bench/ledger.ts";
import type { Measured } from "../../bench/measure.ts";
import type { Row, RowSpec } from "../../bench/rows.ts";
import { digestOf } from "../../bench/store.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const spec: RowSpec = {
  id: "one",
  source: { kind: "gap", file: "c05100" },
  limit: 10,
  runs: 2,
  peers: ["highs", "greedy"],
  goal: { kind: "proven" },
};

/** Measures nothing; counts what it was asked. */
function counter() {
  const asked: string[] = [];
  const measure = async ({ runner, seed }: Job): Promise<Measured> => {
    asked.push(`${runner} ${seed}`);
    const scale = { unit: "USD", perUnit: 1, sense: "min" as const };
    return { answer: { value: asked.length, seconds: 1, termination: "optimal" }, scale };
  };
  return { asked, measure };
}

async function rowOf(ledger: Ledger, { measure }: ReturnType<typeof counter>): Promise<Row> {
  const take = async (runner: Job["runner"], seed: number) => {
    const { answer } = await ledger.take(jobOf(spec, runner, seed), measure);
    if ("absent" in answer) throw new Error("unexpected");
    return answer;
  };
  return {
    spec,
    scale: { unit: "USD", perUnit: 1, sense: "min" },
    berth: [await take("berth", 1), await take("berth", 2)],
    peers: { highs: await take("highs", 1), greedy: await take("greedy", 1) },
  };
}

test("nothing is measured twice by the same program, be it in another set or in a later run", async () => {
  const programs = { berth: "b", peers: "p" };
  const [first, again] = [counter(), counter()];
  const row = await rowOf(new Ledger(programs), first);
  expect(first.asked).toEqual(["berth 1", "berth 2", "highs 1", "greedy 1"]);
  const ledger = new Ledger(programs, [row]);
  expect(ledger.has(spec)).toBe(true);
  // Another goal and another name ask for the same runs, another limit does not.
  expect(ledger.has({ ...spec, id: "two", goal: { kind: "not-worse" } })).toBe(true);
  expect(ledger.has({ ...spec, limit: 11 })).toBe(false);
  expect(ledger.has({ ...spec, goal: { kind: "gap", atMost: 0.1 } })).toBe(false);
  expect(await rowOf(ledger, again)).toEqual(row);
  expect(again.asked).toEqual([]);
});

test("another program of Berth's leaves the answers of solvers, and other programs for those nothing of theirs", async () => {
  const row = await rowOf(new Ledger({ berth: "b", peers: "p" }), counter());
  const [berth, peers] = [counter(), counter()];
  await rowOf(new Ledger({ berth: "c", peers: "p" }, [row]), berth);
  expect(berth.asked).toEqual(["berth 1", "berth 2", "greedy 1"]);
  await rowOf(new Ledger({ berth: "b", peers: "q" }, [row]), peers);
  expect(peers.asked).toEqual(["highs 1"]);
});

test("what a peer could not do is asked again", async () => {
  const ledger = new Ledger({ berth: "b", peers: "p" });
  const absent = async (): Promise<Measured> => ({ answer: { absent: "too large" } });
  const job = jobOf(spec, "highs", 1);
  expect(await ledger.take(job, absent)).toEqual({ answer: { absent: "too large" } });
  const { asked, measure } = counter();
  await ledger.take(job, measure);
  expect(asked).toEqual(["highs 1"]);
});

test("a digest depends on every source file, on its name, and on the files named with it", () => {
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  const digest = () => digestOf([folder.path], [join(folder.path, "package.json"), "none"]);
  write("a.ts", "1");
  const seen = [digest()];
  write("a.ts", "2");
  seen.push(digest());
  write("b.ts", "");
  seen.push(digest());
  write("package.json", "{}");
  seen.push(digest());
  expect(new Set(seen).size).toBe(4);
  write("a.txt", "no program");
  expect(digest()).toBe(seen[3]);
});
