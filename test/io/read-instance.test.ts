import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { MAX_DEPTH } from "../../src/io/json-text.ts";
import { readDocument, readInstance } from "../../src/io/read-instance.ts";
import { readText } from "../../src/io/read-text.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();

const YAML = `# two tasks
mode: batch
exclusive: true
resources: [{ id: a, count: 2 }]
tasks:
  - { id: t, count: 2, runtime: 1h }
`;
const JSON_TEXT = `{"mode": "batch", "exclusive": true, "resources": [{"id": "a", "count": 2}],
 "tasks": [{"id": "t", "count": 2, "runtime": "1h"}]}`;
const GAP = "1 2\n 3 4\n 5 6\n 11\n";

test("a text that is too long stops at the limit", async () => {
  const file = folder.put("big.yaml", "x".repeat(3 * 1024 * 1024));
  expect((await thrownBy(() => readText(file, 1024 * 1024))).message).toMatch(/longer than 1 MiB/);
  expect((await readText(file, 3 * 1024 * 1024)).text.length).toBe(3 * 1024 * 1024);
  // An endless source.
  expect((await thrownBy(() => readText("/dev/zero", 1024 * 1024))).name).toBe("UsageError");
});

test("the same document in YAML, JSON and without an ending is the same instance", async () => {
  const documents = await Promise.all(
    [
      folder.put("same.yaml", YAML),
      folder.put("same.json", JSON_TEXT),
      folder.put("same", JSON_TEXT),
      folder.put("same.yml", JSON_TEXT),
      folder.put("bom.yaml", `\uFEFF${YAML}`),
      folder.put("bom.json", `\uFEFF${JSON_TEXT}`),
      folder.put("crlf.yaml", YAML.replaceAll("\n", "\r\n")),
    ].map(readDocument),
  );
  for (const document of documents) expect(document).toEqual(documents[0]);
  const instance = await readInstance(join(folder.path, "same.yaml"));
  expect(instance.name).toBe("same");
  expect(instance.taskOfCopy.length).toBe(2);
});

test("YAML flow style in braces is read, aliases too", async () => {
  const file = folder.put(
    "flow.yaml",
    "{mode: batch, exclusive: true, resources: [&r {id: a}], tasks: [], x: *r}\n",
  );
  expect(await readDocument(file)).toEqual({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "a" }],
    tasks: [],
    x: { id: "a" },
  });
});

test("GAP text is known by its content, whatever its name", async () => {
  for (const name of ["c05100", "gap.txt", "gap.yaml"]) {
    const instance = await readInstance(folder.put(name, GAP));
    expect([instance.tasks.length, instance.resources.length, instance.mode]).toEqual([
      2,
      1,
      "placement",
    ]);
  }
});

test("the deepest allowed nesting is read", async () => {
  const text = "[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH);
  await expect(readDocument(folder.put("d100.json", text))).resolves.toBeInstanceOf(Array);
});

test("- is standard input", async () => {
  const real = Object.getOwnPropertyDescriptor(process, "stdin") as PropertyDescriptor;
  const stdin = Readable.from([Buffer.from(YAML.slice(0, 20)), Buffer.from(YAML.slice(20))]);
  Object.defineProperty(process, "stdin", { ...real, get: () => stdin });
  try {
    const instance = await readInstance("-");
    expect([instance.name, instance.tasks.length]).toEqual(["stdin", 1]);
  } finally {
    Object.defineProperty(process, "stdin", real);
  }
});
