import { breathe } from "./clock.ts";
import {
  type Event,
  type Events,
  type LevelEnd,
  type LevelTask,
  type Method,
  stoppedEnd,
} from "./method.ts";

/** A method at work on a level, which can be left and taken up again where it was. */
export interface Running {
  readonly method: Shown;
  readonly events: Events;
  /** Ends what it waits for, such as a solver in a thread. */
  stop(): void;
  /** Its last words, once it has told all it can. */
  end?: LevelEnd;
  /** Events so far that ended a step, and those since the last better plan. */
  count: number;
  stale: number;
  /** Milliseconds of its longest slice of work. */
  longest: number;
}

/** What a drive asks of a method beside its events. */
export type Shown = Pick<Method, "name" | "source" | "patience" | "needsPlan" | "hasLongSlices">;

/** Begins a method; nothing runs before it is driven. */
export function begin(method: Shown & Pick<Method, "events">, task: LevelTask): Running {
  const over = new AbortController();
  const { signal } = task.clock;
  const signals = signal === undefined ? [over.signal] : [signal, over.signal];
  const events = method.events({
    ...task,
    clock: { ...task.clock, signal: AbortSignal.any(signals) },
  });
  return { method, events, stop: () => over.abort(), count: 0, stale: 0, longest: 0 };
}

/** How a drive may end early. */
export interface DriveOptions {
  /** True where it may be left after an event that ended a step; `better` tells whether the event brought a better plan. */
  readonly enough?: (event: Event, better: boolean) => boolean;
}

/** Milliseconds of work between two looks at the event loop. */
const BREATH = 8;

/**
 * Runs a method on a level: the only loop over events. Offers what they tell, counts their work, and looks at goal and clock
 * after each. Gives why the level must end now or why the method ended; undefined if it was left and can go on.
 */
export async function drive(
  task: LevelTask,
  running: Running,
  options: DriveOptions = {},
): Promise<LevelEnd | undefined> {
  try {
    return await run(task, running, options);
  } catch (error) {
    // Its threads must not outlive the fault.
    running.stop();
    throw error;
  }
}

async function run(
  task: LevelTask,
  running: Running,
  { enough = () => false }: DriveOptions,
): Promise<LevelEnd | undefined> {
  const { clock } = task;
  let breathed = performance.now();
  for (;;) {
    const ended = stoppedEnd(task);
    if (ended !== undefined) return await leave(running, ended);
    if (running.end !== undefined) return running.end;
    if (running.method.hasLongSlices && (clock.left() ?? Infinity) < running.longest) {
      return { termination: "time-limit" };
    }
    const began = performance.now();
    const next = running.events.next();
    const { done, value } = next instanceof Promise ? await next : next;
    if (done === true) {
      running.end = value ?? { termination: "completed" };
      continue;
    }
    const better = take(task, running, value);
    clock.spend(value.work ?? 1);
    const now = performance.now();
    running.longest = Math.max(running.longest, now - began);
    if (isOverdue(task, running, value, better)) {
      running.end = { termination: "completed" };
      continue;
    }
    if (!value.isWithin && enough(value, better)) return await pauseOr(task, running);
    if (now - breathed >= BREATH) {
      await breathe();
      breathed = performance.now();
    }
  }
}

/** Offers what an event tells; true if it is a better plan. */
function take({ incumbent }: LevelTask, { method }: Running, event: Event): boolean {
  const { plan, bound, infeasible, isRough = false } = event;
  if (bound !== undefined) incumbent.raise(bound);
  if (infeasible !== undefined && incumbent.plan === undefined) incumbent.refute(infeasible);
  if (plan === undefined) return false;
  return incumbent.offer(plan, event.source ?? method.source ?? method.name, { isRough });
}

/** Counts events; true where nothing else limits a method that brings nothing any more. */
function isOverdue(
  task: LevelTask,
  running: Running,
  { isWithin }: Event,
  better: boolean,
): boolean {
  if (isWithin) return false;
  running.count++;
  running.stale = better ? 0 : running.stale + 1;
  const patience = running.method.patience?.(task);
  const isLimited = task.clock.left() !== undefined || task.clock.workLeft() !== undefined;
  if (patience === undefined || isLimited) return false;
  return running.count >= patience.most || running.stale >= patience.stale;
}

async function pauseOr(task: LevelTask, running: Running): Promise<LevelEnd | undefined> {
  await breathe();
  const ended = stoppedEnd(task);
  return ended === undefined ? undefined : await leave(running, ended);
}

/** Gives the method the chance to end its threads. */
async function leave(running: Running, end: LevelEnd): Promise<LevelEnd> {
  running.end ??= end;
  running.stop();
  await running.events.return?.();
  return end;
}
