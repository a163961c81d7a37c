import {
  type MappedAmount,
  type MappedLength,
  type MappedMoment,
  MEMORIES,
  TIMES,
  type TraceMap,
} from "./map.ts";

/** A cell of a row by the name of its column. */
export type Cell = (column: string) => string;

/** A row as a task; times in milliseconds. */
export interface TracedTask {
  readonly release: number;
  readonly runtime: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a row comes to, or words on why it is no task. */
export function tracedTask(map: TraceMap, cell: Cell): TracedTask | string {
  for (const [column, wanted] of Object.entries(map.where ?? {})) {
    if (![wanted].flat().map(String).includes(cell(column)))
      return `not among those where ${column} is as asked`;
  }
  const release = map.release === undefined ? 0 : momentIn(map.release, cell);
  if (release === undefined) return `no time in ${map.release!.column}`;
  const runtime = lengthIn(map.runtime, cell);
  if (runtime === undefined) return "no runtime";
  const workers = map.workers === undefined ? 1 : Number(cell(map.workers) || "1");
  if (!Number.isSafeInteger(workers) || workers < 1) return `no count in ${map.workers}`;
  const demand: Record<string, number | string> = {};
  for (const [name, amount] of Object.entries(map.demand)) {
    const found = amountIn(amount, cell, workers);
    if (found === undefined) return `no amount of ${name}`;
    if (found !== 0) demand[name] = found;
  }
  const priority = map.priority === undefined ? 0 : Number(cell(map.priority) || "0");
  if (!Number.isSafeInteger(priority) || Math.abs(priority) > 1e6)
    return `no priority in ${map.priority}`;
  const features = Object.entries(map.features ?? {}).flatMap(([name, column]) => {
    const value = cell(column);
    return value === "" ? [] : [[name, NUMBER.test(value) ? Number(value) : value]];
  });
  return {
    release,
    runtime,
    fields: {
      demand,
      ...(workers > 1 && { workers }),
      ...(priority !== 0 && { priority }),
      ...(features.length > 0 && { features: Object.fromEntries(features) }),
    },
  };
}

/** Decimal numbers below 1e15, in the form that others write them in. */
const NUMBER = /^[+-]?(?:\d{1,15}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,2})?$/;

/** Times, and amounts, up to here are told exactly enough. */
const MOST = 1e12;

function numberIn(text: string): number | undefined {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return number >= 0 && number <= MOST ? number : undefined;
}

function momentIn({ column, unit }: MappedMoment, cell: Cell): number | undefined {
  const text = cell(column);
  if (unit === "date") return DATE.test(text) ? dateOf(text) : undefined;
  const number = numberIn(text);
  return number === undefined ? undefined : Math.round(1000 * number * TIMES[unit]);
}

const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d| UTC)?$/;

/** Milliseconds since 1970; a date without a zone is one of UTC. */
function dateOf(text: string): number | undefined {
  const plain = text.replace(" UTC", "Z").replace(" ", "T");
  const isZoned = /(?:Z|T.*[+-]\d\d:?\d\d)$/.test(plain) || !plain.includes("T");
  const found = Date.parse(isZoned ? plain : `${plain}Z`);
  return Number.isNaN(found) ? undefined : found;
}

/** "1-02:03:04", "02:03:04", "03:04.5". */
const CLOCK = /^(?:(?:(\d{1,4})-)?(\d{1,3}):)?(\d\d):(\d\d(?:\.\d{1,6})?)$/;

function lengthIn(length: MappedLength, cell: Cell): number | undefined {
  if ("column" in length && length.unit === "clock") {
    const [, days = "0", hours = "0", minutes, seconds] = CLOCK.exec(cell(length.column)) ?? [];
    if (minutes === undefined) return undefined;
    const whole = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
    return Math.round(1000 * (60 * whole + Number(seconds)));
  }
  if ("column" in length) {
    const number = numberIn(cell(length.column));
    if (number === undefined) return undefined;
    return Math.round(1000 * number * (length.times ?? 1) * TIMES[length.unit]);
  }
  const { from, to, unit } = length;
  const [begin, end] = [from, to].map((column) => momentIn({ column, unit }, cell));
  return begin === undefined || end === undefined || end < begin ? undefined : end - begin;
}

/** Thousandths, or MiB, rounded up; what Slurm says of a whole job is shared out evenly over its workers. */
function amountIn(amount: MappedAmount, cell: Cell, workers: number): number | string | undefined {
  if (typeof amount === "number") return amount;
  if (typeof amount === "string") return roundedUp(numberIn(cell(amount)), 1000);
  if ("tres" in amount) return tresIn(cell(amount.column), amount.tres, workers);
  if (amount.unit === "slurm") return slurmMemory(amount, cell, workers);
  const { column, times = 1, unit } = amount;
  const factor = times * (unit === undefined ? 1000 : MEMORIES[unit]);
  return roundedUp(numberIn(cell(column)), factor, unit !== undefined);
}

function roundedUp(
  number: number | undefined,
  factor: number,
  isMemory = false,
): number | string | undefined {
  if (number === undefined) return undefined;
  // Past the decimals there is only what binary fractions add.
  const up = Math.ceil(Number((number * factor).toPrecision(12)));
  if (up === 0) return 0;
  return isMemory ? `${up}MiB` : up / 1000;
}

/** Letters of sacct, in MiB; without one it is MiB. */
const LETTERS = { K: 2 ** -10, M: 1, G: 2 ** 10, T: 2 ** 20, P: 2 ** 30, "": 1 } as const;

const SIZE = /^(\d{1,12}(?:\.\d{1,6})?)([KMGTP]?)([nc]?)$/;

function slurmMemory(
  { column, cpus }: { readonly column: string; readonly cpus?: string | undefined },
  cell: Cell,
  workers: number,
): number | string | undefined {
  const [, digits, letter, of] = SIZE.exec(cell(column)) ?? [];
  if (digits === undefined) return undefined;
  const mib = Number(digits) * LETTERS[letter as keyof typeof LETTERS];
  if (of === "n") return roundedUp(mib, 1, true);
  const each = of === "c" ? (cpus === undefined ? undefined : numberIn(cell(cpus))) : 1;
  return each === undefined ? undefined : roundedUp(mib * each, 1 / workers, true);
}

/** What is not in the list is not used; a list that is empty tells nothing. */
function tresIn(list: string, wanted: string, workers: number): number | string | undefined {
  if (list === "") return undefined;
  const entry = list.split(",").find((part) => part.startsWith(`${wanted}=`));
  if (entry === undefined) return 0;
  const text = entry.slice(wanted.length + 1);
  if (wanted !== "mem") return roundedUp(numberIn(text), 1000 / workers);
  const [, digits, letter, of] = SIZE.exec(text) ?? [];
  if (digits === undefined || of !== "") return undefined;
  return roundedUp(Number(digits) * LETTERS[letter as keyof typeof LETTERS], 1 / workers, true);
}
