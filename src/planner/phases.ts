import { breathe, type Clock } from "./clock.ts";
import { begin, drive, type Running } from "./drive.ts";
import {
  type Event,
  fitOf,
  type LevelEnd,
  type LevelTask,
  type Method,
  stoppedEnd,
} from "./method.ts";
import { partClock, patientClock } from "./part-clock.ts";
import { findMethod } from "./registry.ts";
import { leavesOpen, together } from "./together.ts";

/** A step of a portfolio: one method for a while. */
export interface Phase {
  /** A name of the registry, or a method that no one can ask for by itself. */
  readonly method: string | Method;
  /** Asked when its time has come, before whether the method fits. */
  readonly when?: (task: LevelTask) => boolean;
  /** The part of the time or the work left that it may take, and its units of work where nothing limits the run. */
  readonly share?: number;
  readonly work?: number;
  /** The same of the time alone: a work limit leaves it as it is. */
  readonly timeShare?: number;
  /** The part of the time left in which a better plan or bound must come. */
  readonly patience?: number;
  /** True where later phases go on; `events` counts its events in this phase. */
  readonly enough?: (task: LevelTask, event: Event, events: number) => boolean;
  /** The caller has asked for it: where it does not fit, that is told. */
  readonly isAsked?: true;
  /** It begins once more where it had ended, since what it builds on has changed. */
  readonly anew?: true;
  /** True where its end is that of the level. */
  readonly ends?: (task: LevelTask, end: LevelEnd) => boolean;
}

/**
 * Methods side by side: some in threads, others in turns beside them. Without a time limit they follow one another, but for a race,
 * which under a work limit goes event by event.
 */
export interface PhaseGroup {
  readonly isRace?: true;
  readonly elsewhere: readonly (string | Method)[];
  readonly here: readonly (string | Method)[];
  readonly when?: (task: LevelTask) => boolean;
  /** As of a phase. */
  readonly share?: Phase["share"];
  readonly work?: Phase["work"];
  readonly ends?: Phase["ends"];
}

/** Other levels that are planned in place of this one, one after the other: what holds or is found there is told here. */
export interface PhaseOfLevels {
  /** The next is asked for once the phases of the last have ended. */
  readonly levels: (task: LevelTask) => Iterable<LevelTask & { settle?(): void }>;
  readonly phases: Phases;
  /** As of a phase. */
  readonly when?: Phase["when"];
  readonly share?: Phase["share"];
  readonly work?: Phase["work"];
  /** Each gets this part of what is left of time and work. */
  readonly turns?: number;
  /** Told where the first of them ends without a plan here. */
  readonly note?: string;
  /** `end` is how the first of them ended. */
  readonly ends?: Phase["ends"];
}

/** What is run on a level, in order. */
export type Phases = readonly (Phase | PhaseGroup | PhaseOfLevels)[];

/** Runs phases until one ends the level. A method that comes again goes on where it was. */
export async function runPhases(task: LevelTask, phases: Phases): Promise<LevelEnd> {
  const running = new Map<Method, Running>();
  const declined = new Map<string, string>();
  const take: Take = (one, on, anew) => {
    const method = typeof one === "string" ? findMethod(one) : one;
    const fit = task.without?.has(method.name) ? "it is left out" : fitOf(method, task);
    if (fit !== true) {
      declined.set(method.name, fit);
      return undefined;
    }
    const known = running.get(method);
    const held =
      known === undefined || (anew && known.end !== undefined) ? begin(method, on) : known;
    running.set(method, held);
    return held;
  };
  let last: LevelEnd | undefined;
  let asked: string | undefined;
  let hasSurrogates = false;
  for (const phase of phases) {
    const ended = stoppedEnd(task);
    if (ended !== undefined) return ended;
    if (phase.when?.(task) === false) continue;
    if ("levels" in phase) {
      hasSurrogates = true;
      const end = await runLevels(task, phase);
      if (phase.ends?.(task, end) === true) return stoppedEnd(task) ?? end;
      continue;
    }
    const end =
      "method" in phase ? await runPhase(task, phase, take) : await runGroup(task, phase, take);
    if ("method" in phase && phase.isAsked) asked = nameOf(phase);
    if (end === undefined) continue;
    last = end;
    if (phase.ends?.(task, end) === true) return stoppedEnd(task) ?? end;
  }
  const why = asked === undefined ? undefined : declined.get(asked);
  if (why !== undefined) {
    return stoppedEnd(task) ?? noneFits(task, new Map([[asked as string, why]]));
  }
  // Bounds alone are no answer where a plan was to be found, so it is told why there is none.
  const canPlan = [...running.keys()].some(({ role }) => role !== "bound");
  const hasPlan = task.incumbent.plan !== undefined;
  if (running.size === 0 || (asked === undefined && !canPlan && !hasPlan)) {
    const end = noneFits(task, declined);
    return (
      stoppedEnd(task) ?? (hasSurrogates && hasPlan ? { ...end, termination: "completed" } : end)
    );
  }
  return stoppedEnd(task) ?? last ?? { termination: "completed" };
}

const FEWER_PAIRS =
  "Maybe write equal tasks, and equal resources, as one entry with a count, or plan parts of it apart.";

/** Nothing was run: why not, each reason once. */
function noneFits({ incumbent }: LevelTask, declined: ReadonlyMap<string, string>): LevelEnd {
  const names = new Map<string, string[]>();
  for (const [name, why] of declined) names.set(why, [...(names.get(why) ?? []), name]);
  const reasons = [...names].map(([why, of]) => `${of.join(", ")}: ${why}`);
  const isWide = incumbent.instance.pairs.features !== undefined;
  const note = `No method fits. ${reasons.join("; ")}.${isWide ? ` ${FEWER_PAIRS}` : ""}`;
  return { termination: "unsupported", note };
}

function nameOf({ method }: Phase): string {
  return typeof method === "string" ? method : method.name;
}

/** Runs the phases of other levels; gives how the first of them ended. */
async function runLevels(whole: LevelTask, phase: PhaseOfLevels): Promise<LevelEnd> {
  const { share, work = Number.POSITIVE_INFINITY, turns, note } = phase;
  const task = { ...whole, clock: clockOf(whole, share, work, undefined) };
  let first: LevelEnd | undefined;
  for (const level of phase.levels(task)) {
    const clock =
      turns === undefined ? level.clock : partClock(level.clock, 1 / turns, work / turns);
    const end = await runPhases({ ...level, clock }, phase.phases);
    level.settle?.();
    first ??= end;
    await breathe();
    if (stoppedEnd(task) !== undefined) break;
  }
  const isNoted = task.incumbent.plan === undefined && first?.termination === "completed";
  return { termination: "completed", ...first, ...(isNoted && note !== undefined && { note }) };
}

/** A method, begun on `on` unless it has begun; undefined if it is left out or does not fit. */
type Take = (method: string | Method, on: LevelTask, anew?: true) => Running | undefined;

async function runPhase(task: LevelTask, phase: Phase, take: Take): Promise<LevelEnd | undefined> {
  const { method, work = Number.POSITIVE_INFINITY, patience, enough, anew } = phase;
  const share = phase.share ?? (task.clock.workLeft() === undefined ? phase.timeShare : undefined);
  const on = { ...task, clock: clockOf(task, share, work, patience) };
  const running = take(method, on, anew);
  if (running === undefined) return undefined;
  let events = 0;
  const end = await drive(on, running, {
    enough: (event) => enough?.(task, event, ++events) === true,
  });
  // The end of a part says nothing of the level.
  return on.clock === task.clock ? end : undefined;
}

function clockOf(
  { clock, incumbent }: LevelTask,
  share: number | undefined,
  work: number,
  patience: number | undefined,
): Clock {
  const part = share === undefined ? clock : partClock(clock, share, work);
  if (patience === undefined) return part;
  // Pairs of value and bound are told apart by their texts.
  return patientClock(part, patience, () => `${incumbent.value} ${incumbent.bound?.value}`);
}

async function runGroup(
  whole: LevelTask,
  group: PhaseGroup,
  take: Take,
): Promise<LevelEnd | undefined> {
  const { share, work = Number.POSITIVE_INFINITY } = group;
  const task = { ...whole, clock: clockOf(whole, share, work, undefined) };
  const end = await runAll(task, group, take);
  // The end of a part says nothing of the level.
  return share === undefined ? end : undefined;
}

async function runAll(
  task: LevelTask,
  group: PhaseGroup,
  take: Take,
): Promise<LevelEnd | undefined> {
  const of = (names: readonly (string | Method)[]) =>
    names.flatMap((name) => take(name, task) ?? []);
  const [elsewhere, here] = [of(group.elsewhere), of(group.here)];
  if (elsewhere.length + here.length === 0) return undefined;
  if (group.isRace && task.clock.workLeft() !== undefined) return await inTurns(task, elsewhere);
  if (group.isRace || task.clock.left() !== undefined) return await together(task, elsewhere, here);
  return await inOrder(task, [...elsewhere, ...here]);
}

/** One after the other, until one says all there is to say; those that need a plan begin only where there is one. */
async function inOrder(task: LevelTask, all: readonly Running[]): Promise<LevelEnd | undefined> {
  let end: LevelEnd | undefined;
  for (const running of all) {
    if (end !== undefined && task.incumbent.plan === undefined) return end;
    end = (await drive(task, running)) ?? { termination: "completed" };
    if (!leavesOpen(end)) return end;
  }
  return end;
}

/** Event by event, so that nothing depends on how fast threads are. */
async function inTurns(task: LevelTask, all: readonly Running[]): Promise<LevelEnd | undefined> {
  for (;;) {
    const open = all.filter(({ end }) => end === undefined);
    if (open.length === 0) return { termination: "completed" };
    for (const running of open) {
      await drive(task, running, { enough: () => true });
      const ended = stoppedEnd(task);
      if (ended !== undefined) return ended;
    }
  }
}
