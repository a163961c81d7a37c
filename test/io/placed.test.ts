import { expect, test } from "vitest";
import { readUnits } from "../../src/batch/units.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { readNamedPlan } from "../../src/io/named-plan.ts";
import { readPlan } from "../../src/io/plan-file.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();
const instance = parseInstance({
  mode: "placement",
  resources: [{ id: "a", capacity: { cpu: 4 } }],
  tasks: [{ id: "t", count: 2, demand: { cpu: 1 } }],
});

const plan = (name: string, list: string) =>
  folder.put(name, `{"berth_plan": 1,\n "assignments": [\n${list}\n]}\n`);

test("faults of meaning in a plan stand at their line and column", async () => {
  const path = plan(
    "plan.json",
    `  {"task": "t#1", "resource": "b"},\n  {"task": "t#2", "resource": "a", "at": 1}`,
  );
  const { message } = await thrownBy(() => readPlan(path, instance));
  expect(message.split("\n")).toEqual([
    '/assignments/0/resource (line 3, column 31): expected the id of a resource, got "b".',
    "/assignments/1/at (line 4, column 36): unknown key.",
  ]);
  const named = plan("named.json", `\n  {"task": 1, "resource": "a"}`);
  expect((await thrownBy(() => readNamedPlan(named))).message).toBe(
    "/assignments/0 (line 4, column 3): expected an assignment of names.",
  );
});

test("faults of a manifest stand at their line and column", async () => {
  const path = folder.put("manifest.yaml", "- a.yaml\n- { instance: b.yaml, method: magic }\n");
  const { message } = await thrownBy(() => readUnits(path, `${folder.path}/out`, {}));
  expect(message).toMatch(/^\/1\/method \(line 2, column 31\): expected a method/);
});

test("what is wrong with a whole document names its file, once", async () => {
  const list = folder.put("list.json", "[1]");
  for (const read of [
    () => readInstance(list),
    () => readPlan(list, instance),
    () => readNamedPlan(list),
  ]) {
    const { message } = await thrownBy(read);
    expect(message.indexOf(list)).toBe(0);
    expect(message.lastIndexOf(list)).toBe(0);
  }
  const broken = folder.put("broken.json", '{"berth_plan": 1,');
  const { message } = await thrownBy(() => readPlan(broken, instance));
  expect(message.indexOf(`${broken}, line 1`)).toBe(0);
  expect(message.lastIndexOf(broken)).toBe(0);
});
