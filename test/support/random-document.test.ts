import { expect, test } from "vitest";
import { OBJECTIVE_NAMES, objectiveOf } from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "./drawn.ts";
import { FEATURES, randomDocument } from "./random-document.ts";

const documents = Array.from({ length: drawn(1500) }, (_, seed) =>
  randomDocument(makeRandom(seed)),
);
let parsed: readonly Instance[] | undefined;
/** Of all documents; read once for all tests. */
function instances(): readonly Instance[] {
  parsed ??= documents.map((document) => parseInstance(document));
  return parsed;
}

test("every random document parses", () => {
  expect(instances).not.toThrow();
});

test("equal seeds give equal documents", () => {
  expect(randomDocument(makeRandom(7))).toEqual(documents[7]);
});

test("random documents parse for each feature alone and in both modes", () => {
  for (const feature of FEATURES) {
    for (const mode of ["placement", "batch"] as const) {
      for (let seed = 0; seed < drawn(20, 6); seed++) {
        const features = [feature];
        const document = randomDocument(makeRandom(seed), { mode, features, maxTasks: 5 });
        expect(parseInstance(document).taskOfCopy.length).toBeLessThanOrEqual(5);
        expect(document.mode).toBe(mode);
      }
    }
  }
});

test("random documents use every field and every objective", () => {
  const keys = new Set<string>();
  for (const { tasks, resources, ...rest } of documents) {
    for (const entry of [...tasks, ...resources, rest]) {
      for (const key of Object.keys(entry)) keys.add(key);
    }
  }
  const words =
    "kind count capacity devices price fixed_price power labels available speed demand runtime work " +
    "throughput cost weight value optional divisible release due deadline eligible forbidden replicas " +
    "colocate separate budget period combine objectives";
  expect(words.split(" ").filter((word) => !keys.has(word))).toEqual([]);
  const asked = new Set(
    instances().flatMap(({ objectives }) => objectives.map(({ name }) => name)),
  );
  const others = OBJECTIVE_NAMES.filter((name) => objectiveOf(name).onlyOverTime !== true);
  expect([...asked].sort()).toEqual([...others].sort());
});
