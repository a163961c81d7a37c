import { expect, test } from "vitest";
import { OBJECTIVE_NAMES, objectiveOf } from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { makeRandom } from "../../src/util/random.ts";
import { FEATURES, randomDocument } from "./random-document.ts";

const drawn = Array.from({ length: 1500 }, (_, seed) => randomDocument(makeRandom(seed)));

test("every random document parses", () => {
  for (const document of drawn) expect(() => parseInstance(document)).not.toThrow();
});

test("equal seeds give equal documents", () => {
  expect(randomDocument(makeRandom(7))).toEqual(drawn[7]);
});

test("random documents parse for each feature alone and in both modes", () => {
  for (const feature of FEATURES) {
    for (const mode of ["placement", "batch"] as const) {
      for (let seed = 0; seed < 20; seed++) {
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
  for (const { tasks, resources, ...rest } of drawn) {
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
    drawn.flatMap((document) => parseInstance(document).objectives.map(({ name }) => name)),
  );
  const others = OBJECTIVE_NAMES.filter((name) => objectiveOf(name).onlyOverTime !== true);
  expect([...asked].sort()).toEqual([...others].sort());
});
