import { z } from "zod";
import type { Assignment, RecoveryAssignments } from "../../plan/assignments.ts";
import type { Violation } from "../../plan/types.ts";
import type { Unmet } from "../../planner/required.ts";
import { TERMINATIONS } from "../../planner/termination.ts";
import type { Refuted } from "../../planner/types.ts";
import type { Issue } from "../../util/errors.ts";

// What several documents have. `satisfies` holds each to the type that is printed; a test holds it to what is printed.

export const TERMINATION = z
  .enum(TERMINATIONS)
  .describe("Why it stopped; completed: the method had nothing left to try, and a gap may stay");

export const SENTENCES = z.array(z.string()).describe("Sentences for a person");

export const HASH = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .describe(
    "Of the content of the instance: equal for the same quantities in other words or units",
  );

const ASSIGNMENT = z.object({
  task: z.string().describe("Id of a task copy"),
  resource: z.string().describe("Id of a resource copy"),
  start_ms: z.number().describe("Milliseconds from the beginning of the plan; 0 in placement"),
  share: z.int().describe("Millionths of a divisible task; absent: all of it").exactOptional(),
  devices: z
    .array(z.int())
    .describe("Numbers of devices inside the resource, ascending; absent without devices")
    .exactOptional(),
}) satisfies z.ZodType<Assignment>;

export const ASSIGNMENTS = z
  .array(ASSIGNMENT)
  .describe("One entry for each piece; a task copy without an entry is not placed");

const RECOVERY = z.object({
  lost: z.string().describe("A resource, or all of a label: rack=r1"),
  assignments: z.array(ASSIGNMENT).describe("Where each lost piece goes"),
}) satisfies z.ZodType<RecoveryAssignments>;

export const RECOVERIES = z
  .array(RECOVERY)
  .describe("What moves where after each loss; there where the instance is robust");

export const REFUTED = z
  .object({
    proof: z.enum(["ours", "claimed"]).describe("ours: proven by Berth; claimed: a solver's word"),
    reason: z.string().describe("A sentence"),
  })
  .describe(
    "Why no plan exists; there where termination is infeasible",
  ) satisfies z.ZodType<Refuted>;

const UNMET_LEVEL = z.object({
  objective: z.string().describe("Its name"),
  gap: z
    .number()
    .describe("A share: 0.01 is 1 %; absent without a bound that counts")
    .exactOptional(),
}) satisfies z.ZodType<Unmet>;

export const UNMET = z
  .array(UNMET_LEVEL)
  .describe("Objectives that are not as --require-gap or --require-certified asked for");

export const ISSUE = z.object({
  path: z.string().describe("JSON pointer into the document; empty: all of it"),
  message: z.string().describe("What was expected and what was found"),
  hint: z.string().describe("A mend, where one can be guessed").exactOptional(),
  line: z.int().describe("Of the text, from 1").exactOptional(),
  column: z.int().describe("Of the line, from 1").exactOptional(),
}) satisfies z.ZodType<Issue>;

export const VIOLATION = z.object({
  rule: z.string().describe("Name of the rule, such as capacity or deadline"),
  message: z.string().describe("What is wrong, with ids and amounts"),
  task: z.string().describe("Id of the task copy, where it is about one").exactOptional(),
  resource: z.string().describe("Id of the resource copy, where it is about one").exactOptional(),
  time_ms: z.number().describe("When, milliseconds from the beginning of the plan").exactOptional(),
  dimension: z.string().describe("Name of the dimension, where it is about one").exactOptional(),
  amount: z.number().describe("What there is, in unit").exactOptional(),
  limit: z.number().describe("What is allowed, wanted or awaited, in unit").exactOptional(),
  unit: z
    .string()
    .describe("ms, USD, MiB, pieces, devices, share, or a dimension or limit whose unit is its own")
    .exactOptional(),
}) satisfies z.ZodType<Violation>;
