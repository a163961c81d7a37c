import type { LoggedJob } from "./log.ts";
import type { Machine, MachineSettings } from "./machine.ts";

/** How a log is read. */
export interface SwfOptions extends MachineSettings {
  /** Plan with the times and processors that users asked for. */
  readonly isRequested: boolean;
  /** Keep only jobs of these statuses; default: all but parts of interrupted jobs. */
  readonly statuses?: readonly number[];
  /** The first job of the log that is read, from 1. */
  readonly from: number;
  /** How many jobs of the log are read; default: all. */
  readonly count?: number;
}

/** How many jobs something was done to, by what it is. */
export type Tally = Map<string, number>;

/** What is known while jobs are read one after the other. */
export interface Reading {
  readonly machine: Machine;
  readonly options: SwfOptions;
  /** When the first job was submitted. */
  readonly begin: number;
  /** Task of each job before this one, by its number. */
  readonly places: ReadonlyMap<number, string>;
  readonly tally: Tally;
}

/** A job as a task; undefined, and counted, where it is none. */
export function taskOf(job: LoggedJob, id: string, reading: Reading): object | undefined {
  const { machine, options, begin, places, tally } = reading;
  const count = (what: string) => {
    tally.set(what, (tally.get(what) ?? 0) + 1);
    return undefined;
  };
  const status = job.status ?? -1;
  if (options.statuses !== undefined) {
    if (!options.statuses.includes(status)) return count(`left out for status ${status}`);
  } else if (status >= 2 && status <= 4) {
    return count(`left out for status ${status}, part of a job that was interrupted`);
  }
  const { requestedTime = job.run, requestedProcessors = job.processors } = job;
  const isAsked = options.isRequested;
  const runtime = isAsked ? requestedTime : job.run;
  const used = job.processors === 0 ? undefined : job.processors;
  const processors = isAsked ? requestedProcessors : (used ?? job.requestedProcessors);
  if (runtime === undefined) return count("left out, for their runtimes are not known");
  if (processors === undefined || processors === 0)
    return count("left out, for their processors are not known");
  if (runtime === 0 && status === 5) return count("left out, cancelled before they ran");
  if (isAsked && job.requestedTime === undefined)
    count("run as long as they did, for nobody asked for a time");
  const { nodes, cores, memory } = machine;
  const workers = Math.ceil(processors / cores);
  if (workers > nodes) return count("left out, larger than the machine");
  const cpu = Math.ceil(processors / workers);
  if (cpu * workers > processors) count("take some processors more, the same on each node");
  const kibi = memory === undefined ? 0 : memoryOf(job, isAsked) * cpu;
  const mebi = Math.ceil(kibi / 1024);
  if (memory !== undefined && mebi > memory) return count("left out, for a node has less memory");
  const release = seconds(job.submit - begin);
  const before = job.preceding === undefined ? undefined : places.get(job.preceding);
  const features = featuresOf(job);
  return {
    id,
    demand: { cpu, ...(mebi > 0 && { memory: `${mebi}MiB` }) },
    runtime: seconds(runtime),
    ...(release !== 0 && { release }),
    ...(workers > 1 && { workers }),
    ...(before !== undefined && {
      after: [{ task: before, ...(job.think !== undefined && { lag: seconds(job.think) }) }],
    }),
    ...(Object.keys(features).length > 0 && { features }),
  };
}

/** KiB of each processor. */
function memoryOf({ requestedMemory, usedMemory }: LoggedJob, isAsked: boolean): number {
  return (isAsked ? (requestedMemory ?? usedMemory) : (usedMemory ?? requestedMemory)) ?? 0;
}

/** A time as instances write it, in whole milliseconds. */
function seconds(time: number): string | 0 {
  const milliseconds = Math.round(1000 * time);
  if (milliseconds === 0) return 0;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

/** Numbers that stand for something, as texts: what a learned runtime may depend on. */
function featuresOf(job: LoggedJob): Readonly<Record<string, string | number>> {
  const features: Record<string, string | number> = {};
  for (const name of ["user", "group", "executable", "queue", "partition"] as const) {
    const number = job[name];
    if (number !== undefined) features[name] = `${name[0]}${number}`;
  }
  if (job.requestedTime !== undefined) features.requested_seconds = job.requestedTime;
  return features;
}
