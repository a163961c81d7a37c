import { z } from "zod";
import { PLAN_VERSION } from "../../io/plan-text.ts";
import type { Change } from "../../replan/changes.ts";
import type { MoveCounts } from "../../replan/moves.ts";
import type { ReplanRecord } from "../../replan/record.ts";
import type { RunBlock, RunOptions } from "../run-block.ts";
import { OBJECTIVES, PROVEN_OBJECTIVES } from "./objective.ts";
import { ASSIGNMENTS, HASH, RECOVERIES, REFUTED, SENTENCES, TERMINATION, UNMET } from "./parts.ts";

const HEAD = {
  instance: z.string().describe("Name of the instance"),
  instance_hash: HASH,
  termination: TERMINATION,
  method: z.string().describe("As --method names it"),
  without: z.array(z.string()).describe("Methods that were left out").exactOptional(),
  solver: z.string().describe("Of integer programs, where the method used one").exactOptional(),
};

const RECORD = z.object({
  now_ms: z.number().describe("Milliseconds from the beginning: what starts before has begun"),
  down: z.array(z.string()).describe("Ids of resource copies"),
  migrations: z
    .union([
      z.enum(["first", "last", "ignore"]),
      z.object({ price_usd: z.number().describe("What each migration counts as cost") }),
    ])
    .describe("How moves by choice counted"),
  objective: z.string().describe("What --objective asked for").exactOptional(),
  robust: z.literal("left-out").describe("Set where losses count no more").exactOptional(),
}) satisfies z.ZodType<ReplanRecord>;

/** What `-o` of solve, replan and batch writes. */
export const PLAN_FILE = z.object({
  berth_plan: z.literal(PLAN_VERSION).describe("Version of the plan file"),
  ...HEAD,
  replan: RECORD.describe("There where the plan replaces an earlier one").exactOptional(),
  objectives: PROVEN_OBJECTIVES,
  assignments: ASSIGNMENTS,
  recoveries: RECOVERIES.exactOptional(),
});

const TRACE_LINE = z.object({
  seconds: z.number().describe("Since the run began"),
  objective: z.string().describe("Its name"),
  source: z.string().describe("Who learned it: a method, a bound or a solver"),
  value: z.number().describe("Best so far, in the unit of the objective").exactOptional(),
  bound: z.number().describe("Best so far, in the unit of the objective").exactOptional(),
});

const text = (what: string) => z.string().describe(what).exactOptional();

const OPTIONS = z.object({
  objective: text("As typed"),
  method: text("As typed"),
  without: z.array(z.string()).describe("Methods").exactOptional(),
  solver: text("As typed"),
  time_limit_ms: z.number().describe("Milliseconds").exactOptional(),
  work_limit: z.int().describe("Units of work").exactOptional(),
  gap: z.number().describe("A share: 0.01 is 1 %").exactOptional(),
  seed: z.int().describe("As typed").exactOptional(),
  runtimes: text("Path of a runtime model"),
  risk: text("As typed"),
  policy: text("Path of a matching policy"),
  start: text("Path of a plan to start from"),
}) satisfies z.ZodType<RunOptions>;

const RUN = z
  .object({
    version: z.string().describe("Of Berth"),
    seed: z.int().describe("Of everything random, given or not"),
    options: OPTIONS.describe("Of planning, those that were given"),
    processors: z.int().describe("That the process may use, and so threads kept busy at most"),
    work: z.number().describe("Units that were done, under --work-limit").exactOptional(),
    seconds: z.number().describe("Of the whole command on the clock, reading included"),
    cpu_seconds: z.number().describe("Of the whole command on all processors together"),
    peak_memory_mib: z.int().describe("Most MiB of the process, so far"),
  })
  .describe(
    "How it was run: equal but for processors and what is measured wherever it is run again",
  ) satisfies z.ZodType<RunBlock>;

/** What `solve --json` prints. */
export const SOLVE = z.object({
  ...HEAD,
  objectives: OBJECTIVES,
  refuted: REFUTED.exactOptional(),
  plan: z
    .object({ assignments: ASSIGNMENTS, recoveries: RECOVERIES.exactOptional() })
    .describe("Verified; absent where there is none")
    .exactOptional(),
  verdict: z.string().describe("What was found and proven, in sentences"),
  notes: SENTENCES,
  trace: z.array(TRACE_LINE).describe("What was learned, in order of time"),
  seconds: z.number().describe("Of planning"),
  unmet: UNMET.exactOptional(),
  run: RUN,
});

const STAND = z.object({
  resources: z.array(z.string()).describe("Ids of resource copies"),
  start: z.number().describe("Milliseconds from the beginning; 0 in placement"),
});

export const CHANGE = z.object({
  task: z.string().describe("Id of a task copy"),
  kind: z
    .enum([
      ...(["ended", "running", "restarted", "moved", "later"] as const),
      ...(["earlier", "kept", "added", "unplaced", "dropped"] as const),
    ])
    .describe("What becomes of it"),
  from: STAND.describe("In the earlier plan").exactOptional(),
  to: STAND.extend({
    end: z.number().describe("Milliseconds; absent in placement").exactOptional(),
  })
    .describe("In the new plan")
    .exactOptional(),
  lost: z.array(z.string()).describe("Ids of what it had to leave").exactOptional(),
}) satisfies z.ZodType<Change>;

const MOVES = z.object({
  forced: z.int().describe("Pieces that had to leave: down, gone or no longer fitting"),
  chosen: z.int().describe("Pieces that could have stayed"),
}) satisfies z.ZodType<MoveCounts>;

/** What `replan --json` prints. */
export const REPLAN = SOLVE.extend({
  replan: z
    .object({
      ...RECORD.shape,
      changes: z.array(CHANGE).describe("By task; absent without a plan").exactOptional(),
      moves: MOVES.describe("Absent without a plan").exactOptional(),
      lost: z
        .object({
          runs: z.int().describe("Runs that were cut short"),
          time_ms: z.number().describe("Milliseconds of work that is lost"),
          cost_usd: z.number().describe("Dollars that it had cost"),
        })
        .describe("What is lost with what is down; in no value"),
      before: z
        .array(
          z.object({
            name: z.string().describe("Of the objective"),
            value: z
              .number()
              .describe("Of the earlier plan, in unit; absent without one")
              .exactOptional(),
          }),
        )
        .describe("Objectives of the earlier plan"),
    })
    .describe("The situation, and what changes for whom"),
});
