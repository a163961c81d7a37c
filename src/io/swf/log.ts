import { InstanceError, type Issue } from "../../util/errors.ts";

/** A job of a log; what the log does not know is absent. Times in seconds, memory in KiB of each processor. */
export interface LoggedJob {
  readonly line: number;
  readonly number: number;
  readonly submit: number;
  readonly run?: number;
  readonly processors?: number;
  readonly usedMemory?: number;
  readonly requestedProcessors?: number;
  readonly requestedTime?: number;
  readonly requestedMemory?: number;
  /** 0 failed, 1 completed, 2 to 4 parts of a job that was interrupted, 5 cancelled. */
  readonly status?: number;
  readonly user?: number;
  readonly group?: number;
  readonly executable?: number;
  readonly queue?: number;
  readonly partition?: number;
  /** The number of the job after which it was submitted. */
  readonly preceding?: number;
  /** Seconds between the two. */
  readonly think?: number;
}

/** A log in the Standard Workload Format. */
export interface WorkloadLog {
  /** What its header says, by name in small letters: "maxprocs" -> "128". */
  readonly header: ReadonlyMap<string, string>;
  readonly jobs: readonly LoggedJob[];
}

const FIELDS = 18;

/** Faults that are told at most; a text that is no log has one in each line. */
const MOST_FAULTS = 20;

/** Longest time, and largest number of anything, that a log may hold. */
const MOST = 1e12;

/**
 * Reads a log: 18 numbers a line, -1 where nothing is known, and lines that begin with ";", which are comments and the header. Throws
 * InstanceError with line and field of the first faults. O(length).
 * Source: Chapin, Cirne, Feitelson, Jones, Leutenegger, Schwiegelshohn, Smith, Talby (1999), "Benchmarks and Standards for the
 * Evaluation of Parallel Job Schedulers", JSSPP, LNCS 1659, doi:10.1007/3-540-47954-6_4.
 */
export function readLog(text: string): WorkloadLog {
  const header = new Map<string, string>();
  const jobs: LoggedJob[] = [];
  const issues: Issue[] = [];
  let [at, line] = [0, 0];
  while (at < text.length && issues.length < MOST_FAULTS) {
    const end = text.indexOf("\n", at);
    const row = text.slice(at, end === -1 ? text.length : end).trim();
    line++;
    at = end === -1 ? text.length : end + 1;
    if (row === "") continue;
    if (row.startsWith(";")) {
      const [, name, value] = /^;\s*([A-Za-z]\w*)\s*:\s*(.*)$/.exec(row) ?? [];
      // The first one counts: notes further down may look the same.
      if (name !== undefined && !header.has(name.toLowerCase())) {
        header.set(name.toLowerCase(), value);
      }
      continue;
    }
    const job = jobOf(row, line, issues);
    if (job !== undefined) jobs.push(job);
  }
  if (jobs.length === 0 && issues.length === 0) {
    issues.push({ path: "", message: "the log has no job" });
  }
  if (issues.length > 0) throw new InstanceError(issues);
  return { header, jobs };
}

function jobOf(row: string, line: number, issues: Issue[]): LoggedJob | undefined {
  const texts = row.split(/\s+/);
  const fault = (message: string) => {
    issues.push({ path: "", message: `line ${line}${message}` });
    return undefined;
  };
  if (texts.length !== FIELDS) return fault(`: expected ${FIELDS} numbers, got ${texts.length}`);
  const numbers = texts.map((text) => (NUMBER.test(text) ? Number(text) : Number.NaN));
  const wrong = numbers.findIndex((number) => !(number >= -1 && number <= MOST));
  if (wrong !== -1) {
    const got = JSON.stringify(texts[wrong].slice(0, 40));
    return fault(`, field ${wrong + 1}: expected a number from -1 on, got ${got}`);
  }
  const [number, submit] = numbers;
  if (number < 0 || submit < 0) return fault(": expected the number of a job and when it came");
  const known = Object.fromEntries(
    NAMES.flatMap(([name, field]) => (numbers[field] < 0 ? [] : [[name, numbers[field]]])),
  );
  return { line, number, submit, ...known };
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/** Fields that may be unknown, with their places; the wait and the CPU time used are not asked for. */
const NAMES = [
  ["run", 3],
  ["processors", 4],
  ["usedMemory", 6],
  ["requestedProcessors", 7],
  ["requestedTime", 8],
  ["requestedMemory", 9],
  ["status", 10],
  ["user", 11],
  ["group", 12],
  ["executable", 13],
  ["queue", 14],
  ["partition", 15],
  ["preceding", 16],
  ["think", 17],
] as const satisfies readonly (readonly [keyof LoggedJob, number])[];
