import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, test } from "vitest";
import { commandContestant } from "../../src/compare/command.ts";
import { judgeSubject } from "../../src/compare/compare.ts";
import { methodContestant } from "../../src/compare/methods.ts";
import { moduleContestant } from "../../src/compare/module.ts";
import { plansContestant } from "../../src/compare/plan-files.ts";
import type { Contestant, Subject } from "../../src/compare/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();

/** Two machines and four tasks of 3, 3, 2 and 2 s: the best makespan is 5 s. */
const document = {
  mode: "batch",
  exclusive: true,
  objectives: ["makespan"],
  resources: [{ id: "m", count: 2 }],
  tasks: [
    { id: "long", count: 2, runtime: "3s" },
    { id: "short", count: 2, runtime: "2s" },
  ],
};
const subject: Subject = { name: "four", instance: parseInstance(document), document };
const LIMITS = { timeLimit: 20_000, workLimit: 50, bound: 1000, seed: 1 };

/** All tasks on the first machine, one after the other: 10 s. */
const ALL_ON_ONE = [
  { task: "long#1", resource: "m#1", start_ms: 0 },
  { task: "long#2", resource: "m#1", start_ms: 3000 },
  { task: "short#1", resource: "m#1", start_ms: 6000 },
  { task: "short#2", resource: "m#1", start_ms: 8000 },
];
const CSV = `task,resource,start_ms\n${ALL_ON_ONE.map((one) => Object.values(one).join(",")).join("\n")}\n`;

/** A program that ends by itself has time, however busy the machine is. */
async function runOf(contestant: Contestant, timeLimit = 20_000) {
  try {
    const { runs } = await judgeSubject(subject, [contestant], { ...LIMITS, timeLimit });
    return runs[0]!;
  } finally {
    contestant.end?.();
  }
}

const put = (name: string, text: string) => folder.put(name, text);
const json = put("plan.json", JSON.stringify(ALL_ON_ONE));
const csv = put("plan.csv", CSV);
const early = put("early.json", JSON.stringify([{ ...ALL_ON_ONE[0], start_ms: 8000 }]));

const LINES: readonly (readonly [string, string, object])[] = [
  ["a list in a file", `cp ${json} {plan}`, { value: 10_000, gap: 0.5 }],
  ["CSV on stdout", `cat ${csv}`, { value: 10_000, gap: 0.5 }],
  ["reads stdin", `grep -q '"berth_compare":1' && cat ${csv}`, { value: 10_000 }],
  ["reads the file", `grep -q '"runtime_ms":3000' {instance} && cat ${csv}`, { value: 10_000 }],
  [
    "an exit code",
    "echo deep trouble >&2; exit 3",
    { trouble: { kind: "crashed", reason: "exit code 3: deep trouble" } },
  ],
  ["a signal", "kill -SEGV $$", { trouble: { kind: "crashed" } }],
  ["no such program", "/no/such/program", { trouble: { kind: "crashed" } }],
  ["hangs", "sleep 100", { trouble: { kind: "late" } }],
  ["prints for ever", "yes", { trouble: { kind: expect.stringMatching(/garbage|late/) } }],
  [
    "writes no plan",
    "true {plan}",
    { trouble: { kind: "garbage", reason: "it wrote no plan to {plan}" } },
  ],
  ["prints nothing", "true", { trouble: { kind: "garbage" } }],
  [
    "a folder as plan",
    "mkdir {plan}",
    { trouble: { kind: "garbage", reason: "{plan} is no regular file" } },
  ],
  ["garbage", "head -c 3000 /dev/urandom", { trouble: { kind: "garbage" } }],
  ["broken JSON", "echo '[{'", { trouble: { kind: "garbage" } }],
  ["JSON that is no plan", "echo '{\"a\": 1}'", { trouble: { kind: "garbage" } }],
  [
    "unknown names",
    `echo '[{"task":"x","resource":"m#1","start_ms":0}]'`,
    { trouble: { kind: "garbage" } },
  ],
  ["a plan that breaks rules", `cat ${early}`, { trouble: { kind: "rule" } }],
];

it.each(LINES)("a program: %s", async (name, line, expected) => {
  const run = await runOf(commandContestant("it", line), name === "hangs" ? 400 : 20_000);
  expect(run).toMatchObject(expected);
  if (run.trouble !== undefined) expect(run).not.toHaveProperty("value");
});

test("a program is ended with its children, late or not", async () => {
  for (const [name, rest] of [
    ["late", "wait"],
    ["done", `cat ${csv}`],
  ] as const) {
    const file = join(folder.path, `${name}.pid`);
    const line = `sleep 300 & echo $! > ${file}; ${rest}`;
    await runOf(commandContestant("it", line), name === "late" ? 1000 : 20_000);
    const pid = Number(readFileSync(file, "utf8"));
    expect(pid).toBeGreaterThan(1);
    await expect.poll(() => isRunning(pid)).toBe(false);
  }
});

/** False of a process that is gone or waits only to be buried. */
function isRunning(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && !/\) Z /.test(readFileSync(path, "utf8"));
}

const MODULES: readonly (readonly [string, string, object])[] = [
  [
    "returns a list",
    `export const plan = () => (${JSON.stringify(ALL_ON_ONE)});`,
    { value: 10_000, gap: 0.5 },
  ],
  [
    "default, a promise",
    `export default async () => ({ assignments: ${JSON.stringify(ALL_ON_ONE)} });`,
    { value: 10_000 },
  ],
  [
    "throws",
    "export const plan = () => { throw new Error('no luck'); };",
    { trouble: { kind: "crashed", reason: "no luck" } },
  ],
  ["hangs", "export const plan = () => { for (;;); };", { trouble: { kind: "late" } }],
  [
    "never answers",
    "export const plan = () => new Promise(() => {});",
    { trouble: { kind: "late" } },
  ],
  [
    "ends the process",
    "export const plan = () => process.exit(7);",
    { trouble: { kind: "crashed", reason: "exit code 7" } },
  ],
  ["no function", "export const other = 1;", { trouble: { kind: "crashed" } }],
  ["no module", "export const = 1;", { trouble: { kind: "crashed" } }],
  ["returns nothing", "export const plan = () => {};", { trouble: { kind: "garbage" } }],
  [
    "returns what JSON cannot say",
    "export const plan = () => [1n];",
    { trouble: { kind: "crashed" } },
  ],
  [
    "prints",
    `export const plan = () => { console.log("x".repeat(1e6)); return ${JSON.stringify(ALL_ON_ONE)}; };`,
    { value: 10_000 },
  ],
];

it.each(MODULES)("a module: %s", async (name, text, expected) => {
  const path = put(`${name.replaceAll(/\W/g, "-")}.mjs`, text);
  const contestant = moduleContestant("it", path);
  const run = await runOf(contestant, /hangs|never/.test(name) ? 400 : 20_000);
  expect(run).toMatchObject(expected);
});

test("a module that broke serves the next instance anew", async () => {
  const text = `let calls = 0;
    export const plan = () => { if (calls++ === 1) process.exit(1); return ${JSON.stringify(ALL_ON_ONE)}; };`;
  const contestant = moduleContestant("it", put("second.mjs", text));
  const ended: (string | undefined)[] = [];
  for (let call = 0; call < 4; call++) {
    const { runs } = await judgeSubject(subject, [contestant], LIMITS);
    ended.push(runs[0]!.trouble?.kind);
  }
  contestant.end?.();
  expect(ended).toEqual([undefined, "crashed", undefined, "crashed"]);
});

test("methods and plan files", async () => {
  expect(await runOf(methodContestant("auto"))).toMatchObject({ value: 5000, gap: 0 });
  expect(await runOf(methodContestant("packing"))).toMatchObject({ trouble: { kind: "declined" } });
  expect((await thrownBy(() => methodContestant("magic"))).message).toContain("magic");
  const empty = await plansContestant("it", folder.path);
  expect(await runOf(empty)).toMatchObject({ trouble: { kind: "missing" } });
  put("four.csv", CSV);
  expect(await runOf(empty)).toMatchObject({ value: 10_000, gap: 0.5 });
  put("four.json", "{");
  expect(await runOf(empty)).toMatchObject({ trouble: { kind: "garbage" } });
  expect((await thrownBy(() => plansContestant("it", json))).message).toContain("is no folder");
});

test("a program that takes more memory than it may is a row with the reason", async () => {
  const take = (mebibytes: number) =>
    `awk 'BEGIN { s = "x"; while (length(s) < ${mebibytes} * 1048576) s = s s }' && cat ${csv}`;
  const within = await runOf(commandContestant("small", take(1), { memory: 256 }));
  expect(within).toMatchObject({ value: 10_000 });
  const beyond = await runOf(commandContestant("large", take(512), { memory: 256 }));
  expect(beyond.trouble?.kind).toBe("crashed");
});
