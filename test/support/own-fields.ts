import { parseInstance } from "../../src/instance/parse.ts";
import { RULE_SCHEMAS } from "../../src/plan/rules/fields.ts";
import { InstanceError } from "../../src/util/errors.ts";
import type { Random } from "../../src/util/random.ts";
import type { RandomDocument } from "./random-document.ts";

/** The feature of random documents for keys that rules read by themselves; none where no rule has any. */
export const OWN_FIELDS: readonly "own-fields"[] = Object.values(RULE_SCHEMAS).some(
  (keys) => Object.keys(keys).length > 0,
)
  ? ["own-fields"]
  : [];

/** The document with such keys, each as one of the `examples` of its schema: a new rule is tried everywhere by itself. */
export function withOwnFields(random: Random, document: RandomDocument): RandomDocument {
  for (let attempt = 0; attempt < 5; attempt++) {
    const drawn = {
      ...document,
      ...keysFrom(random, RULE_SCHEMAS.document),
      tasks: document.tasks.map((task) => ({ ...task, ...keysFrom(random, RULE_SCHEMAS.tasks) })),
    };
    if (isSound(drawn)) return drawn;
  }
  return document;
}

function keysFrom(random: Random, schemas: Readonly<Record<string, object>>) {
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([key, schema]) => {
      const { examples = [] } = schema as { readonly examples?: readonly unknown[] };
      if (examples.length === 0 || random.int(0, 3) === 0) return [];
      return [[key, examples[random.int(0, examples.length - 1)]]];
    }),
  );
}

function isSound(document: object): boolean {
  try {
    parseInstance(document);
    return true;
  } catch (error) {
    if (error instanceof InstanceError) return false;
    throw error;
  }
}
