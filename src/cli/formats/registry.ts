import { z } from "zod";
import { manifestJsonSchema } from "../../batch/manifest.ts";
import { instanceJsonSchema } from "../../instance/json-schema.ts";
import { PLAN_VERSION } from "../../io/plan-text.ts";
import { BATCH_LINE, FAILURE } from "./batch-line.ts";
import { EXPLAIN, EXPLAIN_COSTS, EXPLAIN_PLAN, EXPLAIN_TASK } from "./explaining.ts";
import { VERIFY } from "./findings.ts";
import { COMPARE, DIFF, HUNT, WHATIF } from "./judging.ts";
import { PLAN_FILE, REPLAN, SOLVE } from "./outcome.ts";
import { VIOLATION } from "./parts.ts";

/** A document that Berth writes; within a version fields are only added. */
interface Written {
  readonly version: number;
  readonly title: string;
  readonly schema: z.ZodType;
}

/** Every document that Berth writes and promises something of, by the word for it. */
export const WRITTEN = {
  plan: { version: PLAN_VERSION, title: "A plan file of Berth", schema: PLAN_FILE },
  solve: { version: 1, title: "What berth solve --json prints", schema: SOLVE },
  replan: { version: 1, title: "What berth replan --json prints", schema: REPLAN },
  verify: { version: 1, title: "What berth verify --json prints", schema: VERIFY },
  violation: { version: 1, title: "A rule that a plan breaks", schema: VIOLATION },
  batch: {
    version: 1,
    title: "A line of results.ndjson and of berth batch --json",
    schema: BATCH_LINE,
  },
  compare: { version: 1, title: "What berth compare --json prints", schema: COMPARE },
  hunt: { version: 1, title: "What berth hunt --json prints", schema: HUNT },
  whatif: { version: 1, title: "What berth whatif --json prints", schema: WHATIF },
  diff: { version: 1, title: "What berth diff --json prints", schema: DIFF },
  explain: { version: 1, title: "What berth explain FILE --json prints", schema: EXPLAIN },
  "explain-plan": {
    version: 1,
    title: "What berth explain FILE PLAN --json prints",
    schema: EXPLAIN_PLAN,
  },
  "explain-task": {
    version: 1,
    title: "What berth explain FILE PLAN TASK --json prints",
    schema: EXPLAIN_TASK,
  },
  "explain-costs": {
    version: 1,
    title: "What berth explain FILE PLAN --costs --json prints",
    schema: EXPLAIN_COSTS,
  },
  error: { version: 1, title: "What --json prints where a command fails", schema: FAILURE },
} satisfies Readonly<Record<string, Written>>;

/** The documents that people write, whose schemas are for editors. */
const READ = { instance: instanceJsonSchema, manifest: manifestJsonSchema } as const;

/** Words for the documents that there are schemas of. */
export const DOCUMENT_NAMES = [...Object.keys(READ), ...Object.keys(WRITTEN)] as DocumentName[];

/** A word for a document. */
export type DocumentName = keyof typeof READ | keyof typeof WRITTEN;

/**
 * The JSON Schema (draft 2020-12) of a document. That of a written one has its version in `$id` and lets further fields pass, since some may be
 * added.
 */
export function documentSchema(name: DocumentName): object {
  if (name in READ) return READ[name as keyof typeof READ]();
  const { version, title, schema } = WRITTEN[name as keyof typeof WRITTEN];
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" });
  return { $schema, $id: `urn:berth:${name}:${version}`, title, ...rest };
}
