import { join } from "node:path";
import { expect, test } from "vitest";
import { readInstance } from "../../src/io/read-instance.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();

const JSON_TEXT = `{"mode": "batch", "exclusive": true, "resources": [{"id": "a", "count": 2}],
 "tasks": [{"id": "t", "count": 2, "runtime": "1h"}]}`;
const GAP = "1 2\n 3 4\n 5 6\n 11\n";

/** Every kind of bad file: name, content, class of the error, what its message says. */
const BAD: readonly (readonly [string, string, string | Uint8Array, string, RegExp])[] = [
  ["empty", "e.yaml", "", "InstanceError", /e\.yaml is empty/],
  ["blank", "b.json", " \n\t\n", "InstanceError", /is empty/],
  ["gzip", "z.yaml", Uint8Array.of(0x1f, 0x8b, 8, 0), "UsageError", /gzip/],
  ["UTF-16", "u.yaml", Uint8Array.of(0xff, 0xfe, 97, 0), "UsageError", /UTF-16/],
  [
    "a NUL",
    "n.yaml",
    new TextEncoder().encode("mode: batch\nname: a\0b"),
    "UsageError",
    /has a NUL character in line 2/,
  ],
  [
    "UTF-16 without a mark",
    "w.yaml",
    Uint8Array.of(97, 0, 58, 0, 32, 0, 49, 0),
    "UsageError",
    /UTF-16 text[\s\S]*Maybe save it as UTF-8/,
  ],
  [
    "a spreadsheet",
    "t.xlsx",
    Uint8Array.of(80, 75, 3, 4),
    "UsageError",
    /spreadsheet[\s\S]*as CSV/,
  ],
  [
    "a tab in YAML",
    "tab.yaml",
    "a:\n\tb: 1\n",
    "InstanceError",
    /line 2, column 1: tab[\s\S]*Maybe write spaces/,
  ],
  [
    "a comment in JSON",
    "c.json",
    '{\n  // x\n  "a": 1 }',
    "InstanceError",
    /line 2, column 3: .*Maybe leave the comment out/,
  ],
  [
    "a comma too many",
    "k.json",
    '{"a": [1, 2,]}',
    "InstanceError",
    /column 13: .*Maybe leave out the comma/,
  ],
  [
    "a comma behind the last key",
    "l2.json",
    '{"a": 1,\n}',
    "InstanceError",
    /line 2, column 1: .*Maybe leave out the comma/,
  ],
  ["single quotes in JSON", "q.json", "{'a': 1}", "InstanceError", /Maybe write double quotes/],
  ["words of Python in JSON", "py.json", '{"a": True}', "InstanceError", /Maybe write true\./],
  [
    "a key without quotes in JSON",
    "uq.json",
    "{a: 1}",
    "InstanceError",
    /Maybe write the key in quotes/,
  ],
  ["not UTF-8", "l.yaml", Uint8Array.of(97, 58, 32, 0xe9, 10), "UsageError", /not UTF-8 text/],
  [
    "truncated JSON",
    "t.json",
    JSON_TEXT.slice(0, 85),
    "InstanceError",
    /line 2, column 9: expected .*the end of the file/,
  ],
  [
    "JSON with a slip",
    "s.json",
    '{"a": 1,\n "b": [1 2]}',
    "InstanceError",
    /line 2, column 10: expected "," or "\]", got "2"/,
  ],
  [
    "JSON with a trailing comma",
    "c.json",
    '{"a": 1,}',
    "InstanceError",
    /line 1, column 9: expected a key in quotes/,
  ],
  [
    "JSON with trailing data",
    "d.json",
    '{"a": 1} x',
    "InstanceError",
    /column 10: expected the end/,
  ],
  [
    "JSON with NaN",
    "f.json",
    '{"a": NaN}',
    "InstanceError",
    /column 7: expected a value, got "NaN"/,
  ],
  [
    "JSON with a key twice",
    "k.json",
    '{"a": 1,\n"a": 2}',
    "InstanceError",
    /line 2, column 1: the key "a" is there twice/,
  ],
  [
    "a key twice, spelt unlike",
    "k2.json",
    '{"a": 1, "\\u0061": 2}',
    "InstanceError",
    /"a" is there twice/,
  ],
  ["JSON without end", "q.json", '{"a": "b\n"}', "InstanceError", /line 1, column 9: a line break/],
  ["deep JSON", "deep.json", "[".repeat(500_000), "InstanceError", /nested more than 100/],
  ["deep YAML", "deep.yaml", "[".repeat(500_000), "InstanceError", /nest/i],
  [
    "YAML with an open bracket",
    "y.yaml",
    "a: [1, {c: 2}\nb: 3\n",
    "InstanceError",
    /y\.yaml, line 2, column 1: .*Maybe close the \[ of line 1, column 4\./,
  ],
  [
    "YAML with an open brace behind a comment and a bracket in a text",
    "y2.yaml",
    "x: 1 # [\nn: it's a[0\nt:\n  - { id: a, d: { c: 1 }\nb: 3\n",
    "InstanceError",
    /line 5, column 1: .*Maybe close the \{ of line 4, column 5\./,
  ],
  [
    "YAML with an open quote",
    "y3.yaml",
    'a:\n  - { id: "h\\"1, c: 2 }\nb: "4"\n',
    "InstanceError",
    /Maybe close the " of line 2, column 11\./,
  ],
  ["YAML with a tab", "tab.yaml", "a:\n\tb: 1\n", "InstanceError", /line 2/],
  [
    "YAML with a key twice",
    "dup.yaml",
    "a: 1\nb: 2\na: 3\n",
    "InstanceError",
    /line 3, column 1: duplicated mapping key/,
  ],
  ["truncated YAML", "cut.yaml", 'tasks: [{ id: "t', "InstanceError", /line 1/],
  ["two YAML documents", "two.yaml", "a: 1\n---\nb: 2\n", "InstanceError", /single document/],
  ["a YAML type", "tag.yaml", "a: !!js/function x\n", "InstanceError", /line 1, column 4: unknown/],
  ["an unknown alias", "alias.yaml", "a: *b\n", "InstanceError", /line 1/],
  ["an alias of itself", "cycle.yaml", "a: &a [*a]\n", "InstanceError", /holds it/],
  ["aliases that explode", "laughs.yaml", laughs(), "InstanceError", /too many values/],
  [
    "GAP, too short",
    "short",
    "2 2\n1 2 3 4\n1 2 3 4\n5",
    "InstanceError",
    /line 4: .*need 12 numbers.*ends after 11/,
  ],
  ["GAP, too long", "long", `${GAP}7\n`, "InstanceError", /line 5: .*more follow \(8 in all\)/],
  [
    "GAP, negative",
    "minus",
    "1 2\n3 4\n5 -6\n11",
    "InstanceError",
    /line 3: a number may not be negative, got "-6"/,
  ],
  [
    "GAP, junk",
    "junk",
    "1 2\n3 4\n5 6x\n11",
    "InstanceError",
    /line 3: expected an integer, got "6x"/,
  ],
  [
    "GAP, a fraction",
    "half",
    "1 2\n3 4\n5 6.5\n11",
    "InstanceError",
    /line 3: expected an integer, got "6.5"/,
  ],
  [
    "GAP, huge",
    "huge",
    "1 2\n3 4\n5 99999999999999999999\n11",
    "InstanceError",
    /line 3: .* too large/,
  ],
  ["GAP, no resource", "none", "0 2\n", "InstanceError", /line 1: expected at least one resource/],
  ["GAP, one number", "one", "5\n", "InstanceError", /line 1: .*got one number/],
  ["GAP, sizes only", "sizes", "1000000 1000000\n", "InstanceError", /ends after 2/],
  [
    "GAP, a collection",
    "many",
    "2\n1 1 5 6 7\n1 1 5 6 7\n",
    "InstanceError",
    /Maybe this is a collection/,
  ],
  ["no map", "list.yaml", "- 1\n- 2\n", "InstanceError", /./],
  ["a word", "word.yaml", "hello\n", "InstanceError", /./],
];

test.each(BAD)("a bad file is one clear error: %s", async (_what, name, content, type, message) => {
  const file = folder.put(name, content);
  const error = await thrownBy(() => readInstance(file));
  expect(error.name).toBe(type);
  expect(error.message).toMatch(message);
});

test("what is no file is one clear error", async () => {
  const missing = await thrownBy(() => readInstance(join(folder.path, "missing.yaml")));
  expect([missing.name, missing.message]).toEqual([
    "UsageError",
    expect.stringMatching(/does not exist\.$/),
  ]);
  const nowhere = await thrownBy(() => readInstance(join(folder.put("f", "x"), "in-a-file")));
  expect(nowhere.message).toMatch(/a part of its path is a file/);
  const directory = await thrownBy(() => readInstance(folder.path));
  expect([directory.name, directory.message]).toEqual([
    "UsageError",
    expect.stringMatching(/is a folder/),
  ]);
  expect((await thrownBy(() => readInstance("a\0b"))).name).toBe("UsageError");
  expect((await thrownBy(() => readInstance("x".repeat(5000)))).message).toMatch(/too long/);
});

function laughs(): string {
  const lines = ['a0: &a0 ["x", "x", "x", "x", "x", "x", "x", "x", "x", "x"]'];
  for (let k = 1; k < 10; k++) {
    lines.push(`a${k}: &a${k} [${Array.from({ length: 10 }, () => `*a${k - 1}`).join(", ")}]`);
  }
  return `${lines.join("\n")}\n`;
}
