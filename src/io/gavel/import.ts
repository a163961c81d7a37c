import { InstanceError, type Issue, UsageError } from "../../util/errors.ts";
import type { Imported, Importer } from "../import-types.ts";
import { parseJson } from "../read-instance.ts";
import { numbersByName } from "../settings.ts";
import { rateKey, readThroughputs, type Throughputs } from "./throughputs.ts";
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
  /** Devices of one host; absent where each device is a resource of its own. */
  readonly perHost?: number;
}

/**
 * Measured training throughputs and a job trace of the Gavel cluster scheduler as a batch of minimal makespan, runtime = steps /
 * throughput alone. Without `perHost` one resource per device and one task per job of scale factor 1. With it one resource per
 * host of so many devices, on which jobs of all scale factors run side by side: up to a host as whole devices, beyond
 * it as workers of a host each, which start together.
 * Throws InstanceError naming lines and keys, UsageError for a cluster the throughputs do not know.
 * Source: Narayanan et al. (2020), OSDI, "Heterogeneity-Aware Cluster Scheduling Policies for Deep
 * Learning Workloads".
 */
export function importGavel(input: GavelInput): Imported {
  const kinds = [...input.cluster.keys()];
  const { perHost } = input;
  requireKnownKinds("prices", input.prices, input.cluster);
  requireKnownKinds("power", input.power, input.cluster);
  if (perHost !== undefined && !(Number.isSafeInteger(perHost) && perHost >= 1)) {
    throw new UsageError(`per_host: expected a positive number of devices, got ${perHost}.`);
  }
  const throughputs = readThroughputs(input.throughputs, kinds, perHost !== undefined);
  const jobs = readTrace(input.trace);
  requireKnownTypes(jobs, throughputs);
  const width = String(jobs.length).length;
  const left: LeftOut = { several: [], unmeasured: [], uneven: [], nowhere: [] };
  const tasks = jobs.flatMap((job) => {
    const { scaleFactor, type } = job;
    const key = rateKey(type, scaleFactor);
    const rates = kinds.map((kind) => throughputs.get(kind)?.get(key));
    const why = whyLeftOut(scaleFactor, perHost, rates);
    if (why !== undefined) {
      left[why].push(job);
      return [];
    }
    return [taskEntry(job, width, rates, perHost)];
  });
  const document = {
    mode: "batch",
    ...(perHost === undefined && { exclusive: true }),
    objectives: ["makespan"],
    resources: kinds.map((kind) => resourceEntry(kind, input)),
    tasks,
  };
  return { document, notes: notesOn(jobs, left) };
}

/** Jobs that are no task, by reason. */
type LeftOut = Readonly<Record<"several" | "unmeasured" | "uneven" | "nowhere", TraceJob[]>>;

function whyLeftOut(
  scaleFactor: number,
  perHost: number | undefined,
  rates: readonly (number | undefined)[],
): keyof LeftOut | undefined {
  if (perHost === undefined && scaleFactor > 1) return "several";
  if (rates.every((rate) => rate === undefined) && scaleFactor > 1) return "unmeasured";
  if (perHost !== undefined && scaleFactor > perHost && scaleFactor % perHost !== 0)
    return "uneven";
  return rates.every((rate = 0) => rate === 0) ? "nowhere" : undefined;
}

/** The same from texts: throughputs, trace, and settings such as cluster "v100=4,k80=4". */
export const gavelImporter: Importer = {
  summary: "Gavel: measured training throughputs and a job trace",
  inputs: { throughputs: "simulation_throughputs.json", trace: "a trace, one job a line" },
  settings: {
    cluster: "devices by kind, such as v100=4,p100=4,k80=4",
    prices: "dollars per hour of one device by kind",
    power: "watts of one device by kind",
    per_host: "devices of one host, such as 4; then jobs of several devices are read too",
  },
  read: ({ throughputs, trace }, { cluster, prices, power, per_host }) => {
    if (cluster === undefined) throw new UsageError("gavel needs a cluster such as v100=4,k80=4.");
    return importGavel({
      throughputs: parseJson(throughputs, "throughputs"),
      trace,
      cluster: numbersByName("cluster", cluster),
      ...(prices === undefined ? {} : { prices: numbersByName("prices", prices) }),
      ...(power === undefined ? {} : { power: numbersByName("power", power) }),
      ...(per_host === undefined ? {} : { perHost: Number(per_host) }),
    });
  },
};

function resourceEntry(kind: string, { cluster, prices, power, perHost }: GavelInput): object {
  const devices = cluster.get(kind) as number;
  if (!Number.isSafeInteger(devices) || devices < 1) {
    throw new UsageError(`cluster: expected a positive number of ${kind}, got ${devices}.`);
  }
  const each = perHost ?? 1;
  if (devices % each !== 0) {
    throw new UsageError(`per_host: ${devices} devices of ${kind} make no whole hosts of ${each}.`);
  }
  const count = devices / each;
  const price = prices?.get(kind);
  const watts = power?.get(kind);
  return {
    id: kind,
    ...(count === 1 ? {} : { count }),
    ...(perHost !== undefined && { devices: { gpu: perHost } }),
    ...(price === undefined ? {} : { price: `${times(price, each)}/h` }),
    ...(watts === undefined ? {} : { power: `${times(watts, each)}W` }),
  };
}

/** A decimal times a small count, without the digits that doubles add. */
function times(amount: number, count: number): number {
  return count === 1 ? amount : Number((amount * count).toFixed(6));
}

function taskEntry(
  job: TraceJob,
  width: number,
  rates: readonly (number | undefined)[],
  perHost: number | undefined,
): object {
  const { scaleFactor } = job;
  return {
    id: taskId(job, width),
    features: featuresOf(job),
    ...(perHost !== undefined && { demand: { gpu: Math.min(scaleFactor, perHost) } }),
    ...(perHost !== undefined && scaleFactor > perHost && { workers: scaleFactor / perHost }),
    work: job.steps,
    throughput: rates.map((rate = 0) => (rate === 0 ? null : rate)),
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
    if ([...throughputs.values()].some((rates) => rates.has(rateKey(type, 1)))) continue;
    issues.push({
      path: "",
      message: `trace, job ${number}: the throughputs do not know ${JSON.stringify(type)}`,
    });
  }
  if (issues.length > 0) throw new InstanceError(issues);
}

function notesOn(all: readonly TraceJob[], left: LeftOut): string[] {
  const notes: string[] = [];
  const { several, unmeasured, uneven, nowhere } = left;
  if (several.length > 0)
    notes.push(`Left out: ${several.length} of ${all.length} jobs that need several devices.`);
  if (unmeasured.length > 0) {
    notes.push(
      `Left out: ${unmeasured.length} jobs measured on no kind with as many devices as they take ` +
        `(${factorsOf(unmeasured)}).`,
    );
  }
  if (uneven.length > 0) {
    notes.push(
      `Left out: ${uneven.length} jobs whose devices (${factorsOf(uneven)}) fill no whole hosts.`,
    );
  }
  if (nowhere.length > 0)
    notes.push(`Left out: ${nowhere.length} jobs that run on no kind of the cluster.`);
  const out = new Set(several);
  const objectives = all.filter((job) => job.slo !== undefined && !out.has(job)).length;
  if (objectives > 0) notes.push(`Not read: service level objectives of ${objectives} jobs.`);
  return notes;
}

/** "2, 8": the scale factors of some jobs. */
function factorsOf(jobs: readonly TraceJob[]): string {
  const factors = new Set(jobs.map(({ scaleFactor }) => scaleFactor));
  return [...factors].sort((a, b) => a - b).join(", ");
}
