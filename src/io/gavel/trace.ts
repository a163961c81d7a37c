import { InstanceError, type Issue } from "../../util/errors.ts";

/** One line of a trace. */
export interface TraceJob {
  /** Place in the trace, from 1. */
  readonly number: number;
  readonly type: string;
  readonly steps: number;
  /** Devices that the job takes at once. */
  readonly scaleFactor: number;
  readonly weight: number;
  /** Absent where the trace says -1. */
  readonly slo?: number;
  /** Seconds. */
  readonly arrival: number;
}

const FIELDS = 10;

/**
 * Reads a trace: tab-separated job type, command, working directory, steps argument, needs data, total
 * steps, scale factor, priority weight, service level objective, arrival time.
 * Throws InstanceError with every malformed line.
 */
export function readTrace(text: string): readonly TraceJob[] {
  const issues: Issue[] = [];
  const jobs: TraceJob[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const job = readJob(line.split("\t"), jobs.length + 1, (message) =>
      issues.push({ path: "", message: `trace, line ${index + 1}: ${message}` }),
    );
    jobs.push(job);
  }
  if (jobs.length === 0) issues.push({ path: "", message: "the trace is empty" });
  if (issues.length > 0) throw new InstanceError(issues);
  return jobs;
}

function readJob(
  fields: readonly string[],
  number: number,
  report: (message: string) => void,
): TraceJob {
  if (fields.length !== FIELDS) {
    report(`expected ${FIELDS} fields between tabs, got ${fields.length}`);
    return { number, type: "", steps: 1, scaleFactor: 1, weight: 1, arrival: 0 };
  }
  const read = (index: number, what: string, allowed: (value: number) => boolean): number => {
    const text = fields[index].trim();
    const value = text === "" ? Number.NaN : Number(text);
    if (Number.isFinite(value) && allowed(value)) return value;
    report(`expected ${what}, got ${JSON.stringify(text)}`);
    return 1;
  };
  const type = fields[0].trim();
  if (type === "") report("the job type is empty");
  const slo = read(8, "a service level objective", () => true);
  return {
    number,
    type,
    steps: read(5, "a positive integer of steps", (value) => isCount(value)),
    scaleFactor: read(6, "a positive integer scale factor", (value) => isCount(value)),
    weight: read(7, "a priority weight", (value) => value >= 0),
    arrival: read(9, "an arrival time in seconds", (value) => value >= 0),
    ...(slo < 0 ? {} : { slo }),
  };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
