import { printedValue } from "../planner/objective-value.ts";
import type { TraceEntry } from "../planner/types.ts";
import { cut, formatPercent, formatValue } from "../report/format.ts";

/** Milliseconds between two refreshes on a terminal and between two lines elsewhere. */
const REFRESH = { terminal: 100, log: 1000 } as const;

/** A live line on a terminal, sparse lines elsewhere; always on stderr. */
export interface Progress {
  readonly onTrace: (entry: TraceEntry) => void;
  end(): void;
}

export function showProgress(quiet: boolean, json: boolean): Progress {
  if (quiet) return { onTrace: () => {}, end: () => {} };
  return process.stderr.isTTY && !json ? liveLine() : logLines();
}

function liveLine(): Progress {
  const began = performance.now();
  let last: TraceEntry | undefined;
  const line = showLine(() =>
    last === undefined
      ? undefined
      : describe({ ...last, seconds: (performance.now() - began) / 1000 }),
  );
  return {
    onTrace(entry) {
      last = entry;
    },
    end: line.end,
  };
}

/** Keeps one line of stderr, a terminal, up to date with what `text` says; nothing while that is undefined. */
export function showLine(text: () => string | undefined): { end(): void } {
  let shown = false;
  let ended = false;
  const timer = setInterval(() => {
    const line = text();
    if (line === undefined) return;
    shown = true;
    process.stderr.write(`\r\x1b[2K${cut(line, process.stderr.columns ?? 80)}`);
  }, REFRESH.terminal);
  timer.unref();
  return {
    end() {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      if (shown) process.stderr.write("\r\x1b[2K");
    },
  };
}

function logLines(): Progress {
  let printed = Number.NEGATIVE_INFINITY;
  let held: TraceEntry | undefined;
  const print = (entry: TraceEntry) => {
    printed = performance.now();
    held = undefined;
    process.stderr.write(`${describe(entry)}\n`);
  };
  return {
    onTrace(entry) {
      if (performance.now() - printed >= REFRESH.log) print(entry);
      else held = entry;
    },
    end() {
      if (held !== undefined) print(held);
    },
  };
}

function describe({ seconds, target, source, value, bound }: TraceEntry): string {
  const show = (amount: number | undefined) =>
    amount === undefined ? "-" : formatValue(printedValue(target, amount), target.unit);
  const gap =
    value === undefined || bound === undefined
      ? "-"
      : formatPercent(Math.abs(value - bound) / Math.max(Math.abs(value), 1e-10));
  return `${seconds.toFixed(1)}s  ${target.name} ${show(value)}  bound ${show(bound)}  gap ${gap}  (${source})`;
}
