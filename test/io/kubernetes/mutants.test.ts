import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importKubernetes } from "../../../src/io/kubernetes/import.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { DEVICES, EVERYTHING, yaml } from "./manifests.ts";
import { mutate } from "./mutate.ts";

test("mutated manifests are imported or answered by sentences that name the object", () => {
  const count = drawn(1000);
  let [refused, named] = [0, 0];
  const base = yaml(`${EVERYTHING}---${DEVICES}`).map(({ value }) => value);
  for (let seed = first; seed < first + count; seed++) {
    const random = makeRandom(seed);
    const values = structuredClone(base);
    for (let k = random.int(1, 3); k > 0; k--) mutate(values, random);
    const documents = values.map((value, i) => ({ value, source: `mutant, document ${i + 1}` }));
    const options = {
      name: "mutant",
      isOptional: random.int(0, 1) === 0,
      withRunning: random.int(0, 1) === 0,
      runtimes: new Map(),
      ...(random.int(0, 1) === 0 && { mode: "batch" as const, now: 1_764_464_400_000 }),
      ...(random.int(0, 1) === 0 && { preferencePrice: 1000 }),
    };
    try {
      const { document, findings } = importKubernetes(documents, options);
      for (const { what } of findings) expect(what).not.toMatch(/undefined|NaN|\[object/);
      if (!JSON.stringify(document).includes('"unknown"')) parseInstance(document);
    } catch (error) {
      if (!(error instanceof InstanceError)) throw new Error(`seed ${seed}`, { cause: error });
      refused++;
      for (const { message, path } of error.issues) {
        // An instance that Berth wrote itself has no faults.
        expect(path, `seed ${seed}: ${message}`).toBe("");
        expect(message, `seed ${seed}`).not.toMatch(/undefined|NaN|\[object/);
        if (/^[A-Z]\w* (team\/)?[\w.-]+[,:]/.test(message)) named++;
      }
    }
  }
  expect(refused).toBeGreaterThanOrEqual(atLeast(200));
  expect(named).toBeGreaterThanOrEqual(atLeast(200));
});
