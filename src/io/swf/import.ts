import { UsageError } from "../../util/errors.ts";
import { QUANTITIES, readQuantity } from "../../util/quantities.ts";
import { show } from "../../util/show.ts";
import type { Imported, Importer } from "../import-types.ts";
import { type LoggedJob, readLog, type WorkloadLog } from "./log.ts";
import { type Machine, machineOf } from "./machine.ts";
import { type SwfOptions, type Tally, taskOf } from "./task.ts";

/**
 * A log in the Standard Workload Format as a batch: each job is released when it was submitted and runs as long as it did. A job
 * of more processors than a node has becomes workers. Throws InstanceError with lines, UsageError where nothing says what the machine is. O(length).
 */
export function importSwf(text: string, options: SwfOptions): Imported {
  const log = readLog(text);
  const machine = machineOf(log, options);
  const { from, count = log.jobs.length } = options;
  const window = log.jobs.slice(from - 1, from - 1 + count);
  if (window.length === 0) {
    throw new UsageError(`--from ${from}: the log has ${log.jobs.length} jobs.`);
  }
  const tally: Tally = new Map();
  const begin = window.reduce((least, { submit }) => Math.min(least, submit), window[0].submit);
  const places = new Map<number, string>();
  const tasks: object[] = [];
  for (const job of window) {
    const id = places.has(job.number) ? `j${job.number}-line-${job.line}` : `j${job.number}`;
    const task = taskOf(job, id, { machine, options, begin, places, tally });
    if (task === undefined) continue;
    places.set(job.number, id);
    tasks.push(task);
  }
  const start = startOf(log, begin);
  return {
    document: {
      mode: "batch",
      ...(start !== undefined && { start }),
      objectives: ["weighted-completion"],
      resources: [resourceOf(machine)],
      tasks,
    },
    notes: notesOf(window, tasks.length, machine, tally),
  };
}

function resourceOf({ nodes, cores, memory }: Machine): object {
  return {
    id: nodes === 1 ? "machine" : "node",
    ...(nodes > 1 && { count: nodes }),
    capacity: { cpu: cores, ...(memory !== undefined && { memory: `${memory}MiB` }) },
  };
}

/** The moment of the log's header that its times count from, and so much later. */
function startOf({ header }: WorkloadLog, begin: number): string | undefined {
  const [, digits] = /^(\d{1,11})(?!\d)/.exec(header.get("unixstarttime") ?? "") ?? [];
  const seconds = Number(digits) + Math.floor(begin);
  if (digits === undefined || Number(digits) === 0 || seconds > LAST_SECOND) return undefined;
  return new Date(1000 * seconds).toISOString().replace(".000Z", "Z");
}

/** The end of the year 9999. */
const LAST_SECOND = 253_402_300_799;

function notesOf(
  window: readonly LoggedJob[],
  tasks: number,
  { nodes, cores, memory }: Machine,
  tally: Tally,
): readonly string[] {
  const words =
    nodes === 1
      ? `one pool of ${cores.toLocaleString("en")} processors`
      : `${nodes.toLocaleString("en")} nodes of ${cores.toLocaleString("en")} processors`;
  const hasMemory = window.some((job) => (job.requestedMemory ?? job.usedMemory ?? 0) > 0);
  return [
    `${counted(window.length, "job")} became ${counted(tasks, "task")} on ${words}.`,
    ...[...tally].map(([what, number]) => `${counted(number, "job")}: ${what}.`),
    ...(memory === undefined && hasMemory
      ? ["Not read: memory (--memory says how much a node has)."]
      : []),
  ];
}

function counted(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}

/** The same from texts. */
export const swfImporter: Importer = {
  summary: "Standard Workload Format: the log of a parallel machine (.swf)",
  inputs: { log: "a log, 18 numbers a line" },
  argument: "log",
  settings: {
    nodes: "nodes of the machine; default: what the header says",
    cores: "processors of each node",
    memory: "memory of each node, such as 64GiB; then the memory of jobs counts",
    status: "only jobs of these statuses, such as 1 or 0,1,5; default: all but parts of jobs",
    from: "the first job of the log that is read, from 1 on",
    count: "how many jobs of the log are read",
  },
  flags: { requested: "plan with the times and processors that users asked for" },
  read: ({ log }, settings) => {
    const count = (name: string) => countOf(name, settings[name]);
    const [nodes, cores, many] = [count("nodes"), count("cores"), count("count")];
    const { memory, status } = settings;
    return importSwf(log, {
      isRequested: settings.requested !== undefined,
      from: count("from") ?? 1,
      ...(nodes !== undefined && { nodes }),
      ...(cores !== undefined && { cores }),
      ...(many !== undefined && { count: many }),
      ...(memory !== undefined && { memory: memoryOf(memory) }),
      ...(status !== undefined && { statuses: statusesOf(status) }),
    });
  },
};

function countOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text.trim())) return Number(text);
  throw new UsageError(`--${name}: expected a whole number from 1 on, got ${show(text)}.`);
}

function memoryOf(text: string): number {
  const read = readQuantity(QUANTITIES.memoryCapacity, text);
  if (typeof read === "number") return read;
  throw new UsageError(`--memory: ${read.message}.\n${read.hint ?? "Maybe write 64GiB."}`);
}

function statusesOf(text: string): readonly number[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.every((part) => /^(?:-1|[0-5])$/.test(part))) return parts.map(Number);
  throw new UsageError(
    `--status: expected numbers from 0 to 5 (or -1: unknown), such as 0,1,5, got ${show(text)}.`,
  );
}
