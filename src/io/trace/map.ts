import { z } from "zod";
import { InstanceError } from "../../util/errors.ts";

const column = z.string().min(1);

/** Seconds of each unit of time; a date is a moment such as 2020-07-01T12:00:00Z. */
export const TIMES = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 } as const;

/** MiB of each unit of memory. */
export const MEMORIES = { B: 2 ** -20, KiB: 2 ** -10, MiB: 1, GiB: 2 ** 10, TiB: 2 ** 20 } as const;

const words = <T extends object>(table: T) =>
  Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

const timeUnit = z.enum([...words(TIMES), "date"]);
const moment = z.strictObject({ column, unit: timeUnit });
const length = z.union([
  // [DD-]HH:MM:SS
  z.strictObject({ column, unit: z.literal("clock") }),
  z.strictObject({ column, unit: z.enum(words(TIMES)), times: z.number().positive().optional() }),
  z.strictObject({ from: column, to: column, unit: timeUnit }),
]);
const amount = z.union([
  z.number().min(0),
  column,
  z.strictObject({
    column,
    times: z.number().positive().optional(),
    unit: z.enum(words(MEMORIES)).optional(),
  }),
  // What sacct prints as ReqMem: 4G, 4Gn for each node, 4Gc for each of `cpus`.
  z.strictObject({ column, unit: z.literal("slurm"), cpus: column.optional() }),
  // One of what sacct prints as AllocTRES or ReqTRES: "cpu=4,gres/gpu=2,mem=16G,node=1".
  z.strictObject({ column, tres: column }),
]);
const text = z.union([z.string(), z.number(), z.boolean()]);

const mapSchema = z.strictObject({
  id: column.optional(),
  release: moment.optional(),
  runtime: length,
  demand: z.record(z.string(), amount),
  workers: column.optional(),
  priority: column.optional(),
  features: z.record(z.string(), column).optional(),
  where: z.record(column, z.union([text, z.array(text).min(1)])).optional(),
  objectives: z.array(z.unknown()).optional(),
  resources: z.array(z.unknown()).min(1),
});

/** Which columns of a table are which fields of tasks. */
export type TraceMap = z.infer<typeof mapSchema>;
export type MappedMoment = z.infer<typeof moment>;
export type MappedLength = z.infer<typeof length>;
export type MappedAmount = z.infer<typeof amount>;

/** A map from plain data. Throws InstanceError with the path of the first fault. */
export function readTraceMap(document: unknown): TraceMap {
  const parsed = mapSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const hint =
    "Maybe: { runtime: { column: duration, unit: s }, demand: { cpu: cpus }, resources: [{ id: node, count: 8, capacity: { cpu: 64 } }] }.";
  const place = path.map((key) => `/${String(key)}`).join("");
  throw new InstanceError([{ path: place, message: `map: ${message}`, hint }]);
}

/** The columns that a map names. */
export function columnsNamed(map: TraceMap): readonly string[] {
  const { id, release, runtime, demand, workers, priority, features = {}, where = {} } = map;
  const amounts = Object.values(demand).flatMap((one) => {
    if (typeof one === "number") return [];
    if (typeof one === "string") return [one];
    return "cpus" in one && one.cpus !== undefined ? [one.column, one.cpus] : [one.column];
  });
  const times = "column" in runtime ? [runtime.column] : [runtime.from, runtime.to];
  const plain = [id, release?.column, workers, priority].filter((name) => name !== undefined);
  return [...plain, ...times, ...amounts, ...Object.values(features), ...Object.keys(where)];
}
