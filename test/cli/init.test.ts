import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { answered, berth, spawned } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

test("an example is written with comments, solves, and is not written over", async () => {
  const file = `${folder.path}/example.yaml`;
  const { status, stdout } = await berth(["init", "--yes", "-o", file]);
  expect([status, stdout]).toEqual([0, `${file} is written. Now: berth solve ${file}\n`]);
  const text = readFileSync(file, "utf8");
  expect(text).toContain("# What every field means: berth explain field tasks.demand");
  const solved = await berth(["solve", file, "-q", "--work-limit", "100"]);
  expect(solved.status).toBe(0);
  const again = await berth(["init", "--yes", "-o", file]);
  expect(again.status).toBe(1);
  expect(again.stderr).toContain("is there already and stays as it is");
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("what is answered is what the file says, and an empty line takes the example", async () => {
  const write = async (name: string, input: string, run: typeof answered = answered) => {
    const file = `${folder.path}/${name}`;
    const { status, stderr } = await run(["init", "-o", file], input);
    return { status, stderr, document: () => load(readFileSync(file, "utf8")) as object };
  };
  const night = await write(
    "night.yaml",
    "n\nc\nbig 2 8 20.5\nsmall 3 4\n\ntrain 5 2 1h30m\nhalf 3 0.5 10m\n\n",
    async (args, input) => spawned(args, input),
  );
  expect(night.status).toBe(0);
  expect(night.document()).toMatchObject({
    ...{ mode: "batch", objectives: ["cost", "makespan"] },
    resources: [
      { id: "big", count: 2, devices: { gpu: 8 }, price: "20.5/h" },
      { id: "small", count: 3, devices: { gpu: 4 } },
    ],
    tasks: [
      { id: "train", count: 5, demand: { gpu: 2 }, runtime: "1h30m" },
      { id: "half", count: 3, demand: { gpu: 0.5 }, runtime: "10m" },
    ],
  });
  // Names that YAML would take for something else are names all the same.
  const odd = await write("odd.yaml", "p\n- 1 1\ntrue 1 1\n12 1 1\n\nnull 1 1\n");
  expect([odd.status, odd.stderr.includes("error")]).toEqual([0, false]);
  const named = parseInstance(odd.document());
  expect([...named.resources, ...named.tasks].map(({ id }) => id)).toEqual([
    "-",
    "true",
    "12",
    "null",
  ]);
  const placed = await write("placed.yaml", "placement\n\n\n");
  expect(placed.status).toBe(0);
  const instance = parseInstance(placed.document());
  expect([instance.mode, instance.tasks.length]).toEqual(["placement", 2]);
  // The end of what is answered is an answer, too.
  expect((await write("none.yaml", "")).status).toBe(0);
});

test("an answer that is none is told with its line, and nothing is written", async () => {
  for (const [input, fault] of [
    ["day\n", '"day" is none of night, placement'],
    ["\n\na b\n", '"a b": after the name comes how many'],
    ["\n\nname: 2 8 9/h\n", "then dollars an hour"],
    ["\n\n{x 1 1\n", "a name has letters"],
    ["\n\na 1 8\n\nt 2 1 forever\n", "then how long each runs"],
  ]) {
    const file = `${folder.path}/bad.yaml`;
    const { status, stderr } = await answered(["init", "-o", file], input);
    expect([status, stderr.includes(fault)], stderr).toEqual([1, true]);
    expect(() => readFileSync(file)).toThrow();
  }
});
