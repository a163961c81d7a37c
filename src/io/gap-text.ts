import type { InstanceError } from "../util/errors.ts";
import { lineFault, wholeNumber } from "./number-text.ts";

/** The document of a generalized assignment instance. */
export interface GapDocument {
  readonly mode: "placement";
  readonly objectives: readonly ["cost"];
  readonly resources: readonly {
    readonly id: string;
    readonly capacity: { readonly weight: number };
  }[];
  readonly tasks: readonly {
    readonly id: string;
    readonly demand: { readonly weight: readonly number[] };
    readonly cost: readonly number[];
  }[];
}

/** True if the text begins with two numbers (or is nothing but one): no YAML or JSON instance does. */
export function looksLikeGap(text: string): boolean {
  return /^\s*[+-]?\d[\d.eE+-]*(\s+[+-]?\d[\d.eE+-]*(\s|$)|\s*$)/.test(text.slice(0, 4096));
}

/**
 * Turns an OR-Library generalized assignment text into a document: resources r1..rm with capacity
 * `weight`, tasks t1..tn with lists by resource, minimal cost, every task on exactly one resource.
 * Layout: m n, m rows of n costs, m rows of n weights, m capacities; all integers, none negative.
 * Throws InstanceError with the line of what is wrong. Source: Beasley, OR-Library (1990),
 * DOI 10.1057/jors.1990.166.
 */
export function readGapText(text: string, source: string): GapDocument {
  const { values, lines } = readNumbers(text, source);
  const [m, n] = sizes(values, lines, source);
  const expected = 2 + 2 * m * n + m;
  if (values.length !== expected) throw wrongCount(values, lines, m, n, source);
  const cost = (r: number, t: number) => values[2 + r * n + t];
  const weight = (r: number, t: number) => values[2 + m * n + r * n + t];
  const column = (of: (r: number, t: number) => number, t: number) =>
    Array.from({ length: m }, (_, r) => of(r, t));
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: Array.from({ length: m }, (_, r) => ({
      id: `r${r + 1}`,
      capacity: { weight: values[2 + 2 * m * n + r] },
    })),
    tasks: Array.from({ length: n }, (_, t) => ({
      id: `t${t + 1}`,
      demand: { weight: column(weight, t) },
      cost: column(cost, t),
    })),
  };
}

interface Numbers {
  readonly values: readonly number[];
  /** The line of each value, from 1. */
  readonly lines: readonly number[];
}

function readNumbers(text: string, source: string): Numbers {
  const values: number[] = [];
  const lines: number[] = [];
  let line = 1;
  for (const [token] of text.matchAll(/\n|[^\s]+/g)) {
    if (token === "\n") {
      line++;
      continue;
    }
    values.push(wholeNumber(token, line, source));
    lines.push(line);
  }
  return { values, lines };
}

function sizes(
  values: readonly number[],
  lines: readonly number[],
  source: string,
): [number, number] {
  if (values.length < 2) {
    throw fault(
      source,
      lines[0] ?? 1,
      "expected the numbers of resources and tasks, got one number",
    );
  }
  const [m, n] = values;
  if (m < 1) throw fault(source, lines[0], "expected at least one resource, got 0");
  if (m > 10_000_000 || n > 10_000_000) {
    throw fault(source, lines[0], `${m} resources and ${n} tasks are too many`);
  }
  return [m, n];
}

function wrongCount(
  values: readonly number[],
  lines: readonly number[],
  m: number,
  n: number,
  source: string,
): InstanceError {
  const expected = 2 + 2 * m * n + m;
  const wanted = `${m} resources and ${n} tasks need ${expected} numbers (2 sizes, ${m * n} costs, ${m * n} weights, ${m} capacities)`;
  const hint = isCollection(values)
    ? "Maybe this is a collection of problems: cut it into one file each, without the leading count."
    : undefined;
  if (values.length > expected) {
    return fault(
      source,
      lines[expected],
      `${wanted}, but more follow (${values.length} in all)`,
      hint,
    );
  }
  const last = lines[lines.length - 1];
  return fault(source, last, `${wanted}, but the file ends after ${values.length}`, hint);
}

/** OR-Library's own files hold a count of problems, then the problems. */
function isCollection(values: readonly number[]): boolean {
  let at = 1;
  for (let problem = 0; problem < values[0]; problem++) {
    if (at + 1 >= values.length) return false;
    at += 2 + 2 * values[at] * values[at + 1] + values[at];
  }
  return at === values.length;
}

function fault(source: string, line: number, message: string, hint?: string): InstanceError {
  return lineFault(line, message, { source, hint });
}
