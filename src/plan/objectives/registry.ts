import type { ObjectiveName } from "../../instance/types.ts";
import { balance } from "./balance.ts";
import { completionTime } from "./completion-time.ts";
import { lateTasks, weightedCompletion, weightedTardiness } from "./completions.ts";
import { totalCost } from "./cost.ts";
import { energy } from "./energy.ts";
import { makespan } from "./makespan.ts";
import { migrations } from "./migrations.ts";
import type { Evaluate } from "./objective.ts";
import { spread } from "./spread.ts";
import { throughput } from "./throughput.ts";
import { utilization } from "./utilization.ts";

/** How each objective is evaluated. A new objective is one file and one line. */
export const EVALUATE = {
  throughput,
  utilization,
  "completion-time": completionTime,
  makespan,
  cost: totalCost,
  balance,
  spread,
  "weighted-completion": weightedCompletion,
  "weighted-tardiness": weightedTardiness,
  "late-tasks": lateTasks,
  energy,
  migrations,
} as const satisfies Record<ObjectiveName, Evaluate>;
