import { z } from "zod";
import { instanceSchema } from "./schema.ts";

/**
 * The JSON Schema (draft 2020-12) of instance documents, for editors and other tools. What it accepts
 * may still be refused by `parseInstance`, which also checks across fields; never the other way round.
 */
export function instanceJsonSchema(): object {
  return z.toJSONSchema(instanceSchema, { io: "input", target: "draft-2020-12" });
}
