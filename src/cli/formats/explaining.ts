import { z } from "zod";
import { EXACT, OBJECTIVE_HEAD, PROOF } from "./objective.ts";
import { SENTENCES } from "./parts.ts";

const INSTANCE = z.string().describe("Name of the instance");

const REQUIREMENT = z.object({
  kind: z.string().describe("Of requirement, such as task, capacity or deadline"),
  place: z.string().describe("JSON pointer of what says so; of equal rows that of the first"),
  text: z.string().describe("In the words of the document"),
});

const CONFLICT = z.object({
  without: z
    .array(REQUIREMENT)
    .describe("Given up, one of each conflict before this one; absent of the first")
    .exactOptional(),
  members: z
    .array(
      REQUIREMENT.extend({
        needed: z.boolean().describe("Whether the others have a plan that was verified"),
      }),
    )
    .describe("What cannot be kept together"),
  proof: PROOF.describe("Whether Berth proved it, or a solver says so"),
  reason: z.string().describe("A sentence on why"),
  minimal: z.boolean().describe("Whether each smaller set has a plan"),
});

const REPAIR = REQUIREMENT.extend({
  text: z.string().describe("What to do"),
  value: z
    .number()
    .describe("To set, in the stored unit of what is changed; absent where it is given up whole")
    .exactOptional(),
  too_little: z
    .number()
    .describe("The largest value with which there is proven to be no plan")
    .exactOptional(),
  proven_least: z
    .boolean()
    .describe("Whether a smaller change is proven too little")
    .exactOptional(),
});

/** What `explain FILE --json` prints. */
export const EXPLAIN = z.object({
  instance: INSTANCE,
  verdict: z.enum(["infeasible", "feasible", "open"]).describe("Whether there is a plan"),
  conflicts: z.array(CONFLICT).describe("Each stands in the way by itself"),
  repairs: z
    .array(REPAIR)
    .describe("Changes of the first conflict, each enough by itself, with a verified plan"),
  together: z
    .array(REQUIREMENT)
    .describe("There is a verified plan without all of these")
    .exactOptional(),
  leave_out: z
    .object({
      tasks: z.array(z.string()).describe("Ids of task copies without which there is a plan"),
      at_least: z.int().describe("So many must go at least, proven"),
    })
    .describe("The fewest tasks to leave out that were found")
    .exactOptional(),
  cut: z.boolean().describe("Whether time ended before everything was looked for"),
});

const WORTH = z.object({
  objective: z.string().describe("Its name"),
  per_unit: OBJECTIVE_HEAD.per_unit,
  one_more: z
    .array(
      z.object({
        resource: z.string().describe("Id of an entry"),
        at_most_exact: z.int().describe("One more copy saves no more, in units of 1 / per_unit"),
      }),
    )
    .describe("By the certificate of the bound"),
  confirmed: z
    .array(
      z.object({
        resource: z.string().describe("Id of an entry"),
        proof: PROOF.describe("Of the interval"),
        saves_at_least_exact: EXACT("Least saving"),
        saves_at_most_exact: EXACT("Most saving"),
      }),
    )
    .describe("By solving again, under --confirm")
    .exactOptional(),
});

/** What `explain FILE PLAN --json` prints. */
export const EXPLAIN_PLAN = z.object({
  instance: INSTANCE,
  verdict: z.string().describe("How good the plan is, in sentences"),
  blames: SENTENCES.describe("Sentences on what certified bounds rest on"),
  claims: SENTENCES.describe("Sentences on bounds that the file states and that were not checked"),
  tight: z
    .array(
      z.object({
        kind: z.string().describe("capacity, limit, deadline or budget"),
        text: z.string().describe("A sentence"),
        full: z.boolean().describe("Whether nothing is left"),
      }),
    )
    .describe("What limits the plan"),
  worth: WORTH.describe(
    "Of the first objective; absent where no certificate tells",
  ).exactOptional(),
});

const EXACT_EACH = z
  .array(z.int())
  .describe("By objective, in units of 1 / per_unit of it")
  .exactOptional();

const PLACE = z.object({
  on: z.string().describe("A resource copy, a resource or a kind; or that it is left out"),
  now: z.boolean().describe("Whether it is there in the plan"),
  alone_exact: EXACT_EACH.describe("Values if the task alone moves there, by objective"),
  why_not: z.string().describe("Why it cannot move there alone").exactOptional(),
  forced: z
    .object({
      infeasible: PROOF.describe(
        "There is no plan with it there, and whose word that is",
      ).exactOptional(),
      reason: z.string().describe("A sentence on why there is none").exactOptional(),
      value_exact: EXACT("Best plan that was found with it there"),
      bound_exact: EXACT("No plan with it there is better"),
      proof: PROOF.describe("Of the bound").exactOptional(),
    })
    .describe("The first objective with it there and all else free; absent: not looked at")
    .exactOptional(),
});

/** What `explain FILE PLAN TASK --json` prints. */
export const EXPLAIN_TASK = z.object({
  instance: INSTANCE,
  task: z.string().describe("Id of the task copy"),
  objectives: z
    .array(z.object({ ...OBJECTIVE_HEAD, value_exact: z.int().describe("Of the plan") }))
    .describe("That the places are judged by"),
  waits: SENTENCES.describe("Sentences on what it waits for"),
  places: z.array(PLACE).describe("Where it could be"),
  others: z.int().describe("Places that are not listed").exactOptional(),
  robust: z.literal("left out").describe("Set where losses are left aside").exactOptional(),
});

/** What `explain FILE PLAN --costs --json` prints. */
export const EXPLAIN_COSTS = z.object({
  instance: INSTANCE,
  objectives: z
    .array(
      z.object({
        ...OBJECTIVE_HEAD,
        value_exact: z.int().describe("Of the plan, in units of 1 / per_unit"),
        parts: z
          .record(
            z.string(),
            z.array(
              z.object({
                name: z.string().describe("Of the part"),
                amount_exact: z.int().describe("In units of 1 / per_unit; they sum to the value"),
              }),
            ),
          )
          .describe("By what it was split by; absent where the objective is no sum")
          .exactOptional(),
      }),
    )
    .describe("In the order in which the plan is judged"),
});
