import { expect } from "vitest";
import { z } from "zod";
import { documentSchema, WRITTEN } from "../../src/cli/formats/registry.ts";

/** A word for a document that Berth writes. */
export type WrittenName = keyof typeof WRITTEN;

type JSONSchema = z.core.JSONSchema.JSONSchema;

/** As published, and with nothing that the schema does not describe. */
const CHECKS = new Map(
  (Object.keys(WRITTEN) as WrittenName[]).map((name) => {
    const strict = z.toJSONSchema(WRITTEN[name].schema, { io: "output" });
    return [
      name,
      [documentSchema(name), strict].map((one) => z.fromJSONSchema(one as JSONSchema)),
    ] as const;
  }),
);

/** Expects a document to be as its schema says, and to have nothing that it does not describe. */
export function expectFits(name: WrittenName, document: unknown) {
  for (const check of CHECKS.get(name)!) {
    const found = check.safeParse(document);
    expect(found.error?.issues ?? [], name).toEqual([]);
  }
}
