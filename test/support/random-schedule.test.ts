import { expect, test } from "vitest";
import { OBJECTIVE_NAMES } from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "./drawn.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "./random-schedule.ts";

const documents = Array.from({ length: drawn(1500) }, (_, seed) =>
  randomSchedule(makeRandom(seed)),
);
let parsed: readonly Instance[] | undefined;
/** Of all documents; read once for all tests. */
function instances(): readonly Instance[] {
  parsed ??= documents.map((document) => parseInstance(document));
  return parsed;
}

test("every random schedule parses as one", () => {
  for (const [i, { mode }] of instances().entries()) {
    if (mode !== "schedule") expect.fail(JSON.stringify(documents[i]));
  }
});

test("equal seeds give equal schedules", () => {
  expect(randomSchedule(makeRandom(7))).toEqual(documents[7]);
});

test("random schedules parse for each feature alone, also those that can be enumerated", () => {
  for (const feature of SCHEDULE_FEATURES) {
    for (let seed = 0; seed < drawn(20, 6); seed++) {
      const options = { features: [feature], maxTasks: 5, whole: seed % 2 === 0 };
      const instance = parseInstance(randomSchedule(makeRandom(seed), options));
      expect(instance.taskOfCopy.length).toBeLessThanOrEqual(5);
    }
  }
});

test("random schedules use every field and every objective that they can have", () => {
  const keys = new Set<string>();
  const walk = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      keys.add(key);
      walk(value);
    }
  };
  walk(documents);
  const words =
    "start horizon exclusive budget limits setup transfer kind count capacity devices price fixed_price power labels " +
    "available maintenance billing by every demand runtime cost weight value optional release due deadline after lag each " +
    "workers within queue family priority eligible forbidden colocate separate stages output dimension by_priority";
  expect(words.split(" ").filter((word) => !keys.has(word))).toEqual([]);
  const asked = new Set(
    instances().flatMap(({ objectives }) => objectives.map(({ name }) => name)),
  );
  expect([...asked].sort()).toEqual([...OBJECTIVE_NAMES].sort());
});
