import { InstanceError } from "../../util/errors.ts";
import { lineFault, type NumberRow, numberRow } from "../number-text.ts";

/** A project: jobs that follow each other and share renewable resources. */
export interface Project {
  readonly jobs: readonly ProjectJob[];
  /** Units of each renewable resource that there are at any time. */
  readonly capacities: readonly number[];
}

/** A job; its number is its place, from 1. */
export interface ProjectJob {
  /** In units of time. */
  readonly duration: number;
  /** Units of each renewable resource, from its start to its end. */
  readonly requests: readonly number[];
  /** Numbers of jobs that start once it has ended. */
  readonly successors: readonly number[];
}

/**
 * Reads a single-mode project (`.sm`) of PSPLIB: how many jobs and resources there are, then the sections "PRECEDENCE RELATIONS"
 * (number, modes, how many successors, which), "REQUESTS/DURATIONS" (number, mode, duration, requests) and
 * "RESOURCEAVAILABILITIES". Throws InstanceError with the line of what is wrong, and for jobs with several modes or
 * resources that are used up. O(length).
 * Source: Kolisch, Sprecher (1997), "PSPLIB - A project scheduling problem library", European Journal of Operational Research
 * 96(1), doi:10.1016/S0377-2217(96)00170-1.
 */
export function readProject(text: string): Project {
  const lines = text.split(/\r\n|\n|\r/);
  const count = sizeOf(lines, /^\s*jobs\s*\(incl[^)]*\)\s*:/i, "jobs (incl. supersource/sink ):");
  const renewable = sizeOf(lines, /^\s*-\s*renewable\s*:/i, "- renewable :");
  for (const what of ["nonrenewable", "doubly constrained"]) refuseUsedUp(lines, what);
  const successors = successorsOf(section(lines, /^\s*PRECEDENCE RELATIONS/i), count);
  const rows = section(lines, /^\s*REQUESTS\/DURATIONS/i);
  const requests = requestsOf(rows, count, renewable);
  const [available] = section(lines, /^\s*RESOURCEAVAILABILITIES/i);
  if (available === undefined && renewable > 0) throw missing("RESOURCEAVAILABILITIES");
  if (available !== undefined) {
    requireWidth(available, renewable, `the capacities of ${renewable} resources`);
  }
  return {
    jobs: requests.map((row, i) => ({
      duration: row[2],
      requests: row.slice(3),
      successors: successors[i],
    })),
    capacities: available?.values ?? [],
  };
}

/** The number behind a heading. */
function sizeOf(lines: readonly string[], heading: RegExp, words: string): number {
  const at = lines.findIndex((line) => heading.test(line));
  if (at === -1) {
    throw new InstanceError([
      {
        path: "",
        message: `expected a project of PSPLIB, but no line begins with "${words}"`,
        hint: "Maybe this is another format: berth import --help lists what is read.",
      },
    ]);
  }
  const [first = ""] = lines[at].slice(lines[at].indexOf(":") + 1).match(/\S+/) ?? [];
  return numberRow(first, at + 1).values[0];
}

function refuseUsedUp(lines: readonly string[], what: string): void {
  const heading = new RegExp(`^\\s*-\\s*${what}\\s*:`, "i");
  const at = lines.findIndex((line) => heading.test(line));
  if (at === -1 || sizeOf(lines, heading, what) === 0) return;
  throw lineFault(at + 1, `expected no ${what} resources: they are used up, which is not read`);
}

/** The rows of numbers behind a heading, up to a line of stars; the line of column names and lines of dashes are passed over. */
function section(lines: readonly string[], heading: RegExp): readonly NumberRow[] {
  const at = lines.findIndex((line) => heading.test(line));
  if (at === -1) return [];
  const rows: NumberRow[] = [];
  for (let i = at + 1; i < lines.length && !/^\s*\*/.test(lines[i]); i++) {
    if (/^\s*(?:[A-Za-z].*|-+)?\s*$/.test(lines[i])) continue;
    rows.push(numberRow(lines[i], i + 1));
  }
  return rows;
}

function successorsOf(rows: readonly NumberRow[], count: number): readonly (readonly number[])[] {
  requireJobs(rows, count, "PRECEDENCE RELATIONS");
  return rows.map((row, i) => {
    const [, modes, many = 0] = row.values;
    if (modes !== 1) throw severalModes(row.line, i + 1);
    requireWidth(row, 3 + many, `number, modes, ${many} as how many successors follow, and those`);
    const successors = row.values.slice(3);
    for (const next of successors) {
      if (next >= 1 && next <= count && next !== i + 1) continue;
      const wanted = `another job from 1 to ${count}`;
      throw lineFault(row.line, `expected ${wanted} after job ${i + 1}, got ${next}`);
    }
    return [...new Set(successors)];
  });
}

function requestsOf(
  rows: readonly NumberRow[],
  count: number,
  renewable: number,
): readonly (readonly number[])[] {
  // A further mode of a job has no number of the job.
  const further = rows.findIndex(({ values }) => values.length === renewable + 2);
  if (further > 0) throw severalModes(rows[further].line, rows[further - 1].values[0]);
  requireJobs(rows, count, "REQUESTS/DURATIONS");
  const wanted = `number, mode, duration and requests of ${renewable} resources`;
  return rows.map((row) => {
    requireWidth(row, 3 + renewable, wanted);
    return row.values;
  });
}

function requireJobs(rows: readonly NumberRow[], count: number, heading: string): void {
  if (rows.length === 0) throw missing(heading);
  for (const [i, { line, values }] of rows.entries()) {
    if (i >= count) throw lineFault(line, `expected ${count} jobs, but more follow`);
    if (values[0] === i + 1) continue;
    throw lineFault(line, `expected job ${i + 1}, got ${values[0]}`);
  }
  if (rows.length === count) return;
  throw lineFault(
    rows[rows.length - 1].line,
    `expected ${count} jobs under ${heading}, but they end after ${rows.length}`,
  );
}

function requireWidth({ line, values }: NumberRow, wanted: number, what: string): void {
  if (values.length === wanted) return;
  throw lineFault(line, `expected ${what}, got ${values.length} numbers`);
}

function severalModes(line: number, job: number): InstanceError {
  return lineFault(line, `job ${job} has several modes; expected one`, {
    hint: "Maybe take a single-mode project (.sm).",
  });
}

function missing(heading: string): InstanceError {
  return new InstanceError([
    { path: "", message: `expected a section "${heading}" with numbers, found none` },
  ]);
}
