import { z } from "zod";
import type { ContestantStanding, GapSpread } from "../../compare/standing.ts";
import type { KnownBound, Trouble } from "../../compare/types.ts";
import type { PlanDifference } from "../../replan/difference.ts";
import { EXACT, OBJECTIVE_HEAD, PROOF } from "./objective.ts";
import { CHANGE } from "./outcome.ts";

const GAPS = z.object({
  mean: z.number().describe("A share: 0.01 is 1 %"),
  median: z.number().describe("A share"),
  p90: z.number().describe("A share that nine tenths stay within"),
  worst: z.number().describe("A share"),
  worst_instance: z.string().describe("Name of the first instance with it"),
}) satisfies z.ZodType<GapSpread>;

const STANDING = z.object({
  contestant: z.string().describe("Its name"),
  asked: z.int().describe("Instances that it was asked about"),
  plans: z.int().describe("Of these, with a plan that keeps every rule"),
  judged: z.int().describe("Of these, with a gap"),
  gap: GAPS.describe("Over all instances with one").exactOptional(),
  optimal: z.int().describe("Instances on which its plan reaches the bound"),
  won: z.int().describe("Pairs of instance and other contestant in which it is better"),
  lost: z.int().describe("Such pairs in which it is worse; no plan is worse than any"),
  seconds: z.number().describe("Of all its calls"),
  failures: z.record(z.string(), z.int()).describe("How many of each kind"),
}) satisfies z.ZodType<ContestantStanding>;

const TROUBLE = z.object({
  kind: z
    .enum(["missing", "declined", "none", "crashed", "late", "garbage", "rule", "fault"])
    .describe("fault: Berth's own; rule: the plan breaks one; none: it ended without a plan"),
  reason: z.string().describe("A sentence"),
}) satisfies z.ZodType<Trouble>;

const KNOWN_BOUND = z.object({
  value: z.number().describe("In unit"),
  status: z
    .enum(["checked", "proven"])
    .describe("checked: its certificate was recomputed; proven: by Berth in exact integers"),
  source: z.string().describe("What produced it"),
}) satisfies z.ZodType<KnownBound>;

const UNITS = {
  objective: z.string().describe("Name of the first objective"),
  unit: OBJECTIVE_HEAD.unit,
  sense: OBJECTIVE_HEAD.sense,
};

const JUDGED = z.object({
  instance: z.string().describe("Its name"),
  ...UNITS,
  infeasible: z.string().describe("A sentence on why it has no plan").exactOptional(),
  bound: KNOWN_BOUND.describe("No plan is better").exactOptional(),
  best: z.number().describe("Best plan that is known, in unit").exactOptional(),
  runs: z
    .array(
      z.object({
        contestant: z.string().describe("Its name"),
        seconds: z.number().describe("Of its call"),
        value: z.number().describe("Of a plan that keeps every rule, in unit").exactOptional(),
        gap: z.number().describe("Between value and bound, a share").exactOptional(),
        trouble: TROUBLE.describe("Why there is no plan").exactOptional(),
      }),
    )
    .describe("By contestant"),
});

const UNREAD = z.object({
  instance: z.string().describe("Its name"),
  unread: z.string().describe("Why it could not be read"),
});

/** What `compare --json` prints. */
export const COMPARE = z.object({
  contestants: z.array(STANDING).describe("Each over all instances"),
  profiles: z
    .object({
      ratios: z.array(z.number()).describe("To the best value among the contestants"),
      contestants: z
        .array(
          z.object({
            contestant: z.string().describe("Its name"),
            within: z.array(z.number()).describe("By ratio, a share of the instances"),
          }),
        )
        .describe("In the same order"),
    })
    .describe("Performance profiles"),
  instances: z.array(z.union([JUDGED, UNREAD])).describe("Those that were judged, then the others"),
});

const FIND = z.object({
  ratio: z.number().describe("Between value and optimum, at least 1"),
  ratio_exact: z.string().describe("The same as a fraction: 11/9"),
  ...UNITS,
  value: z.number().describe("Of the method's plan, in unit"),
  optimum: z.number().describe("In unit"),
  proof: KNOWN_BOUND.describe("That no plan is better"),
  instance: z.looseObject({}).describe("The instance itself, a document to save"),
});

const FAMILY = z.object({
  family: z.string().describe("Its name"),
  looked: z.int().describe("Instances that the method was asked about"),
  planless: z.int().describe("Of these, where it had no plan"),
  open: z.int().describe("Of these, where the optimum was not proven, though it might count"),
  declined: z.string().describe("Why the family is not looked through").exactOptional(),
  found: FIND.describe("The worst that was found").exactOptional(),
  tasks: z.int().describe("Task copies of the find").exactOptional(),
  resources: z.int().describe("Resource copies of the find").exactOptional(),
});

/** What `hunt --json` prints. */
export const HUNT = z.object({
  contestant: z.string().describe("The method that was hunted"),
  families: z.array(FAMILY).describe("Of instances"),
  saved: z.array(z.string()).describe("Paths of the instances that were written"),
});

const CELL = z.object({
  steps: z.array(z.string()).describe("By axis, the value in words"),
  per_unit: OBJECTIVE_HEAD.per_unit,
  value: z.number().describe("Of the best plan, in unit; absent without one").exactOptional(),
  value_exact: EXACT("value"),
  bound: z.number().describe("No plan is better, in unit").exactOptional(),
  bound_exact: EXACT("bound"),
  proof: PROOF.describe("Of the bound").exactOptional(),
  infeasible: z
    .enum(["claimed", "proven"])
    .describe("There is no plan, and whose word that is")
    .exactOptional(),
  saves_at_least_exact: EXACT("Least saving against the first cell"),
  saves_at_most_exact: EXACT("Most saving against the first cell"),
  saves_proof: PROOF.describe("Of the saving; absent where units differ").exactOptional(),
  each_saves_at_least_exact: EXACT(
    "Least that each copy saves of those more than in the row before, on average",
  ),
  each_saves_at_most_exact: EXACT("Most of the same"),
  each_proof: PROOF.describe("Of that; absent where no copies are added").exactOptional(),
  seconds: z.number().describe("Of planning; 0 where other cells said everything"),
});

/** What `whatif --json` prints. */
export const WHATIF = z.object({
  instance: z.string().describe("Name of the instance"),
  objective: z
    .object({ name: OBJECTIVE_HEAD.name, unit: OBJECTIVE_HEAD.unit, sense: OBJECTIVE_HEAD.sense })
    .describe("That the cells are compared by"),
  axes: z.array(z.string()).describe("What is varied"),
  cells: z.array(CELL).describe("Every combination; first the document as it is"),
});

const DIFFERENCE = z.object({
  changes: z.array(CHANGE).describe("Task copies that stand elsewhere or at another time"),
  inside: z
    .array(z.string())
    .describe("Ids of task copies on the same resources, with other devices or shares there"),
  same: z.int().describe("Task copies that are the same in both"),
}) satisfies z.ZodType<PlanDifference>;

/** What `diff --json` prints. */
export const DIFF = z.object({
  instance: z.string().describe("Name of the instance"),
  ...DIFFERENCE.shape,
  objectives: z
    .array(
      z.object({
        ...OBJECTIVE_HEAD,
        before: z.number().describe("Of the first plan, in unit"),
        before_exact: z.int().describe("In units of 1 / per_unit"),
        after: z.number().describe("Of the second plan, in unit"),
        after_exact: z.int().describe("In units of 1 / per_unit"),
      }),
    )
    .describe("In the order in which plans are judged"),
});
