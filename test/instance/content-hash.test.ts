import { expect, test } from "vitest";
import { contentHash } from "../../src/instance/content-hash.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";
import { mutants } from "../support/mutants.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";

const DOCUMENT = {
  mode: "batch",
  exclusive: true,
  resources: [{ id: "r", count: 2, price: "3.6/h", available: { until: "2h" } }],
  tasks: [{ id: "t", count: 3, runtime: "90s", weight: 2 }],
};

test("the same in other words, units, order and names has the same hash", () => {
  const hash = contentHash(parseInstance(DOCUMENT, { name: "one" }));
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  const other = {
    tasks: [{ weight: 2.0, runtime: "1.5m", count: 3, id: "t" }],
    name: "another",
    resources: [{ available: { until: "120m" }, id: "r", price: "3.60/h", count: 2 }],
    exclusive: true,
    mode: "batch",
    objectives: ["makespan"],
  };
  expect(contentHash(parseInstance(other))).toBe(hash);
});

test("what parses to another instance has another hash", () => {
  let [equal, different] = [0, 0];
  const documents = drawn(4, 2);
  for (let seed = 0; seed < documents; seed++) {
    const random = makeRandom(900 + seed);
    const document =
      seed % 2 === 0 ? randomDocument(random, { mode: "placement" }) : randomSchedule(random);
    const seen = new Map<string, string>();
    for (const mutant of [document, ...mutants(document)]) {
      const instance = parsed(mutant);
      if (instance === undefined) continue;
      const { name: _, isNamed: __, ...content } = instance;
      const text = JSON.stringify(content, (_key, value) =>
        ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
      );
      const hash = contentHash(instance);
      const before = seen.get(hash);
      if (before === undefined) different++;
      else equal++;
      expect(before ?? text).toBe(text);
      seen.set(hash, text);
    }
  }
  expect(different).toBeGreaterThan(50 * documents);
  expect(equal).toBeGreaterThan(5 * documents);
});

test("of very many pairs some are read, and one changed price is seen", () => {
  const wide = (price: string) =>
    contentHash(
      parseInstance(
        { ...DOCUMENT, resources: [{ ...DOCUMENT.resources[0], price }] },
        { mostPairs: 0 },
      ),
    );
  expect(wide("3.6/h")).toBe(wide("3.60/h"));
  expect(wide("3.6/h")).not.toBe(wide("3.7/h"));
});

function parsed(document: unknown) {
  try {
    return parseInstance(document);
  } catch {
    return undefined;
  }
}

test("instances keep the hashes that plan files name them by", () => {
  const document = (mode: string) => ({
    mode,
    resources: [
      { id: "a", count: 2, capacity: { cpu: 4 }, labels: { topology: "x", rack: "1" } },
      { id: "b", capacity: { cpu: 4 }, labels: { rooms: "x", rack: "2" } },
    ],
    tasks: [
      {
        id: "t",
        runtime: "1h",
        demand: { cpu: 1 },
        ...(mode === "batch" && { workers: { count: 2, within: "rack" } }),
      },
    ],
  });
  const hashes = ["placement", "batch"].map((mode) => contentHash(parseInstance(document(mode))));
  expect(hashes).toEqual(["112b45163b0701c1", "2a782480bf1a5c6e"]);
});
