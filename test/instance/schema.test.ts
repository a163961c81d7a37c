import { expect, test } from "vitest";
import { instanceJsonSchema } from "../../src/instance/json-schema.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import {
  DOCUMENT_KEYS,
  OBJECTIVE_KEYS,
  RESOURCE_KEYS,
  ROBUST_KEYS,
  TASK_KEYS,
  TRANSFER_KEYS,
} from "../../src/instance/read/keys.ts";
import { LIMIT_KEYS } from "../../src/instance/read/schedule/limits.ts";
import { AFTER_KEYS } from "../../src/instance/read/schedule/precedence.ts";
import { SETUP_KEYS } from "../../src/instance/read/schedule/setup.ts";
import {
  instanceSchema,
  limitSchema,
  objectiveSchema,
  predecessorSchema,
  resourceSchema,
  robustSchema,
  setupSchema,
  taskSchema,
  transferSchema,
} from "../../src/instance/schema.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { pick, randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";
import { randomStages } from "../support/random-stages.ts";
import { BAD_DOCUMENTS } from "./bad-documents.ts";

test("the schema and the parser know the same keys", () => {
  const pairs = [
    [instanceSchema, DOCUMENT_KEYS],
    [resourceSchema, RESOURCE_KEYS],
    [taskSchema, TASK_KEYS],
    [objectiveSchema, OBJECTIVE_KEYS],
    [transferSchema, TRANSFER_KEYS],
    [robustSchema, ROBUST_KEYS],
    [limitSchema, LIMIT_KEYS],
    [setupSchema, SETUP_KEYS],
    [predecessorSchema, AFTER_KEYS],
  ] as const;
  for (const [schema, keys] of pairs) {
    expect(Object.keys(schema.shape).sort()).toEqual([...keys].sort());
  }
});

const parses = (document: unknown) => {
  try {
    parseInstance(document);
    return true;
  } catch (error) {
    if (error instanceof InstanceError) return false;
    throw error;
  }
};

const NASTY: readonly unknown[] = [
  ...[null, true, "", 0, "0", 1, -1, 1.5, 1e-7, 1e300, [], {}, [null], "500m", "2GiB", "1e3", ".5"],
  ...["90s", "0s", "1h30m", "2%", "3/h", "$3", "10W", "eu", "a b", "*", { "*": 1 }, { r0: "1s" }],
  ...[["cost"], [{ cost: "2%" }], { count: 2 }, "batch", "weighted", "zone", ["r0"], [1, 2]],
  ...["2026-11-24T23:59:30+01:00", "2026-11-24T23:59Z", "2026-02-30T00:00Z", "rental", { lag: 1 }],
  ...[{ task: "t0" }, [{ task: "t0", each: true }], { within: "rack", count: 2 }, "t0", [["t0"]]],
  ...["-1", "+1", "00", "0.0", "1.", "٣", "1 s"],
];

const MAKERS = [randomDocument, randomStages, randomSchedule, randomSchedule];

test("what the parser accepts the schema accepts, also after one random change", () => {
  let accepted = 0;
  let refused = 0;
  for (let seed = 0; seed < drawn(2000); seed++) {
    const random = makeRandom(seed);
    const made = MAKERS[seed % MAKERS.length](random);
    const document = structuredClone(made) as Record<string, unknown>;
    if (seed % 5 > 0) {
      const places: [Record<string, unknown>, string][] = [];
      const walk = (part: unknown) => {
        if (typeof part !== "object" || part === null) return;
        for (const [key, value] of Object.entries(part)) {
          places.push([part as Record<string, unknown>, key]);
          walk(value);
        }
      };
      walk(document);
      const [part, key] = pick(random, places);
      part[key] = pick(random, NASTY);
    }
    if (!parses(document)) {
      refused++;
      continue;
    }
    accepted++;
    const checked = instanceSchema.safeParse(document);
    expect(checked.success, JSON.stringify([document, checked.error?.issues])).toBe(true);
  }
  expect(accepted).toBeGreaterThan(atLeast(400));
  expect(refused).toBeGreaterThan(atLeast(400));
});

test("most slips of shape are seen by an editor already", () => {
  const seen = BAD_DOCUMENTS.filter(
    ({ why, document }) => why !== "a cycle" && !instanceSchema.safeParse(document).success,
  );
  expect(seen.length).toBeGreaterThan(atLeast(50));
});

test("the JSON Schema refuses unknown keys and describes every field with its unit", () => {
  const { properties, additionalProperties } = instanceJsonSchema() as {
    properties: Record<string, { description?: string; anyOf?: readonly { items?: object }[] }>;
    additionalProperties: boolean;
  };
  expect(additionalProperties).toBe(false);
  for (const list of ["resources", "tasks"]) {
    const items = properties[list]!.anyOf![0]!.items as {
      additionalProperties: boolean;
      properties: Record<string, { description?: string }>;
    };
    expect(items.additionalProperties).toBe(false);
    for (const [key, field] of Object.entries(items.properties)) {
      expect(field.description, key).toMatch(/\w{3}/);
    }
  }
  for (const [key, field] of Object.entries(properties)) {
    expect(field.description, key).toMatch(/\w{3}/);
  }
});
