import type { Clock } from "./clock.ts";
import { begin, drive, type Running } from "./drive.ts";
import { type Event, fitOf, type LevelEnd, type LevelTask, stoppedEnd } from "./method.ts";
import { partClock, patientClock } from "./part-clock.ts";
import { findMethod } from "./registry.ts";
import { leavesOpen, together } from "./together.ts";

/** A step of a portfolio: one method for a while. */
export interface Phase {
  /** A name of the registry. */
  readonly method: string;
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
  readonly elsewhere: readonly string[];
  readonly here: readonly string[];
  readonly when?: (task: LevelTask) => boolean;
  /** As of a phase. */
  readonly share?: Phase["share"];
  readonly work?: Phase["work"];
  readonly ends?: Phase["ends"];
}

/** What is run on a level, in order. */
export type Phases = readonly (Phase | PhaseGroup)[];

/** Plans a level. */
export type Run = (task: LevelTask) => Promise<LevelEnd>;

/** Runs phases until one ends the level. A method that comes again goes on where it was. */
export async function runPhases(task: LevelTask, phases: Phases): Promise<LevelEnd> {
  const running = new Map<string, Running>();
  const declined = new Map<string, string>();
  const take: Take = (name, on, anew) => {
    const method = findMethod(name);
    if (task.without?.has(name)) {
      declined.set(name, "it is left out");
      return undefined;
    }
    const fit = fitOf(method, task);
    if (fit !== true) {
      declined.set(name, fit);
      return undefined;
    }
    const known = running.get(name);
    const held =
      known === undefined || (anew && known.end !== undefined) ? begin(method, on) : known;
    running.set(name, held);
    return held;
  };
  let last: LevelEnd | undefined;
  let asked: string | undefined;
  for (const phase of phases) {
    const ended = stoppedEnd(task);
    if (ended !== undefined) return ended;
    if (phase.when?.(task) === false) continue;
    const end =
      "method" in phase ? await runPhase(task, phase, take) : await runGroup(task, phase, take);
    if ("method" in phase && phase.isAsked) asked = phase.method;
    if (end === undefined) continue;
    last = end;
    if (phase.ends?.(task, end) === true) return stoppedEnd(task) ?? end;
  }
  const why = asked === undefined ? undefined : declined.get(asked);
  if (why !== undefined) {
    return stoppedEnd(task) ?? noneFits(task, new Map([[asked as string, why]]));
  }
  // Bounds alone are no answer where a plan was to be found, so it is told why there is none.
  const canPlan = [...running.keys()].some((name) => findMethod(name).role !== "bound");
  const isLeft = asked === undefined && !canPlan && task.incumbent.plan === undefined;
  if (isLeft || running.size === 0) return stoppedEnd(task) ?? noneFits(task, declined);
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

/** The method of a name, begun on `on` unless it has begun; undefined if it is left out or does not fit. */
type Take = (name: string, on: LevelTask, anew?: true) => Running | undefined;

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
  const of = (names: readonly string[]) => names.flatMap((name) => take(name, task) ?? []);
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
