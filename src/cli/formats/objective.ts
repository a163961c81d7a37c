import { z } from "zod";
import type { ObjectiveValue } from "../../planner/objective-value.ts";
import { TERMINATION } from "./parts.ts";

/** An exact integer that may be absent; `of` says of what. */
export const EXACT = (of: string) =>
  z.int().describe(`${of}, in units of 1 / per_unit`).exactOptional();
/** Whose word something is. */
export const PROOF = z.enum(["ours", "claimed"]);
const printed = (what: string) => z.number().describe(`${what}, in unit`).exactOptional();

/** Units and sense of an objective, wherever one is told of. */
export const OBJECTIVE_HEAD = {
  name: z.string().describe("As the instance or --objective names it"),
  unit: z.string().describe("Of printed values: s, USD, Wh and so on; empty where it has none"),
  sense: z.enum(["min", "max"]).describe("Whether less or more is better"),
  per_unit: z.int().describe("Exact integers are in units of 1 / per_unit"),
};

const VALUE = z.object({
  ...OBJECTIVE_HEAD,
  value: printed("Of the plan; absent without one"),
  value_exact: EXACT("value"),
  bound: printed("No plan is better, or none of those that condition names"),
  bound_exact: EXACT("bound"),
  condition: z
    .string()
    .describe("Among which plans the bound holds; absent: among all")
    .exactOptional(),
  proof: PROOF.describe(
    "Of the bound: proven by Berth in exact integers, or a solver's word",
  ).exactOptional(),
  source: z.string().describe("What produced the bound").exactOptional(),
  gap: z.number().describe("Between value and bound, a share: 0.01 is 1 %").exactOptional(),
  best: printed("What was reached before later objectives used the tolerance, where not value"),
  best_exact: EXACT("best"),
  best_gap: z.number().describe("Between best and bound, a share").exactOptional(),
  certified: printed("The best bound with a certificate, where bound has none"),
  certified_exact: EXACT("certified"),
  certified_condition: z
    .string()
    .describe("Among which plans the certified bound holds")
    .exactOptional(),
  termination: TERMINATION,
}) satisfies z.ZodType<ObjectiveValue>;

export const OBJECTIVES = z.array(VALUE).describe("In the order in which they were planned");

/** As plan files have them: with the proof of the best bound that has one. */
export const PROVEN_OBJECTIVES = z
  .array(
    VALUE.extend({
      certificate: z
        .looseObject({ kind: z.string().describe("Which formula it goes into") })
        .describe("For berth verify: its fields go by its kind, and no promise is made of them")
        .exactOptional(),
    }),
  )
  .describe("In the order in which they were planned, with proofs");
