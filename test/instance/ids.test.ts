import { expect, test } from "vitest";
import {
  findResourceCopy,
  findTaskCopy,
  resourceCopyId,
  taskCopyId,
} from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { makeRandom } from "../../src/util/random.ts";
import { randomDocument } from "../support/random-document.ts";

test("finding an id undoes making it, and ids are unique", () => {
  for (let seed = 0; seed < 200; seed++) {
    const features = ["counts"] as const;
    const instance = parseInstance(randomDocument(makeRandom(seed), { features, maxTasks: 6 }));
    const tasks = Array.from(instance.taskOfCopy, (_, copy) => taskCopyId(instance, copy));
    const resources = Array.from(instance.resourceOfCopy, (_, c) => resourceCopyId(instance, c));
    expect(tasks.map((id) => findTaskCopy(instance, id))).toEqual([...tasks.keys()]);
    expect(resources.map((id) => findResourceCopy(instance, id))).toEqual([...resources.keys()]);
    expect(new Set(tasks).size).toBe(tasks.length);
  }
});

test("what is no id of a copy is not found", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r" }],
    tasks: [{ id: "one" }, { id: "three", count: 3 }],
  });
  expect(findTaskCopy(instance, "three#3")).toBe(3);
  for (const id of [
    "",
    "#1",
    "two",
    "one#1",
    "three",
    "three#0",
    "three#4",
    "three#01",
    "three#1#2",
  ]) {
    expect(findTaskCopy(instance, id), id).toBeUndefined();
  }
  expect(findResourceCopy(instance, "one")).toBeUndefined();
  expect(findResourceCopy(instance, "__proto__")).toBeUndefined();
});
