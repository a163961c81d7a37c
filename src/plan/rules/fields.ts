import type { OwnFields } from "../../instance/read/own-fields.ts";
import { RULES } from "./registry.ts";
import type { Rule } from "./rule.ts";

const READING = (RULES as readonly Rule[]).flatMap(({ name, fields }) =>
  fields === undefined ? [] : [{ name, ...fields }],
);

/** By key: the JSON Schemas of what rules read by themselves. */
export const RULE_SCHEMAS = {
  document: Object.assign({}, ...READING.map(({ document }) => document)),
  tasks: Object.assign({}, ...READING.map(({ tasks }) => tasks)),
} as Readonly<Record<"document" | "tasks", Readonly<Record<string, object>>>>;

/** How they read it. */
export const RULE_FIELDS: OwnFields = {
  document: new Set(Object.keys(RULE_SCHEMAS.document)),
  tasks: new Set(Object.keys(RULE_SCHEMAS.tasks)),
  read(source) {
    const asked = READING.flatMap(({ name, read }) => {
      const found = read(source);
      return found === undefined ? [] : [[name, found] as const];
    });
    return asked.length === 0 ? undefined : Object.freeze(Object.fromEntries(asked));
  },
};
