import { z } from "zod";
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
} from "./schema-quantities.ts";
import { OBJECTIVE_NAMES } from "./types.ts";

/**
 * The JSON Schema (draft 2020-12) of instance documents, for editors and other tools. What it accepts
 * may still be refused by `parseInstance`, which also checks across fields; never the other way round.
 */
export function instanceJsonSchema(): object {
  return z.toJSONSchema(instanceSchema, { io: "input", target: "draft-2020-12" });
}

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
    .strictObject({ from: duration.optional(), until: duration.optional() })
    .describe("Batch mode: when tasks may run")
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
  release: duration.describe("Batch mode: earliest start").optional(),
  due: duration.describe("Batch mode: lateness past it is reported").optional(),
  deadline: duration.describe("Batch mode: latest end").optional(),
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
  stages: z
    .array(stageSchema)
    .min(1)
    .describe("Placement: parts that pass data on; each inherits what stands beside this list")
    .optional(),
});

const place = z.union([z.string(), selector, z.array(selector).min(1)]);

export const transferSchema = z.strictObject({
  from: place.describe('Id, kind, labels such as "zone=eu", or "*"').optional(),
  to: place.optional(),
  across: name.describe("Instead: wherever the values of this label differ").optional(),
  price: dataPrice,
});

const objectiveText = z
  .string()
  .regex(new RegExp(`^(${OBJECTIVE_NAMES.join("|")})(:[A-Za-z0-9_./:-]+)?$`));

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
});

const rows = z
  .strictObject({ csv: z.string().min(1) })
  .describe("A CSV file beside this one with a row for each entry");

export const instanceSchema = z.strictObject({
  name: z.string().min(1).describe("Default: the file name").optional(),
  mode: z
    .enum(["placement", "batch"])
    .describe("placement: all tasks at once; batch: one after another on each resource copy"),
  objectives: z
    .array(
      z.union([
        objectiveText.describe(`One of ${OBJECTIVE_NAMES.join(", ")}; some take :dimension`),
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
  transfer: z
    .array(transferSchema)
    .describe("What moving outputs of stages costs; the first rule that holds counts, else 0")
    .optional(),
  resources: z.union([z.array(resourceSchema).min(1), rows]).describe("Units of compute"),
  tasks: z.union([z.array(taskSchema), rows]).describe("Work to place"),
});
