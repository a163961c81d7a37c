import { z } from "zod";
import { OBJECTIVE_NAMES } from "./objectives/registry.ts";
import {
  amount,
  dataPrice,
  decimal,
  duration,
  memory,
  money,
  name,
  percentage,
  power,
  price,
  tableOf,
  time,
} from "./schema-quantities.ts";

/** A model fills it in before planning. */
const unknown = z.literal("unknown");

const flag = z.boolean();
const count = z.int().min(1).max(10_000_000);
const label = z.union([z.string().regex(/^[^,]*$/), z.number(), z.boolean()]);
const labels = z.record(name, label);
const groups = z.union([z.string().min(1), z.array(z.string().min(1))]);

const selector = z.record(name, z.union([label, z.array(label).min(1)]));

export const resourceSchema = z.strictObject({
  id: name.describe("Unique name of the entry"),
  kind: name
    .describe("Name that tables may use; several entries may share one. Default: the id")
    .optional(),
  count: count.describe("Identical copies, named id#1, id#2 and so on. Default 1").optional(),
  capacity: z.record(name, amount).describe("What each copy has, by dimension").optional(),
  devices: z
    .record(name, z.int().min(0))
    .describe("Whole devices of each copy, by dimension, such as { gpu: 8 }")
    .optional(),
  price: price.optional(),
  fixed_price: money.describe("Dollars paid once for each copy that is used").optional(),
  power: power.optional(),
  labels: labels.describe("Labels for eligible, replicas and tables").optional(),
  available: z
    .strictObject({ from: time.optional(), until: time.optional() })
    .describe("Batch mode: when tasks may run")
    .optional(),
  maintenance: z
    .array(z.strictObject({ from: time, until: time }))
    .describe("Batch mode: when nothing may run")
    .optional(),
  exclusive: flag
    .describe("Batch mode: each copy runs one task at a time. Default: what the document says")
    .optional(),
  billing: z
    .union([
      z.enum(["occupied", "rental"]),
      z.strictObject({
        by: z
          .enum(["occupied", "rental"])
          .describe("What is paid, as when it stands alone. Default: occupied")
          .optional(),
        every: duration.describe("Billed time is rounded up to a multiple of this").optional(),
      }),
    ])
    .describe("Batch mode: paid while something runs, or from first start to last end")
    .optional(),
  speed: decimal
    .describe("Divides runtimes that are the same everywhere; above 0. Default 1")
    .optional(),
  rates: z
    .record(name, decimal)
    .describe("What it gets done per second, by name, such as { flops: 312e12 }")
    .optional(),
});

const workFields = {
  demand: z
    .record(name, tableOf(amount, amount))
    .describe("What the task asks for, by dimension; devices whole or a share of one")
    .optional(),
  features: z
    .record(name, z.union([z.string(), z.number(), z.boolean()]))
    .describe("What a learned runtime may depend on, such as { family: bert, batch: 64 }")
    .optional(),
  runtime: tableOf(z.union([duration, unknown]), z.union([duration, unknown]).nullable())
    .describe('How long it runs; null where it is not eligible, "unknown" where a model says it')
    .optional(),
  work: z
    .union([decimal, z.record(name, decimal)])
    .describe("Units of work; runtime = work / throughput, or by name the longest of work / rate")
    .optional(),
  throughput: tableOf(z.union([decimal, unknown]), z.union([decimal, unknown]).nullable())
    .describe('Units of work per second; 0 or null where it is not eligible, or "unknown"')
    .optional(),
  cost: tableOf(money, money.nullable())
    .describe("Dollars of the task on a resource, instead of price x runtime")
    .optional(),
  weight: decimal.describe("Up to three decimals. Default 1").optional(),
  value: decimal
    .describe("What throughput counts, up to three decimals. Default: weight, else 1")
    .optional(),
  optional: flag.describe("May be left out. Default false").optional(),
  divisible: flag.describe("May be shared out over resources. Default false").optional(),
  release: time.describe("Batch mode: earliest start").optional(),
  due: time.describe("Batch mode: when it should have ended").optional(),
  deadline: time.describe("Batch mode: latest end").optional(),
  workers: z
    .union([
      count,
      z.strictObject({
        count: count.describe("Pieces that start together, on resources of one kind"),
        within: name.describe("Label of which all their resources have one value").optional(),
      }),
    ])
    .describe("Batch mode: a gang, each worker with this demand. Default 1")
    .optional(),
  exclusive: flag.describe("Batch mode: has its resource to itself. Default false").optional(),
  limits: z
    .record(name, amount)
    .describe("Batch mode: what each piece uses of shared limits, such as { licence: 1 }")
    .optional(),
  queue: z.string().min(1).describe("Batch mode: whose quota it uses").optional(),
  family: z.string().min(1).describe("Batch mode: what setup times go by").optional(),
  priority: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .describe("Its class, for objectives by priority; higher ones come first. Default 0")
    .optional(),
  eligible: z
    .union([selector, z.array(selector).min(1)])
    .describe("Labels that a resource must have; of a list of such, any")
    .optional(),
  forbidden: z.array(name).describe("Resource ids or kinds that it may not use").optional(),
  replicas: z
    .union([
      count,
      z.strictObject({
        count: count.describe("Distinct resource copies"),
        across: name.describe("Label whose values must differ").optional(),
      }),
    ])
    .describe("Runs whole on this many resource copies. Default 1")
    .optional(),
  colocate: groups.describe("Groups whose members share one resource copy").optional(),
  separate: groups.describe("Groups whose members never share a resource copy").optional(),
};

export const predecessorSchema = z.strictObject({
  task: z.string().describe("Id of a task, or of a stage such as bert/train"),
  lag: duration.describe("Between its end and this start").optional(),
  each: flag.describe("Copy i waits for copy i, not for all. Default false").optional(),
});

const predecessor = z.union([z.string(), predecessorSchema]);

const stageSchema = z.strictObject({
  id: name.describe("Unique in the task; the stage is named task/stage"),
  after: z
    .union([z.string(), z.array(z.string())])
    .describe("Stages whose outputs it takes; [] for none. Default: the stage before")
    .optional(),
  output: memory.describe("Data that move to the stages after it").optional(),
  ...workFields,
});

export const taskSchema = z.strictObject({
  id: name.describe("Unique name of the entry"),
  count: count.describe("Copies, each decided on its own. Default 1").optional(),
  ...workFields,
  after: z
    .union([predecessor, z.array(predecessor)])
    .describe("Batch mode: tasks that have ended before this one starts")
    .optional(),
  stages: z
    .array(stageSchema)
    .min(1)
    .describe(
      "Parts that pass data on, in batch mode one after another; each inherits what stands beside this list",
    )
    .optional(),
});

const place = z.union([z.string(), selector, z.array(selector).min(1)]);

export const transferSchema = z.strictObject({
  from: place.describe('Id, kind, labels such as "zone=eu", or "*"').optional(),
  to: place.describe("Where the data go, in the same words as from").optional(),
  across: name.describe("Instead: wherever the values of this label differ").optional(),
  price: dataPrice,
});

export const robustSchema = z.strictObject({
  lose: z.literal(1).describe("Losses at a time"),
  of: place.describe("What can be lost. Default: every resource").optional(),
  across: name.describe("All with one value of this label are lost at once").optional(),
});

export const limitSchema = z.strictObject({
  name: name.describe("Unique; tasks say what they use of it, unless it counts a dimension"),
  capacity: amount,
  dimension: name.describe("Counts what pieces demand of this dimension").optional(),
  queue: z.string().describe("Counts only tasks of this queue").optional(),
});

export const setupSchema = z.strictObject({
  from: z.string().describe('A family, or "*" for any other. Default "*"').optional(),
  to: z.string().describe("The family after it, likewise").optional(),
  time: duration,
});

const objectiveText = z
  .string()
  .regex(new RegExp(`^(${OBJECTIVE_NAMES.join("|")})(:[A-Za-z0-9_./:-]+)?$`))
  .describe(`One of ${OBJECTIVE_NAMES.join(", ")}; some take :dimension`);

export const objectiveSchema = z.strictObject({
  objective: objectiveText,
  tolerance: percentage
    .describe('Lexicographic: by how much later levels may worsen it, such as "2%"')
    .optional(),
  weight: z
    .union([decimal, z.string().regex(/^[\d.eE+-]+\/(h|min|s|d)$/)])
    .describe('Weighted: factor on the printed value, or a rate on time such as "10/h"')
    .optional(),
  dimension: name.describe("For utilization, balance and spread").optional(),
  by_priority: flag
    .describe("One level for each priority class, for sums over tasks. Default false")
    .optional(),
});

const rows = z
  .strictObject({ csv: z.string().min(1).describe("Its path, from the folder of this document") })
  .describe("A CSV file beside this one with a row for each entry");

export const instanceSchema = z.strictObject({
  name: z.string().min(1).describe("Default: the file name").optional(),
  mode: z
    .enum(["placement", "batch"])
    .describe("placement: all tasks at once; batch: over time, side by side where they fit"),
  start: z.string().describe('When the plan begins, such as "2026-11-24T18:00+01:00"').optional(),
  horizon: time.describe("Batch mode: nothing runs after it").optional(),
  exclusive: flag
    .describe("Batch mode: every resource runs one task at a time. Default false")
    .optional(),
  objectives: z
    .array(
      z.union([
        objectiveText,
        objectiveSchema,
        z
          .partialRecord(objectiveText, percentage)
          .describe("Name and tolerance, such as { cost: 2% }"),
      ]),
    )
    .min(1)
    .describe("Default: makespan in batch mode, cost in placement mode")
    .optional(),
  combine: z
    .enum(["lexicographic", "weighted"])
    .describe("Level by level, or one weighted sum. Default lexicographic")
    .optional(),
  period: duration
    .describe("Placement: how long the plan runs, for hourly prices. Default 1h")
    .optional(),
  budget: money.describe("Dollars that the plan may not pass").optional(),
  limits: z
    .array(limitSchema)
    .describe("Batch mode: what all running tasks together may use at any instant")
    .optional(),
  setup: z
    .array(setupSchema)
    .describe("Batch mode: time between families on an exclusive resource; the first that holds")
    .optional(),
  transfer: z
    .array(transferSchema)
    .describe("What moving outputs of stages costs; the first rule that holds counts, else 0")
    .optional(),
  robust: z
    .union([z.literal(1), robustSchema])
    .describe(
      "The plan survives any one loss, by moving only what was lost; over time at its start",
    )
    .optional(),
  resources: z.union([z.array(resourceSchema).min(1), rows]).describe("Units of compute"),
  tasks: z.union([z.array(taskSchema), rows]).describe("Work to place"),
});
