import { z } from "zod";
import { RULE_SCHEMAS } from "../plan/rules/fields.ts";
import { instanceSchema } from "./schema.ts";

/** What is changed of a JSON Schema here. */
interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/**
 * The JSON Schema (draft 2020-12) of instance documents, for editors and other tools. What it accepts
 * may still be refused by `parseInstance`, which also checks across fields; never the other way round.
 */
export function instanceJsonSchema(): object {
  const schema = z.toJSONSchema(instanceSchema, { io: "input", target: "draft-2020-12" });
  const { document, tasks } = RULE_SCHEMAS;
  const whole = schema as unknown as Schema;
  return {
    ...schema,
    properties: {
      ...whole.properties,
      ...document,
      tasks: withKeys(whole.properties.tasks!, tasks),
    },
  };
}

/** The schema of a list of entries, whose entries may have more keys, and so may their stages. */
function withKeys(list: Schema, keys: Readonly<Record<string, object>>): Schema {
  if (Object.keys(keys).length === 0) return list;
  if (list.anyOf !== undefined) {
    return { ...list, anyOf: list.anyOf.map((one) => withKeys(one, keys)) };
  }
  if (list.items === undefined) return list;
  const { properties } = list.items;
  const { stages } = properties;
  return {
    ...list,
    items: {
      ...list.items,
      properties: {
        ...properties,
        ...(keys as Readonly<Record<string, Schema>>),
        ...(stages !== undefined && { stages: withKeys(stages, keys) }),
      },
    },
  };
}
