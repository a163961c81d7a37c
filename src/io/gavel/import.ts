import { InstanceError, type Issue, UsageError } from "../../util/errors.ts";
import type { Imported, Importer } from "../import-types.ts";
import { parseJson } from "../read-instance.ts";
import { numbersByName } from "../settings.ts";
import { readThroughputs, type Throughputs } from "./throughputs.ts";
import { readTrace, type TraceJob } from "./trace.ts";

/** What a Gavel import is made of. */
export interface GavelInput {
  /** Parsed JSON: kind -> job type -> "null" -> steps per second alone. */
  readonly throughputs: unknown;
  /** The text of a trace, one job a line. */
  readonly trace: string;
  /** Accelerator kind -> number of devices, in the order of the resources. */
  readonly cluster: ReadonlyMap<string, number>;
  /** Dollars per hour of one device. */
  readonly prices?: ReadonlyMap<string, number>;
  /** Watts of one device. */
  readonly power?: ReadonlyMap<string, number>;
}

/**
 * Measured training throughputs and a job trace of the Gavel cluster scheduler as a batch: one resource
 * per device, one task per job of scale factor 1, runtime = steps / throughput alone, minimal makespan.
 * Throws InstanceError naming lines and keys, UsageError for a cluster the throughputs do not know.
 * Source: Narayanan et al. (2020), OSDI, "Heterogeneity-Aware Cluster Scheduling Policies for Deep
 * Learning Workloads".
 */
export function importGavel(input: GavelInput): Imported {
  const kinds = [...input.cluster.keys()];
  requireKnownKinds("prices", input.prices, input.cluster);
  requireKnownKinds("power", input.power, input.cluster);
  const throughputs = readThroughputs(input.throughputs, kinds);
  const jobs = readTrace(input.trace);
  requireKnownTypes(jobs, throughputs);
  const single = jobs.filter((job) => job.scaleFactor === 1);
  const width = String(jobs.length).length;
  const tasks: object[] = [];
  let nowhere = 0;
  for (const job of single) {
    const rates = kinds.map((kind) => throughputs.get(kind)?.get(job.type) ?? 0);
    if (rates.every((rate) => rate === 0)) nowhere++;
    else tasks.push(taskEntry(job, width, rates));
  }
  const document = {
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: kinds.map((kind) => resourceEntry(kind, input)),
    tasks,
  };
  return { document, notes: notesOn(jobs, single, nowhere) };
}

/** The same from texts: throughputs, trace, and settings such as cluster "v100=4,k80=4". */
export const gavelImporter: Importer = {
  summary: "Gavel: measured training throughputs and a job trace",
  inputs: { throughputs: "simulation_throughputs.json", trace: "a trace, one job a line" },
  settings: {
    cluster: "devices by kind, such as v100=4,p100=4,k80=4",
    prices: "dollars per hour of one device by kind",
    power: "watts of one device by kind",
  },
  read: ({ throughputs, trace }, { cluster, prices, power }) => {
    if (cluster === undefined) throw new UsageError("gavel needs a cluster such as v100=4,k80=4.");
    return importGavel({
      throughputs: parseJson(throughputs, "throughputs"),
      trace,
      cluster: numbersByName("cluster", cluster),
      ...(prices === undefined ? {} : { prices: numbersByName("prices", prices) }),
      ...(power === undefined ? {} : { power: numbersByName("power", power) }),
    });
  },
};

function resourceEntry(kind: string, { cluster, prices, power }: GavelInput): object {
  const count = cluster.get(kind) as number;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(`cluster: expected a positive number of ${kind}, got ${count}.`);
  }
  const price = prices?.get(kind);
  const watts = power?.get(kind);
  return {
    id: kind,
    ...(count === 1 ? {} : { count }),
    ...(price === undefined ? {} : { price: `${price}/h` }),
    ...(watts === undefined ? {} : { power: `${watts}W` }),
  };
}

function taskEntry(job: TraceJob, width: number, rates: readonly number[]): object {
  return {
    id: taskId(job, width),
    features: featuresOf(job),
    work: job.steps,
    throughput: rates.map((rate) => (rate === 0 ? null : rate)),
    ...(job.weight === 1 ? {} : { weight: job.weight }),
    ...(job.arrival === 0 ? {} : { release: `${job.arrival}s` }),
  };
}

/** "ResNet-50 (batch size 64)" as family and batch, and the devices that the job takes. */
export function featuresOf({ type, scaleFactor }: Pick<TraceJob, "type" | "scaleFactor">): object {
  const [, family, batch] = /^(.*?) \(batch size (\d+)\)$/.exec(type) ?? [];
  if (family === undefined) return { family: type, devices: scaleFactor };
  return { family, batch: Number(batch), devices: scaleFactor };
}

/** "007-resnet-50-batch-size-64": the place in the trace keeps ids apart and in order. */
function taskId({ number, type }: TraceJob, width: number): string {
  const words = type
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${String(number).padStart(width, "0")}-${words}`;
}

function requireKnownKinds(
  name: string,
  numbers: ReadonlyMap<string, number> | undefined,
  cluster: ReadonlyMap<string, number>,
): void {
  for (const kind of numbers?.keys() ?? []) {
    if (!cluster.has(kind)) throw new UsageError(`${name}: the cluster has no ${kind}.`);
  }
}

/** A job type that no kind has measured at all is a slip, not a job that cannot run. */
function requireKnownTypes(jobs: readonly TraceJob[], throughputs: Throughputs): void {
  const issues: Issue[] = [];
  for (const { number, type, scaleFactor } of jobs) {
    if (scaleFactor !== 1) continue;
    if ([...throughputs.values()].some((rates) => rates.has(type))) continue;
    issues.push({
      path: "",
      message: `trace, job ${number}: the throughputs do not know ${JSON.stringify(type)}`,
    });
  }
  if (issues.length > 0) throw new InstanceError(issues);
}

function notesOn(all: readonly TraceJob[], single: readonly TraceJob[], nowhere: number): string[] {
  const several = all.length - single.length;
  const notes: string[] = [];
  if (several > 0)
    notes.push(`Left out: ${several} of ${all.length} jobs that need several devices.`);
  if (nowhere > 0) notes.push(`Left out: ${nowhere} jobs that run on no kind of the cluster.`);
  const objectives = single.filter((job) => job.slo !== undefined).length;
  if (objectives > 0) notes.push(`Not read: service level objectives of ${objectives} jobs.`);
  return notes;
}
