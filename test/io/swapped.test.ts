import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { readPlan } from "../../src/io/plan-file.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();
const DOCUMENT = { mode: "batch", exclusive: true, resources: [{ id: "a" }], tasks: [] };
const YAML = "mode: batch\nexclusive: true\nresources: [{ id: a }]\ntasks: []\n";

test.each([
  ["night.json", JSON.stringify(DOCUMENT)],
  ["night.yaml", YAML],
])("an instance where a plan belongs is named: %s", async (name, text) => {
  const file = folder.put(name, text);
  const error = await thrownBy(() => readPlan(file, parseInstance(DOCUMENT)));
  expect(error.message).toContain("seems to be an instance of Berth, not a plan of Berth");
  expect(error.message).toContain("Maybe the files are swapped");
});
