import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importDocument } from "../../../src/io/import-registry.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn, first } from "../../support/drawn.ts";
import { sharedData } from "../../support/shared-data.ts";

const TEXT = readFileSync("instances/foreign/project.sm", "utf8");

interface Document {
  readonly resources: readonly { readonly capacity: Readonly<Record<string, number>> }[];
  readonly tasks: readonly {
    readonly id: string;
    readonly demand: Readonly<Record<string, number>>;
    readonly runtime: string;
    readonly after?: readonly string[];
  }[];
}

function read(project: string, settings: Readonly<Record<string, string>> = {}) {
  const { document, notes } = importDocument("psplib", { project }, settings);
  parseInstance(document);
  return { document: document as Document, notes };
}

test("a project is one resource with a dimension for each of its own, by hand", () => {
  expect(read(TEXT)).toEqual({
    document: {
      mode: "batch",
      objectives: ["makespan"],
      resources: [{ id: "project", capacity: { R1: 3, R2: 2 } }],
      tasks: [
        { id: "j2", demand: { R1: 2 }, runtime: "3m" },
        { id: "j3", demand: { R1: 1, R2: 1 }, runtime: "4m" },
        { id: "j4", demand: { R1: 1, R2: 2 }, runtime: "2m", after: ["j2"] },
        { id: "j5", demand: { R1: 2, R2: 1 }, runtime: "5m", after: ["j3"] },
      ],
    },
    notes: ["Left out: 2 of 6 jobs, which only mark beginning and end."],
  });
  expect(read(TEXT.replaceAll("\n", "\r\n"), { unit: "s" }).document.tasks[0].runtime).toBe("3s");
});

interface Drawn {
  readonly capacities: readonly number[];
  /** Duration, requests, numbers of later jobs. */
  readonly jobs: readonly (readonly [number, readonly number[], readonly number[]])[];
}

function draw(seed: number): Drawn {
  const random = makeRandom(seed, 8);
  const below = (n: number) => random.int(0, n - 1);
  const capacities = Array.from({ length: below(4) }, () => below(4));
  const count = 1 + below(7);
  const jobs = Array.from({ length: count }, (_, i) => {
    const requests = capacities.map((capacity) => below(capacity + 1));
    const later = Array.from({ length: count - i - 1 }, (_, k) => i + k + 2);
    return [below(3), requests, later.filter(() => below(3) === 0)] as const;
  });
  return { capacities, jobs };
}

function textOf({ capacities, jobs }: Drawn): string {
  const names = capacities.map((_, r) => `R ${r + 1}`).join("  ");
  return [
    `jobs (incl. supersource/sink ):  ${jobs.length}`,
    `  - renewable                 :  ${capacities.length}   R`,
    "PRECEDENCE RELATIONS:",
    "jobnr.    #modes  #successors   successors",
    ...jobs.map(([, , next], i) => `  ${i + 1}  1  ${next.length}   ${next.join("  ")}`),
    "*****",
    "REQUESTS/DURATIONS:",
    `jobnr. mode duration  ${names}`,
    "------",
    ...jobs.map(([duration, requests], i) => ` ${i + 1} 1 ${duration} ${requests.join(" ")}`),
    "*****",
    "RESOURCEAVAILABILITIES:",
    `  ${names}`,
    `  ${capacities.join(" ")}`,
    "*****",
  ].join("\n");
}

test("what a project says is what the document says", () => {
  for (let seed = first; seed < first + drawn(300); seed++) checkProject(seed);
});

function checkProject(seed: number): void {
  const project = draw(seed);
  const { document, notes } = read(textOf(project));
  const { tasks } = document;
  const numbers = new Set(tasks.map(({ id }) => Number(id.slice(1))));
  for (const [i, [duration, requests, next]] of project.jobs.entries()) {
    const task = tasks.find(({ id }) => id === `j${i + 1}`);
    const isFirst = project.jobs.every(([, , others]) => !others.includes(i + 1));
    const isEnd = isFirst || next.length === 0;
    const isDummy = duration === 0 && requests.every((amount) => amount === 0);
    expect(task === undefined).toBe(isDummy && isEnd);
    if (task === undefined) continue;
    expect(task.runtime).toBe(`${duration}m`);
    expect(requests.map((_, r) => task.demand[`R${r + 1}`] ?? 0)).toEqual(requests);
    for (const other of next) {
      const follows = tasks.find(({ id }) => id === `j${other}`)?.after ?? [];
      expect(follows.includes(`j${i + 1}`)).toBe(numbers.has(other));
    }
  }
  const links = project.jobs.flatMap(([, , next], i) => next.map((other) => [i + 1, other]));
  const kept = links.filter((link) => link.every((number) => numbers.has(number)));
  expect(tasks.flatMap(({ after = [] }) => after)).toHaveLength(kept.length);
  expect(Object.values(document.resources[0].capacity)).toEqual(project.capacities);
  expect(notes.length === 0).toBe(tasks.length === project.jobs.length);
}

test.each([
  ["another format", "3 2\n1 2\n", /no line begins with "jobs \(incl.*[\s\S]*Maybe/],
  ["a word", TEXT.replace("3      1     4", "3      1     x"), /line 26: expected an integer/],
  ["a job that is not there", TEXT.replace("5\n   4 ", "9\n   4 "), /line 16: .*job 3, got 9/],
  ["itself", TEXT.replace("1           4\n", "1           2\n"), /line 15: .*after job 2, got 2/],
  ["successors that are missing", TEXT.replace("2   3\n", "2\n"), /line 14: .*got 4 numbers/],
  ["no job", TEXT.replace(/^ {2}4 .*2$\n/m, ""), /line 27: expected job 4, got 5/],
  ["no last job", TEXT.replace(/^ {2}6 .*0$\n/m, ""), /expected 6 jobs .*after 5/],
  ["a capacity too few", TEXT.replace("    3    2\n", "    3\n"), /line 33: .*2 resources/],
  ["what is used up", TEXT.replace(":  0   N", ":  1   N"), /line 9: .*nonrenewable/],
  ["modes", TEXT.replace("3        1          1", "3        2          1"), /job 3 has several/],
  [
    "modes of durations",
    TEXT.replace("1     4       1    1\n", "$&         2     3       2    2\n"),
    /line 27: job 3 has several modes[\s\S]*Maybe/,
  ],
])("%s is told with its place", (_, text, says) => {
  expect(text).not.toBe(TEXT);
  expect(() => read(text)).toThrow(InstanceError);
  expect(() => read(text)).toThrow(says);
});

test("a unit that there is not", () => {
  expect(() => read(TEXT, { unit: "weeks" })).toThrow(/--unit: expected ms, s, m, h or d, got/);
});

test("published projects are read", (context) => {
  const folder = sharedData("scheduling", "rcpsp");
  if (folder === undefined) return context.skip("no published data");
  const names = readdirSync(folder);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const { document } = read(readFileSync(join(folder, name), "utf8"));
    const [, size] = /^j(30|60|120)/.exec(name) as unknown as [string, string];
    expect([name, document.tasks.length]).toEqual([name, Number(size)]);
    expect(Object.keys(document.resources[0].capacity)).toHaveLength(4);
  }
});
