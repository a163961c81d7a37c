import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importDocument } from "../../../src/io/import-registry.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn, first } from "../../support/drawn.ts";
import { sharedData } from "../../support/shared-data.ts";

const TEXT = readFileSync("instances/foreign/shop.fjs", "utf8");

interface Document {
  readonly exclusive: boolean;
  readonly resources: readonly { readonly id: string }[];
  readonly tasks: readonly {
    readonly id: string;
    readonly runtime: Readonly<Record<string, string>>;
    readonly after?: readonly string[];
  }[];
}

function read(shop: string, settings: Readonly<Record<string, string>> = {}): Document {
  const { document } = importDocument("fjs", { shop }, settings);
  parseInstance(document);
  return document as Document;
}

test("machines are resources that run one task at a time, by hand", () => {
  expect(read(TEXT)).toEqual({
    mode: "batch",
    objectives: ["makespan"],
    exclusive: true,
    resources: [{ id: "m1" }, { id: "m2" }],
    tasks: [
      { id: "j1-1", runtime: { m1: "5m", m2: "3m" } },
      { id: "j1-2", runtime: { m1: "4m" }, after: ["j1-1"] },
      { id: "j2-1", runtime: { m2: "6m" } },
      { id: "j2-2", runtime: { m1: "2m", m2: "4m" }, after: ["j2-1"] },
      { id: "j3-1", runtime: { m1: "7m", m2: "9m" } },
    ],
  });
  expect(read("# a comment\n1 1\n1 1 1 5\n", { unit: "ms" }).tasks[0].runtime).toEqual({
    m1: "5ms",
  });
});

test("what a shop says is what the document says", () => {
  for (let seed = first; seed < first + drawn(300); seed++) checkShop(seed);
});

function checkShop(seed: number): void {
  const random = makeRandom(seed, 8);
  const below = (n: number) => random.int(0, n - 1);
  const machines = 1 + below(4);
  const from = below(2);
  const shop = Array.from({ length: 1 + below(4) }, () =>
    Array.from({ length: below(4) }, () => {
      const those = Array.from({ length: machines }, (_, m) => [m, below(9)] as const);
      const kept = those.filter(([m]) => m === 0 || below(2) === 0);
      return below(2) === 0 ? kept : [...kept].reverse();
    }),
  );
  const rows = shop.map((job) => {
    const numbers = job.map((choices) => [
      choices.length,
      ...choices.flatMap(([m, time]) => [m + from, time]),
    ]);
    return [job.length, ...numbers.flat()].join(below(2) === 0 ? " " : " \t");
  });
  const average = below(2) === 0 ? "" : " 1.5";
  const { tasks, resources } = read(`${shop.length} ${machines}${average}\n${rows.join("\n")}\n`);
  const hasAny = shop.some((job) => job.length > 0);
  // Machine 0 is what tells that they count from 0.
  const base = hasAny ? from : 1;
  expect(resources.map(({ id }) => id)).toEqual(
    Array.from({ length: machines }, (_, m) => `m${m + base}`),
  );
  const wanted = shop.flatMap((job, j) =>
    job.map((choices, k) => ({
      id: `j${j + 1}-${k + 1}`,
      runtime: Object.fromEntries(choices.map(([m, time]) => [`m${m + base}`, `${time}m`])),
      ...(k > 0 && { after: [`j${j + 1}-${k}`] }),
    })),
  );
  expect(tasks).toEqual(wanted);
}

test.each([
  ["an empty file", "\n", /the file has no line/],
  ["one size", "3\n", /line 1: expected how many jobs and machines/],
  ["no machine", "0 0\n", /line 1: expected at least one machine/],
  ["a word", "1 1\n1 1 a 5\n", /line 2: expected an integer, got "a"/],
  ["a job too many", `${TEXT}1 1 1 1\n`, /line 5: expected 3 jobs/],
  ["a job too few", "3 1\n1 1 1 5\n", /line 2: expected 3 lines of jobs, .*after 1/],
  ["a cut line", "1 2\n2 2 1 5 2 3 1 1\n", /line 2: operation 2 of job 1: the line ends/],
  ["more numbers", "1 2\n1 1 1 5 2 3\n", /line 2: job 1 has 1 operations, but 2 numbers follow/],
  ["no choice", "1 2\n1 0\n", /operation 1 of job 1: expected at least one machine/],
  ["a machine too many", "1 2\n1 1 3 5\n", /operation 1 of job 1: .*up to 2, got 3/],
  ["machines twice", "1 2\n1 2 1 5 1 6\n", /machine 1 is there twice/],
  ["machines from 0 and from 1", "2 2\n1 1 0 5\n1 1 2 5\n", /line 3: machine 2 is one too many/],
])("%s is told with its place", (_, text, says) => {
  expect(() => read(text)).toThrow(InstanceError);
  expect(() => read(text)).toThrow(says);
});

test("published shops are read", (context) => {
  const folder = sharedData("scheduling", "flexible-jobshop");
  if (folder === undefined) return context.skip("no published data");
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), "utf8");
    const [jobs, machines] = text.trim().split(/\s+/).map(Number);
    const { tasks, resources } = read(text);
    expect(resources).toHaveLength(machines);
    expect(tasks.filter(({ after }) => after === undefined)).toHaveLength(jobs);
  }
});
