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
  const demand: Record<string, number | string> = {};
  for (const [name, amount] of Object.entries(map.demand)) {
    const found = amountIn(amount, cell);
    if (found === undefined) return `no amount of ${name}`;
    if (found !== 0) demand[name] = found;
  }
  const workers = map.workers === undefined ? 1 : Number(cell(map.workers) || "1");
  if (!Number.isSafeInteger(workers) || workers < 1) return `no count in ${map.workers}`;
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

/** Thousandths, or MiB, rounded up. */
function amountIn(amount: MappedAmount, cell: Cell): number | string | undefined {
  if (typeof amount === "number") return amount;
  const {
    column,
    times = 1,
    unit = undefined,
  } = typeof amount === "string" ? { column: amount } : amount;
  const number = numberIn(cell(column));
  if (number === undefined) return undefined;
  const whole = number * times * (unit === undefined ? 1000 : MEMORIES[unit]);
  // Past the decimals there is only what binary fractions add.
  const up = Math.ceil(Number(whole.toPrecision(12)));
  if (up === 0) return 0;
  return unit === undefined ? up / 1000 : `${up}MiB`;
}
