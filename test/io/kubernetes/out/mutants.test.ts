import { expect, test } from "vitest";
import { parseInstance } from "../../../../src/instance/parse.ts";
import { importKubernetes } from "../../../../src/io/kubernetes/import.ts";
import { changesOf } from "../../../../src/io/kubernetes/out/changes.ts";
import { readOrigin } from "../../../../src/io/kubernetes/out/read-origin.ts";
import { changeLines } from "../../../../src/io/kubernetes/out/text.ts";
import type { ClusterOrigin } from "../../../../src/io/kubernetes/rows/origin.ts";
import { buildPlan, type Piece } from "../../../../src/plan/build.ts";
import type { VerifiedPlan } from "../../../../src/plan/types.ts";
import { verify } from "../../../../src/plan/verify.ts";
import { InstanceError } from "../../../../src/util/errors.ts";
import { makeRandom } from "../../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../../support/drawn.ts";
import { OPTIONS } from "../imported.ts";
import { EVERYTHING, yaml } from "../manifests.ts";
import { mutate } from "../mutate.ts";
import { inMemory } from "./outbound.ts";

const TEXT = EVERYTHING.replaceAll('resourceVersion: "7", ', "")
  .replace(/uid: ([\w-]+)/g, 'uid: $1, resourceVersion: "1"')
  .replace("name: example.com/wait", "name: berth.dev/placement");
const DOCUMENTS = yaml(TEXT);
const { document, origin } = importKubernetes(DOCUMENTS, {
  ...OPTIONS,
  isOptional: true,
  mode: "placement",
});
const instance = parseInstance(document);

/** Each task copy where it first keeps all rules beside those before it. */
function onePlan(): VerifiedPlan {
  const pieces: Piece[] = [];
  for (const task of instance.taskOfCopy.keys()) {
    const places = [...instance.resourceOfCopy.keys()].map((resource) => ({ task, resource }));
    const fits = (piece: Piece) => verify(instance, buildPlan(instance, [...pieces, piece])).ok;
    const place = places.find(fits);
    if (place !== undefined) pieces.push(place);
  }
  const checked = verify(instance, buildPlan(instance, pieces));
  if (!checked.ok) throw new Error(checked.violations[0].message);
  return checked.plan;
}

const verified = onePlan();

/** What is written of a whole cluster and its origin, whole or mutated; every patch must be one that the cluster takes. */
function written(values: readonly unknown[], read: () => ClusterOrigin, withGates: boolean) {
  const documents = values.map((value, i) => ({ value, source: `mutant, document ${i + 1}` }));
  const made = changesOf(verified, read(), documents, { withGates, now: 0 });
  for (const { what } of made.findings) expect(what).not.toMatch(/undefined|NaN|\[object/);
  for (const change of made.changes) {
    expect(changeLines(change, undefined).join()).not.toMatch(/undefined|NaN|\[object/);
    const { kind, namespace, name, uid, resourceVersion } = change.ref;
    expect(change.patch.metadata).toMatchObject({ uid, resourceVersion });
    const status = inMemory(documents).patch(kind, namespace, name, change.patch);
    expect(status).toBe(200);
  }
  return made;
}

const VALUES = DOCUMENTS.map(({ value }) => value);

test("the whole cluster is written", () => {
  const { changes } = written(VALUES, () => origin, false);
  expect(changes.length).toBeGreaterThanOrEqual(5);
});

test("mutated manifests and origins are written as far as they can be, or answered by sentences", () => {
  const count = drawn(600);
  const whole = written(VALUES, () => origin, false).changes.length;
  let [refused, fewer] = [0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const random = makeRandom(seed);
    const both = structuredClone({ values: VALUES, origin });
    const target = random.int(0, 2) === 0 ? both.origin : both.values;
    for (let k = random.int(1, 3); k > 0; k--) mutate(target, random);
    try {
      const { changes } = written(
        both.values,
        () => readOrigin(both.origin),
        random.int(0, 1) === 0,
      );
      if (changes.length < whole) fewer++;
    } catch (error) {
      if (!(error instanceof InstanceError)) throw new Error(`seed ${seed}`, { cause: error });
      refused++;
      for (const { message } of error.issues) {
        expect(message, `seed ${seed}`).not.toMatch(/NaN|\[object/);
      }
    }
  }
  expect(refused).toBeGreaterThanOrEqual(atLeast(150));
  expect(fewer).toBeGreaterThanOrEqual(atLeast(35));
});
