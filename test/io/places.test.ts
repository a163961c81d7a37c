import fc from "fast-check";
import { dump } from "js-yaml";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { placesOf } from "../../src/io/places.ts";
import { parseText } from "../../src/io/read-instance.ts";
import { InstanceError } from "../../src/util/errors.ts";

const YAML = `mode: batch
exclusive: true
resources:
  - id: "a"
    labels: { driver: 1.10, "b/c~d": 007 }
  - &b
    id: b
    capacity:
      cpu: 1e3
tasks: [{ id: t, runtime: 'soon' },
  *b]
`;

test.each([
  ["/mode", 1, 7, "batch"],
  ["/resources", 3, 1, undefined],
  ["/resources/0", 4, 5, undefined],
  ["/resources/0/id", 4, 9, undefined],
  ["/resources/0/labels/driver", 5, 23, "1.10"],
  ["/resources/0/labels/b~1c~0d", 5, 38, "007"],
  ["/resources/1/capacity", 8, 5, undefined],
  ["/resources/1/capacity/cpu", 9, 12, "1e3"],
  ["/tasks/0/runtime", 10, 27, undefined],
  ["/tasks/1/id", 7, 9, "b"],
])("%s of YAML stands in line %d, column %d", (path, line, column, written) => {
  const place = placesOf(YAML).find(path);
  expect(place).toEqual({ line, column, ...(written !== undefined && { written }) });
});

test("what the text does not have has no place", () => {
  const places = placesOf(YAML);
  for (const path of ["/none", "/mode/x", "/resources/7", "/resources/x", "/tasks/0/none/1"]) {
    expect(places.find(path), path).toBeUndefined();
  }
  expect(places.find("/resources/0/labels", "key")).toEqual({ line: 5, column: 5 });
  expect(places.find("/mode", "key")).toEqual({ line: 1, column: 1 });
});

test.each([
  ["{ memory: 65,5GiB }", "memory", 23, "decimal point"],
  ["{ memory: 65,5GiB }", "5GiB", 26, "decimal point"],
  ["{ cpu: 1,5 }", "cpu", 20, "decimal point"],
  ["{ cpu:4, gpu: 1 }", "cpu:4", 15, "Maybe write cpu: 4, with a colon and a space."],
  ["{ cpu=4 }", "cpu=4", 15, "Maybe write cpu: 4, with a colon and a space."],
  ["{ cpu: 1, gpu }", "gpu", 23, undefined],
  ["{ cpu: [1,5] }", "cpu/1", 23, undefined],
])("of %s the key %s is placed, with what its text shows", (map, key, column, slip) => {
  const place = placesOf(`capacity:\n  here:     ${map}\n`).find(`/capacity/here/${key}`);
  expect(place).toMatchObject({ line: 2, column });
  if (slip === undefined) expect(place?.slip).toBeUndefined();
  else expect(place?.slip).toContain(slip);
});

test("a key without a value stands at the key, and what is missing at the map that lacks it", () => {
  const text = "mode: batch\rresources:\r  - id: r\r    price:\rlimits: [{ name: a }]\rtasks: []\r";
  expect(placesOf(text).find("/resources/0/price")).toEqual({ line: 4, column: 5 });
  expect(issuesOf(text)).toContainEqual(
    expect.objectContaining({ path: "/limits/0/capacity", line: 5, column: 10 }),
  );
});

test("JSON has places too", () => {
  const text = '{\n  "a": [1.10, {"b\\u0021": "x"}],\r\n  "c": -0.0 }\n';
  const places = placesOf(text);
  expect(places.find("/a/0")).toEqual({ line: 2, column: 9, written: "1.10" });
  expect(places.find("/a/1/b!")).toEqual({ line: 2, column: 27 });
  expect(places.find("/c")).toEqual({ line: 3, column: 8, written: "-0.0" });
});

test("the place of every value is where it is written, in YAML and in JSON", () => {
  const key = fc.stringMatching(/^[a-z/~ "]{1,4}$/);
  const document = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.integer(),
      fc.stringMatching(/^[a-z]{1,6}$/),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  const flow = fc.constantFrom(-1, 0, 1, 2);
  fc.assert(
    fc.property(document, flow, fc.constantFrom(0, 2), (value, flowLevel, indent) => {
      for (const text of [dump(value, { flowLevel }), JSON.stringify(value, null, indent)]) {
        const places = placesOf(text);
        const lines = text.split("\n");
        visit(value, "", (found, path) => {
          if (typeof found === "object") return;
          const place = places.find(path);
          const rest = lines[(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1) ?? "";
          expect(rest.replace(/^["']/, ""), `${path} of ${text}`).toMatch(new RegExp(`^${found}`));
        });
      }
    }),
    { numRuns: 200 },
  );
});

function visit(value: unknown, path: string, take: (value: unknown, path: string) => void): void {
  if (path !== "") take(value, path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, inside] of Object.entries(value)) {
    visit(inside, `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, take);
  }
}

const ODD = ["1.10", "007", "1e3", "+4", ".5", "12.", "0x1F", "0o17", "12345678901234567", "1.0"];

test.each([
  { text: "mode: 3\nweight: 1.5\nid: 2026-11-24\ncpu: 8000\n", isOdd: false },
  { text: '{"a": 1, "b": [2, 30], "c": "1.10", "d": "007"}', isOdd: false },
  ...ODD.map((number) => ({ text: `a: {b: ${number}}\n`, isOdd: true })),
])("numbers that print otherwise are seen: $text", ({ text, isOdd }) => {
  expect(placesOf(text).hasOddNumbers()).toBe(isOdd);
});

function issuesOf(text: string, source = "x.yaml") {
  try {
    parseInstance(parseText(text, source), { places: placesOf(text) });
  } catch (error) {
    if (error instanceof InstanceError) return error.issues;
    throw error;
  }
  return [];
}

test("names are told as they are written, not as they are read", () => {
  const text = (value: string) =>
    `mode: batch\nexclusive: true\nresources: [{ id: a, labels: { v: "1.10" } }]\ntasks:\n  - id: t\n    runtime: 1h\n    ${value}\n`;
  for (const written of ["1.10", "007", "1e3", "0x10", "12345678901234567890"]) {
    for (const field of ["queue", "family"]) {
      expect(issuesOf(text(`${field}: ${written}`)), written).toMatchObject([
        { path: `/tasks/0/${field}`, line: 7, hint: `Maybe write it in quotes: "${written}".` },
      ]);
    }
    expect(issuesOf(text(`eligible: { v: ${written} }`)), written).toMatchObject([
      {
        path: "/tasks/0/eligible/v",
        line: 7,
        hint: `Maybe write it in quotes: "${written}".`,
      },
    ]);
  }
  expect(issuesOf(text('eligible: { v: "1.10" }'))).toEqual([]);
  expect(issuesOf(text("due: 1e3"))[0]?.hint).toContain('"1000s"');
});

test("a key that is read as another number is told as it is written", () => {
  const text =
    'mode: batch\nexclusive: true\nresources: [{ id: "007" }]\ntasks: [{ id: t, runtime: { 007: 1h } }]\n';
  expect(issuesOf(text)).toMatchObject([
    {
      path: "/tasks/0/runtime/7",
      message: 'no resource matches "7"',
      hint: 'Maybe write the key in quotes: "007".',
      line: 4,
    },
  ]);
});

test("a decimal comma in braces is named", () => {
  const text = (task: string) =>
    `mode: batch\nexclusive: true\nresources: [{ id: a }]\ntasks: [{ id: t, runtime: 1h, ${task} }]\n`;
  for (const task of ["weight: 0,5", "demand: { cpu: 0,5 }"]) {
    expect(issuesOf(text(task))[0]?.hint, task).toContain("decimal point");
  }
});

test("long lists keep the labels apart that only their texts tell apart", () => {
  const row = (i: number) => `  - { id: r${i}, labels: { v: ${i === 1200 ? "1.10" : "1.1"} } }`;
  const rows = Array.from({ length: 1500 }, (_, i) => row(i)).join("\n");
  const text = `mode: batch\nexclusive: true\nresources:\n${rows}\ntasks: []\n`;
  expect(issuesOf(text)).toMatchObject([{ path: "/resources/1200/labels/v", line: 1204 }]);
});

test("issues of stages stand where the stage says it, in lines of the file", () => {
  const text =
    "mode: batch\nexclusive: true\nresources: [{ id: a }]\ntasks:\n  - id: t\n    runtime: 1h\n    stages:\n      - id: x\n      - id: y\n        runtime: soon\n";
  expect(issuesOf(text)).toMatchObject([
    { path: "/tasks/0/stages/1/runtime", line: 10, column: 18 },
  ]);
});
