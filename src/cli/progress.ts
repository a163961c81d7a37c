import { formatValue } from "../plan/value-text.ts";
import { printedValue } from "../planner/objective-value.ts";
import type { TraceEntry } from "../planner/types.ts";
import { cut, formatGap } from "../report/format.ts";
import { stderr } from "./command-run.ts";
import { columnsOf, redraw, tell } from "./print.ts";

/** Milliseconds between two refreshes on a terminal, between two lines elsewhere, and between two beats where nothing is new. */
const REFRESH = { terminal: 100, log: 1000, silence: 5000 } as const;

/** A live line on a terminal, sparse lines elsewhere; always on stderr. */
export interface ShownProgress {
  readonly onTrace: (entry: TraceEntry) => void;
  /** What is planned and with what: shown once the run turns out to be a long one. */
  begin(header: string): void;
  /** A sentence beside the progress, on a line of its own. */
  tell(sentence: string): void;
  /** A sentence on what is held so far. */
  held(): string;
  end(): void;
}

export function showProgress(quiet: boolean, json: boolean): ShownProgress {
  let hasPlan = false;
  const shown = quiet ? SILENT : stderr().isTTY && !json ? liveLine() : logLines();
  return {
    ...shown,
    onTrace(entry) {
      hasPlan ||= entry.value !== undefined;
      shown.onTrace(entry);
    },
    held: () => (hasPlan ? "the best plan so far is kept." : "no plan was found yet."),
  };
}

type Shown = Omit<ShownProgress, "held">;

const SILENT: Shown = { onTrace: () => {}, begin: () => {}, tell: () => {}, end: () => {} };

function liveLine(): Shown {
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
    // The line is all that there is room for.
    begin: () => {},
    tell: line.tell,
    end: line.end,
  };
}

/** What is done, on stderr: a line that is kept up to date on a terminal, a line every five seconds elsewhere. */
export interface SteadyLine {
  /** Writes a sentence beside it. */
  tell(sentence: string): void;
  end(): void;
}

/** Shows what `text` says, after the seconds that it took so far; nothing while that is undefined. */
export function showSteadily(quiet: boolean, text: () => string | undefined): SteadyLine {
  if (quiet) return { tell: () => {}, end: () => {} };
  const began = performance.now();
  const line = () => {
    const said = text();
    return said && `${((performance.now() - began) / 1000).toFixed(1)}s  ${said}`;
  };
  if (stderr().isTTY) return showLine(line);
  const timer = setInterval(() => {
    const said = line();
    if (said !== undefined) tell(said);
  }, REFRESH.silence);
  timer.unref();
  return { tell, end: () => clearInterval(timer) };
}

/** Keeps a line of a terminal up to date with what `text` says; nothing while that is undefined. */
function showLine(text: () => string | undefined): SteadyLine {
  let shown = false;
  let ended = false;
  const timer = setInterval(() => {
    const line = text();
    if (line === undefined) return;
    shown = true;
    // A line as wide as the terminal would wrap on some.
    redraw(cut(line, columnsOf(stderr()) - 1));
  }, REFRESH.terminal);
  timer.unref();
  const clear = () => {
    if (shown) redraw("");
    shown = false;
  };
  return {
    tell(sentence) {
      clear();
      tell(sentence);
    },
    end() {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      clear();
    },
  };
}

function logLines(): Shown {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  let printed = Number.NEGATIVE_INFINITY;
  let last: TraceEntry | undefined;
  let isHeld = false;
  let header: string | undefined;
  const print = (line: string) => {
    printed = performance.now();
    isHeld = false;
    tell(line);
  };
  const timer = setInterval(() => {
    if (performance.now() - Math.max(began, printed) < REFRESH.silence) return;
    if (header !== undefined) tell(header);
    header = undefined;
    print(beat(seconds(), last));
  }, REFRESH.log);
  timer.unref();
  return {
    begin(text) {
      header = text;
    },
    onTrace(entry) {
      last = entry;
      if (performance.now() - printed >= REFRESH.log) print(describe(entry));
      else isHeld = true;
    },
    tell,
    end() {
      clearInterval(timer);
      if (isHeld && last !== undefined) print(describe(last));
    },
  };
}

/** Where nothing is new: since when, and who brought what there is. */
function beat(seconds: number, last: TraceEntry | undefined): string {
  if (last === undefined) return `${seconds.toFixed(1)}s  no plan and no bound yet`;
  const since = Math.round(seconds - last.seconds);
  return describe({ ...last, seconds, source: `${last.source}, ${since} s ago` });
}

function describe({ seconds, target, source, value, bound, certified }: TraceEntry): string {
  const show = (amount: number | undefined) =>
    amount === undefined ? "-" : formatValue(printedValue(target, amount), target.unit);
  const gap =
    value === undefined || bound === undefined
      ? "-"
      : formatGap(Math.abs(value - bound) / Math.max(Math.abs(value), 1e-10));
  const part = certified === bound ? "" : ` (certified ${show(certified)})`;
  return `${seconds.toFixed(1)}s  ${target.name} ${show(value)}  bound ${show(bound)}${part}  gap ${gap}  (${source})`;
}
