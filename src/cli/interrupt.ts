import { fstatSync } from "node:fs";
import { constants } from "node:os";
import { isatty } from "node:tty";
import { tell } from "./print.ts";

/** Signals that ask a run to end with what it has: Ctrl-C, a polite kill, a terminal that is closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How often the process that started this one is looked for, ms. */
const WATCH = 500;

/**
 * Says a word where a signal ends the process while it still loads, and nothing of the command listens yet. The function
 * returned hears what came meanwhile, then leaves signals to the command.
 */
export function sayWhenStopped(): () => Promise<void> {
  const onSignal = (name: NodeJS.Signals) => {
    tell(`Stopped (${name}) while Berth was loading; nothing was written.`);
    process.exit(128 + constants.signals[name]);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return async () => {
    // A signal that came during long work is heard where the loop next looks for one: between two immediates, not before the first.
    for (let turn = 0; turn < 2; turn++) await new Promise((next) => setImmediate(next));
    for (const name of SIGNALS) process.off(name, onSignal);
  };
}

/** How a run is asked to end early. */
export interface Interrupt {
  /** Aborted by the first signal once planning has begun. */
  readonly signal: AbortSignal;
  /** From now on there may be something to keep; `held` says what, for the person who stops it. */
  begin(held: () => string): void;
  end(): void;
}

/**
 * Turns the first signal into an abort that keeps what was found, and says so through `tell`; the second one ends at once, with
 * 128 and its number. Before anything was begun the first one ends at once, too. A parent that is gone counts as a signal
 * where it would have read what is printed (a pipe or a terminal); what writes into files goes on.
 */
export function listenForInterrupt(tell: (sentence: string) => void): Interrupt {
  const controller = new AbortController();
  let held: (() => string) | undefined;
  const stop = (why: string) => {
    tell(`Stopping (${why}): ${held?.()} Once more ends at once.`);
    controller.abort();
  };
  const onSignal = (name: NodeJS.Signals) => {
    const status = 128 + constants.signals[name];
    if (controller.signal.aborted) return process.exit(status);
    if (held !== undefined) return stop(name);
    tell(`Stopped (${name}) before planning began; nothing was written.`);
    return process.exit(status);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  const watch = watchParent(() => {
    if (held === undefined) process.exit(128 + constants.signals.SIGTERM);
    if (!controller.signal.aborted) stop("the process that started it is gone");
  });
  return {
    signal: controller.signal,
    begin(words) {
      held = words;
    },
    end() {
      for (const name of SIGNALS) process.off(name, onSignal);
      clearInterval(watch);
    },
  };
}

/** Calls `gone` once the parent has ended, if what is printed goes to a reader. */
function watchParent(gone: () => void): NodeJS.Timeout | undefined {
  if (!hasReader(1) && !hasReader(2)) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, WATCH);
  return timer.unref();
}

function hasReader(stream: number): boolean {
  try {
    const found = fstatSync(stream);
    return found.isFIFO() || found.isSocket() || isatty(stream);
  } catch {
    // A closed stream has none.
    return false;
  }
}
