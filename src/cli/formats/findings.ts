import { z } from "zod";
import type {
  BoundFinding,
  Contradiction,
  Findings,
  MetValue,
  ObjectiveFinding,
} from "../../check/findings.ts";
import { OBJECTIVE_HEAD } from "./objective.ts";
import { ISSUE, SENTENCES, UNMET, VIOLATION } from "./parts.ts";

const BOUND = z.object({
  status: z
    .enum(["checked", "proven", "conditional", "claimed", "stated", "none"])
    .describe(
      "What is known of the bound: recomputed from its certificate, proven in this check, recomputed for the plans of condition only, a solver's word, the file's word, nothing",
    ),
  bound: z.number().describe("In unit").exactOptional(),
  bound_exact: z.int().describe("In units of 1 / per_unit").exactOptional(),
  gap: z.number().describe("Of a checked or proven bound, a share: 0.01 is 1 %").exactOptional(),
  condition: z.string().describe("Among which plans it holds; absent: among all").exactOptional(),
  proof: z.string().describe("Kind of certificate").exactOptional(),
  trusts: z.literal("formulation").describe("What it trusts beside the checker").exactOptional(),
  source: z.string().describe("Who claims or states it").exactOptional(),
}) satisfies z.ZodType<BoundFinding>;

const MET = z.object({
  value: z.number().describe("In unit"),
  value_exact: z.int().describe("In units of 1 / per_unit"),
  source: z.string().describe("A file, or the search of this check"),
}) satisfies z.ZodType<MetValue>;

const OBJECTIVE = z.object({
  ...OBJECTIVE_HEAD,
  value: z.number().describe("Recomputed, in unit"),
  value_exact: z.int().describe("In units of 1 / per_unit"),
  bound: BOUND.describe("Among all plans"),
  claim: BOUND.omit({ proof: true, trusts: true })
    .describe("A better bound without a certificate")
    .exactOptional(),
  within: BOUND.describe(
    "Among plans as good in the objectives before it; absent where that says no more",
  ).exactOptional(),
  met: MET.describe("A better plan that was met").exactOptional(),
  met_within: MET.describe("A better plan that was met among those of within").exactOptional(),
}) satisfies z.ZodType<ObjectiveFinding>;

const CONTRADICTION = ISSUE.omit({ hint: true }) satisfies z.ZodType<Contradiction>;

const FINDINGS = z.object({
  ok: z
    .boolean()
    .describe("Every rule is kept, nothing stated is wrong, all that was asked for is shown"),
  violations: z.array(VIOLATION).describe("Rules that the plan breaks"),
  contradictions: z.array(CONTRADICTION).describe("What the file states and is not so"),
  objectives: z.array(OBJECTIVE).describe("Of a plan that keeps every rule"),
  order: z.array(z.string()).describe("Names of the objectives that the plan is judged by"),
  uncertified: z
    .array(z.string())
    .describe("Those of them whose bound is not checked, or conditional"),
  unchecked: z.array(z.string()).describe("JSON pointers of what nothing here can tell"),
  notes: SENTENCES,
}) satisfies z.ZodType<Findings>;

/** What `verify --json` prints. */
export const VERIFY = z.object({
  instance: z.string().describe("Name of the instance"),
  ...FINDINGS.shape,
  unmet: UNMET.exactOptional(),
});
