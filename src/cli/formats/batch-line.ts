import { z } from "zod";
import { OBJECTIVES } from "./objective.ts";
import { ISSUE, REFUTED, SENTENCES, TERMINATION } from "./parts.ts";

/** A line of results.ndjson, and of what `batch --json` prints. */
export const BATCH_LINE = z.object({
  name: z.string().describe("Names the unit and its files"),
  instance: z.string().describe("Path of the instance file"),
  status: z
    .enum(["planned", "infeasible", "no-plan", "bad-input", "fault", "no-instance"])
    .describe("What it came to; planned: a verified plan"),
  termination: TERMINATION.exactOptional(),
  method: z.string().describe("As --method names it").exactOptional(),
  solver: z.string().describe("Of integer programs, where one was used").exactOptional(),
  objectives: OBJECTIVES.exactOptional(),
  refuted: REFUTED.exactOptional(),
  verdict: z.string().describe("What was found and proven, in sentences").exactOptional(),
  notes: SENTENCES.exactOptional(),
  message: z.string().describe("What is wrong, where there was no planning").exactOptional(),
  issues: z.array(ISSUE).describe("Each fault of the input").exactOptional(),
  plan: z.string().describe("Path of the plan file, from the output folder").exactOptional(),
  rounds: z.int().describe("How often it had its turn"),
  work: z.number().describe("Units of work over all rounds, under --work-limit").exactOptional(),
  seconds: z.number().describe("Over all rounds; absent before the first").exactOptional(),
});

/** What any command prints under `--json` in place of its document where it fails. */
export const FAILURE = z.object({
  termination: z.literal("error").describe("No word of an outcome"),
  error: z.string().describe("Its class: InstanceError and UsageError are the user's to mend"),
  message: z.string().describe("Sentences for a person"),
  issues: z.array(ISSUE).describe("Each fault of the input, of an InstanceError").exactOptional(),
});
