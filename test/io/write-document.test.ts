import { execFileSync } from "node:child_process";
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkOutput } from "../../src/io/output.ts";
import { parseText } from "../../src/io/read-instance.ts";
import { writeAtomically } from "../../src/io/write-atomic.ts";
import { DOCUMENT_ENDINGS, documentText, writeDocument } from "../../src/io/write-document.ts";
import { drawn } from "../support/drawn.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();

const TRICKY = [
  "true",
  "Null",
  "~",
  "",
  " ",
  "1e5",
  "0x1f",
  "1h",
  "2h30m",
  "1.5GiB",
  "27.45/h",
  "-1",
  ".5",
  "a: b",
  "#x",
  "- x",
  "yes",
  "=",
  "a#1",
  "12",
  "1_000",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\u007f",
  "\u0000",
  "é",
  "*",
  "&a",
  "!x",
  "%",
  "@",
  "0o17",
  ".inf",
  "a,b",
  "[x]",
  "null",
  "2024-01-01",
  "\ud800",
];

test("what is written is read back the same, as YAML and as JSON", () => {
  const text = fc.oneof(
    fc.constantFrom(...TRICKY),
    fc.string({ unit: "grapheme", maxLength: 8 }),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  const leaf = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 2 }, leaf, fc.array(tie("value"), { maxLength: 4 }), tie("map")),
    map: fc.dictionary(text, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  }));
  const document = fc.dictionary(
    text,
    fc.oneof(
      value,
      fc.array(fc.dictionary(text, value, { maxKeys: 3, noNullPrototype: true }), { maxLength: 3 }),
    ),
    { maxKeys: 4, noNullPrototype: true },
  );
  fc.assert(
    fc.property(document, (written) => {
      // JSON has no negative zero; it is none of ours either.
      const plain = JSON.parse(JSON.stringify(written)) as object;
      for (const format of ["yaml", "json"] as const) {
        expect(parseText([...documentText(plain, format)].join(""), `x.${format}`)).toEqual(plain);
      }
    }),
    { numRuns: drawn(150) },
  );
});

test("one line for each resource and task, plain words and amounts without quotes", () => {
  const document = {
    name: "x 1",
    objectives: ["cost", { makespan: "2%" }],
    resources: [{ id: "a", price: "1.5/h", capacity: { memory: "80GiB" } }],
    tasks: [{ id: "t1", runtime: ["57ms", null], count: 2 }, {}],
    budget: undefined,
  };
  expect([...documentText(document, "yaml")].join("")).toBe(
    `name: "x 1"
objectives: [cost, { makespan: "2%" }]
resources:
  - { id: a, price: 1.5/h, capacity: { memory: 80GiB } }
tasks:
  - { id: t1, runtime: [57ms, null], count: 2 }
  - {}
`,
  );
  expect([...documentText(document, "json")].join("")).toBe(
    `{
"name": "x 1",
"objectives": ["cost",{"makespan":"2%"}],
"resources": [
  {"id":"a","price":"1.5/h","capacity":{"memory":"80GiB"}}
],
"tasks": [
  {"id":"t1","runtime":["57ms",null],"count":2},
  {}
]
}
`,
  );
  expect([...documentText({}, "yaml")].join("")).toBe("{}\n");
});

test("the ending decides the format; others are refused before any work", async () => {
  const document = { a: 1 };
  await writeDocument(document, join(folder.path, "a.yaml"));
  await writeDocument(document, join(folder.path, "a.YML"));
  await writeDocument(document, join(folder.path, "a.json"));
  expect(readFileSync(join(folder.path, "a.yaml"), "utf8")).toBe("a: 1\n");
  expect(readFileSync(join(folder.path, "a.YML"), "utf8")).toBe("a: 1\n");
  expect(JSON.parse(readFileSync(join(folder.path, "a.json"), "utf8"))).toEqual(document);
  const rule = { endings: DOCUMENT_ENDINGS, inputs: [] };
  await checkOutput(join(folder.path, "a.yml"), rule);
  const error = await thrownBy(() => checkOutput(join(folder.path, "a.txt"), rule));
  expect([error.name, error.message]).toEqual([
    "UsageError",
    expect.stringMatching(/\.yaml, \.yml or \.json/),
  ]);
});

test("a stream gets YAML, at its own pace", async () => {
  const stream = new PassThrough({ highWaterMark: 10 });
  const tasks = Array.from({ length: 2000 }, (_, t) => ({ id: `t${t}`.padEnd(400, "x") }));
  const received: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => received.push(chunk));
  await writeDocument({ tasks }, stream);
  stream.end();
  await new Promise((resolve) => stream.on("end", resolve));
  expect(parseText(Buffer.concat(received).toString(), "x")).toEqual({ tasks });
});

test("a stream that breaks ends the writing", async () => {
  const stream = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => done(new Error("gone")),
  });
  expect((await thrownBy(() => writeDocument({ a: 1 }, stream))).message).toBe("gone");
});

test("a failure half way leaves the old file and nothing beside it", async () => {
  const inside = join(folder.path, "inside");
  mkdirSync(inside);
  const file = join(inside, "plan.json");
  writeFileSync(file, "old");
  function* broken(): Generator<string> {
    yield "x".repeat(1_000_000);
    throw new Error("stopped");
  }
  expect((await thrownBy(() => writeAtomically(file, broken()))).message).toBe("stopped");
  expect(readFileSync(file, "utf8")).toBe("old");
  expect(readdirSync(inside)).toEqual(["plan.json"]);
  await writeAtomically(file, ["n", "", "ew"]);
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(readdirSync(inside)).toEqual(["plan.json"]);
});

test("the old file stays whole until the new one is complete", async () => {
  const file = folder.put("whole.json", "old");
  function* watching(): Generator<string> {
    for (let k = 0; k < 5; k++) {
      yield "y".repeat(300_000);
      expect(readFileSync(file, "utf8")).toBe("old");
    }
  }
  await writeAtomically(file, watching());
  expect(statSync(file).size).toBe(1_500_000);
});

test("links are followed and modes kept", async () => {
  const real = folder.put("real.json", "old");
  const link = join(folder.path, "link.json");
  symlinkSync(real, link);
  const mode = statSync(real).mode;
  await writeAtomically(link, ["new"]);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, "utf8")).toBe("new");
  expect(statSync(real).mode).toBe(mode);
});

// Not tried on a device: a fault here, met as root, would replace that of the whole machine.
test("a pipe is written to, not replaced", async () => {
  const pipe = join(folder.path, "pipe.json");
  execFileSync("mkfifo", [pipe]);
  // Open for both, so that neither end waits for the other.
  const ends = openSync(pipe, "r+");
  try {
    await writeAtomically(pipe, ["a", "b"]);
    expect(statSync(pipe).isFIFO()).toBe(true);
    const received = Buffer.alloc(2);
    readSync(ends, received);
    expect(received.toString()).toBe("ab");
  } finally {
    closeSync(ends);
  }
});

test("what cannot be written is one clear error", async () => {
  const missing = await thrownBy(() => writeAtomically(join(folder.path, "no", "x.json"), ["x"]));
  expect([missing.name, missing.message]).toEqual([
    "UsageError",
    expect.stringMatching(/there is no folder .*no\.\nMaybe make it first/),
  ]);
  const directory = await thrownBy(() => writeAtomically(folder.path, ["x"]));
  expect([directory.name, directory.message]).toEqual([
    "UsageError",
    expect.stringMatching(/is a folder/),
  ]);
});
